package dev.mnemo.project.session;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.SideFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// `session_state.json` of a store: lets a server that was restarted go on with the sitting it was in. Losing it costs
/// an agent its orientation and nothing else, therefore neither reading nor saving it ever fails.
public final class SessionFile {
    /// How long after its last change a session may be taken up again.
    public static final Duration REUSED_WITHIN = Duration.ofHours(2);

    /// Bytes of a file that is still read.
    static final int FILE_BYTES_MAX = 1_000_000;

    private static final String NAME = "session_state.json";

    private final Path store;
    private final Path file;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param store the store's folder
    public SessionFile(Path store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.file = store.resolve(NAME);
        this.clock = clock;
        this.random = random;
    }

    /// The session that was saved a short time ago, otherwise a new one; from now on it is saved after every change.
    public Session open() {
        var session = saved().orElseGet(() -> Session.begin(random));
        session.onChange(() -> save(session));
        return session;
    }

    private Optional<Session> saved() {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > FILE_BYTES_MAX) {
                return Optional.empty();
            }
            var state = Json.parseObject(Files.readAllBytes(file));
            double age = Moment.now(clock) - state.number("saved_at", 0);
            return age < REUSED_WITHIN.toSeconds() ? Session.ofJson(state) : Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /// Replaces the file; the state is taken inside the lock, so that the last to save saves the latest.
    private synchronized void save(Session session) {
        try {
            var text = session.toJson(Moment.now(clock)).line();
            SideFile.replace(store, NAME, text.getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException _) {
            // A store on a full or read-only disk still answers; only the next start will not know this sitting.
        }
    }
}
