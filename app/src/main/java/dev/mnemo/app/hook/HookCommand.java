package dev.mnemo.app.hook;

import dev.mnemo.app.hook.HookDialect.Heard;
import dev.mnemo.project.ProjectMemory;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// `mnemo hook`: one JSON object in, one line or nothing out, always success. This is the slow path, taken when no
/// server of the project is running.
public final class HookCommand {
    /// How long an editor may be kept waiting.
    public static final long MILLIS_MAX = 3_000;

    private HookCommand() {}

    /// Answers one hook. Never throws and never prints anything but the answer.
    ///
    /// @param words what followed `hook` on the command line: an agent's dialect and perhaps an event
    /// @param in the agent's input
    /// @param out where the answer goes
    /// @param open opens the memory of the project that an event is about; empty if there is none
    public static void run(
            List<String> words, InputStream in, PrintStream out, Function<Heard, Optional<ProjectMemory>> open) {
        var answer = new AtomicReference<String>("");
        var worker = Thread.ofPlatform().daemon().name("hook").start(() -> {
            try {
                var input = new String(in.readNBytes(HookServer.REQUEST_BYTES_MAX), StandardCharsets.UTF_8);
                answer.set(answer(words, input, open));
            } catch (Exception | StackOverflowError fault) {
                // An editor must not notice. The server's log, not the hook, is where faults are told.
            }
        });
        try {
            if (worker.join(java.time.Duration.ofMillis(MILLIS_MAX))
                    && !answer.get().isEmpty()) {
                out.println(answer.get());
                out.flush();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String answer(List<String> words, String input, Function<Heard, Optional<ProjectMemory>> open) {
        var heard = HookDialect.hear(input, words.size() > 1 ? words.get(1) : "");
        if (heard.isEmpty()) {
            return "";
        }
        var memory = open.apply(heard.get());
        if (memory.isEmpty()) {
            return "";
        }
        try (var opened = memory.get()) {
            return new HookResponder(opened)
                    .answer(input, String.join("/", words))
                    .orElse("");
        }
    }
}
