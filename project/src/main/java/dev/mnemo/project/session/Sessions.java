package dev.mnemo.project.session;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// What an agent does with its session as such: notes where it stands, ends a cycle, says how well it was served.
public final class Sessions {
    /// Days after which a checkpoint is no longer recalled: by then the work went on or was dropped.
    public static final double CHECKPOINT_TTL_DAYS = 14;

    private static final int EVENT_CHARS = 120;

    private final NodeStore store;
    private final Session session;
    private final SessionStore drafts;
    private final SessionCompress compress;
    private final EventLog events;
    private final InstantSource clock;

    /// @param store the project's store
    /// @param session the running session
    /// @param drafts its own store
    /// @param arcs the arcs of the project
    /// @param logs the event log of the project
    public Sessions(
            NodeStore store,
            Session session,
            SessionStore drafts,
            Arcs arcs,
            EventReader logs,
            EventLog events,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.session = session;
        this.drafts = drafts;
        this.compress = new SessionCompress(store, session, drafts, arcs, logs, events, clock, random);
        this.events = events;
        this.clock = clock;
    }

    /// A checkpoint that was saved.
    ///
    /// @param address its node, in the session's store
    /// @param content what it says
    /// @param session the session
    /// @param redacted kinds of secret that were cut out
    public record Checkpoint(String address, String content, String session, List<String> redacted) {
        public Checkpoint {
            redacted = List.copyOf(redacted);
        }
    }

    /// Notes where the work stands. It waits in the session's store and becomes part of the project when the cycle
    /// ends, or when a later start finds that the session broke off.
    ///
    /// @throws Refusal if the label is empty or a text is too long
    public Checkpoint checkpoint(String label, List<String> done, List<String> remaining) {
        var texts = new StoredText();
        var name = texts.requiredLine("label", label);
        var finished = texts.lines("done", done);
        var open = texts.lines("remaining", remaining);
        var content = "Checkpoint: " + name
                + (finished.isEmpty() ? "" : " | Done: " + String.join("; ", finished))
                + (open.isEmpty() ? "" : " | Remaining: " + String.join("; ", open));
        var node = Node.of(
                NodeType.LEAF,
                content,
                List.of(),
                Moment.now(clock),
                Json.Obj.EMPTY
                        .with("domain", "tasks")
                        .with("confidence", 0.9)
                        .with("source", "conscious")
                        .with("priority", 0.5)
                        .with("checkpoint", true)
                        .with("ttl_days", CHECKPOINT_TTL_DAYS)
                        .with("session_id", session.id()));
        drafts.store().write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                "claim",
                Plain.line(content, EVENT_CHARS),
                List.of(node.address().toString()),
                "tasks",
                Json.Obj.EMPTY
                        .with("label", name)
                        .with("done", Json.strings(finished))
                        .with("remaining", Json.strings(open))));
        return new Checkpoint(node.address().toString(), content, session.id(), texts.redacted());
    }

    /// How a session rates what the memory did for it; each 0..1, or empty if not said.
    ///
    /// @param recallPrecision how much of what was recalled was of use
    /// @param recallCoverage how much of what was needed was recalled
    /// @param compressionLoss how much a summary lost
    /// @param orientationSpeed how soon the session knew where it stood
    public record Ratings(
            OptionalDouble recallPrecision,
            OptionalDouble recallCoverage,
            OptionalDouble compressionLoss,
            OptionalDouble orientationSpeed) {
        /// @throws Refusal if a rating is not within 0..1
        public Ratings {
            check("recall_precision", recallPrecision);
            check("recall_coverage", recallCoverage);
            check("compression_loss", compressionLoss);
            check("orientation_speed", orientationSpeed);
        }

        private static void check(String name, OptionalDouble rating) {
            if (rating.isPresent() && !(rating.getAsDouble() >= 0 && rating.getAsDouble() <= 1)) {
                throw new Refusal(name + " must lie between 0 and 1, is " + rating.getAsDouble() + ".");
            }
        }

        private List<Rating> given() {
            var given = new ArrayList<Rating>();
            recallPrecision.ifPresent(value -> given.add(new Rating("recall_precision", value)));
            recallCoverage.ifPresent(value -> given.add(new Rating("recall_coverage", value)));
            compressionLoss.ifPresent(value -> given.add(new Rating("compression_loss", value)));
            orientationSpeed.ifPresent(value -> given.add(new Rating("orientation_speed", value)));
            return given;
        }
    }

    /// One rating that was given.
    ///
    /// @param name as the tool's parameter
    /// @param value 0..1
    public record Rating(String name, double value) {
        /// The name in words.
        public String label() {
            return name.replace('_', ' ');
        }
    }

    /// A survey that was stored.
    ///
    /// @param address its node
    /// @param ratings what was rated
    /// @param requests what was asked for
    /// @param notes what else was said
    /// @param redacted kinds of secret that were cut out
    public record Survey(
            String address, List<Rating> ratings, List<String> requests, String notes, List<String> redacted) {
        public Survey {
            ratings = List.copyOf(ratings);
            requests = List.copyOf(requests);
            redacted = List.copyOf(redacted);
        }
    }

    /// Keeps what an agent says about the memory itself. It is feedback for people, not knowledge about the code base:
    /// the node is stored and never active, so no recall and no search surfaces it.
    ///
    /// @throws Refusal if a text is too long
    public Survey survey(Ratings ratings, String notes, List<String> requests) {
        var texts = new StoredText();
        var note = texts.line("notes", notes);
        var wishes = texts.lines("requests", requests);
        var given = ratings.given();
        var now = Moment.now(clock);
        var minute = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        var rated = given.isEmpty()
                ? "no ratings"
                : String.join(
                        ", ",
                        given.stream()
                                .map(rating -> "%s=%.2f".formatted(rating.label(), rating.value()))
                                .toList());
        var content = "Session survey (" + minute + " UTC): " + rated + (note.isEmpty() ? "" : ". " + note)
                + (wishes.isEmpty() ? "" : ". Requests: " + String.join("; ", wishes));
        var scores = Json.Obj.EMPTY;
        for (var rating : given) {
            scores = scores.with(rating.name(), rating.value());
        }
        var meta = Json.Obj.EMPTY
                .with("domain", "feedback")
                .with("source", "survey")
                .with("ratings", scores)
                .with("notes", note)
                .with("requests", Json.strings(wishes))
                .with("created", now)
                .with("session_id", session.id());
        var node = Node.of(NodeType.LEAF, content, List.of(), now, meta);
        store.write(change -> {
            change.put(node);
            return node;
        });
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                "survey",
                Plain.line(content, EVENT_CHARS),
                List.of(node.address().toString()),
                "feedback",
                Json.Obj.EMPTY.with("ratings", scores).with("requests", Json.strings(wishes))));
        return new Survey(node.address().toString(), given, wishes, note, texts.redacted());
    }

    /// Ends the cycle: see {@link SessionCompress}.
    ///
    /// @throws Refusal if the summary is empty or too long
    public SessionCompress.Result compress(String summary) {
        return compress.compress(summary);
    }

    /// Where a session stands.
    ///
    /// @param session its id
    /// @param turns recalls since the cycle began
    /// @param created nodes made in the cycle
    /// @param drafts what its own store holds
    /// @param checkpoints the checkpoints in it, newest first
    public record Status(
            String session, int turns, int created, SessionStore.Contents drafts, List<String> checkpoints) {
        public Status {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    /// Where the running session stands.
    public Status status() {
        var contents = drafts.contents();
        events.emit(Event.of(
                Event.Layer.CONSCIOUS,
                "session_status",
                String.format(
                        Locale.ROOT,
                        "session %s: %d nodes, %d preliminary chains",
                        session.id(),
                        contents.activeNodes(),
                        contents.preliminaryChains().size())));
        return new Status(session.id(), session.turns(), session.created().size(), contents, checkpoints());
    }

    private List<String> checkpoints() {
        return Optional.of(drafts)
                .flatMap(SessionStore::existing)
                .map(waiting -> waiting.read(view -> view.activeNodes().stream()
                        .filter(node -> node.meta().flag("checkpoint"))
                        .sorted((left, right) -> Double.compare(right.created(), left.created()))
                        .map(node -> node.address().brief() + "  " + node.content())
                        .toList()))
                .orElse(List.of());
    }
}
