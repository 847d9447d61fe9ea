package dev.mnemo.project.session;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.derive.Compression;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.StoreView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Ends a cycle of work: adds a summary and a handoff, promotes what waited, and begins the next cycle. What was
/// claimed stays active, because a summary of a few sentences cannot stand for it; only repeated notes of file
/// tools and claims whose time is up give way. `docs/decisions/0005-session-compress.md` says why.
public final class SessionCompress {
    private static final String SUMMARY_FLAG = "session_summary";
    private static final int EVENT_CHARS = 120;

    private final NodeStore store;
    private final Session session;
    private final SessionStore drafts;
    private final Arcs arcs;
    private final EventReader logs;
    private final EventLog events;
    private final InstantSource clock;
    private final RandomGenerator random;

    SessionCompress(
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
        this.arcs = arcs;
        this.logs = logs;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /// What the end of a cycle did.
    ///
    /// @param nodes the nodes summarised; 0 if there was nothing to compress
    /// @param created the nodes made in the cycle, active or not
    /// @param turns its recalls
    /// @param address the summary, or an empty text
    /// @param coverage the share of the words of the nodes that the summary keeps, 0..1
    /// @param summary what it says
    /// @param redacted kinds of secret that were cut out of it
    /// @param handoff the node of the handoff, or an empty text
    /// @param arcs the arcs that the cycle advanced
    /// @param promotedChains preliminary chains that became part of the project
    /// @param promotedNodes other preliminary nodes that did
    /// @param folded repeated or expired notes that are no longer active
    /// @param archived the name of the session's store in the archive, or an empty text if there was none
    /// @param session the id of the session that begins
    public record Result(
            int nodes,
            int created,
            int turns,
            String address,
            double coverage,
            String summary,
            List<String> redacted,
            String handoff,
            List<Arcs.Matched> arcs,
            int promotedChains,
            int promotedNodes,
            int folded,
            String archived,
            String session) {
        public Result {
            redacted = List.copyOf(redacted);
            arcs = List.copyOf(arcs);
        }
    }

    private record Written(
            List<Node> cycle, Set<String> domains, Compression.Compressed summary, Node handoff, int folded) {}

    Result compress(String summary) {
        var texts = new StoredText();
        var text = texts.required("summary", summary);
        var rest = drafts.promoteRest();
        var created = session.created();
        int turns = session.turns();
        if (store.read(view -> cycle(view, created)).isEmpty()) {
            return nothing(created.size(), turns, text, texts);
        }
        var feedback = Handoff.feedback(logs, clock.instant());
        var written = store.write(change -> write(change, created, turns, text, feedback));
        if (written.cycle().isEmpty()) {
            return nothing(created.size(), turns, text, texts);
        }
        var advanced = arcs.advanceMatching(written.domains(), text);
        var archived = drafts.archive().orElse("");
        session.reset(Session.newId(random));
        var result = new Result(
                written.cycle().size(),
                created.size(),
                turns,
                written.summary().node().address().toString(),
                written.summary().coverage(),
                text,
                texts.redacted(),
                written.handoff().address().toString(),
                advanced,
                rest.chains(),
                rest.looseNodes(),
                written.folded(),
                archived,
                session.id());
        report(result, written);
        return result;
    }

    /// Nodes that were made and are none any more end the cycle too; otherwise nothing happens.
    private Result nothing(int created, int turns, String text, StoredText texts) {
        if (created > 0) {
            drafts.archive();
            session.reset(Session.newId(random));
        }
        return new Result(0, created, turns, "", 0, text, texts.redacted(), "", List.of(), 0, 0, 0, "", session.id());
    }

    private Written write(StoreChange change, List<Address> created, int turns, String text, List<String> feedback) {
        var now = Moment.now(clock);
        var cycle = cycle(change, created);
        int folded = fold(change, cycle, now);
        var summary = Compression.summarise(change, cycle, text, "history", now);
        change.put(summary.node()
                .editMeta(meta -> meta.without("priority")
                        .without("links")
                        .with(SUMMARY_FLAG, true)
                        .with("session_id", session.id())));
        var made = created.stream()
                .flatMap(address -> change.node(address).stream())
                .toList();
        var handoff = Handoff.write(change, made, turns, feedback, now);
        var domains = new TreeSet<String>();
        cycle.forEach(node -> domains.add(node.meta().domain()));
        return new Written(cycle, domains, summary, handoff, folded);
    }

    /// The knowledge that the cycle made: active, no arc or handoff, and not summarised before by another process that
    /// shared the session.
    private static List<Node> cycle(StoreView view, List<Address> created) {
        return created.stream()
                .filter(view::isActive)
                .flatMap(address -> view.node(address).stream())
                .filter(node -> !node.meta().flag("handoff") && !node.meta().flag(SUMMARY_FLAG))
                .filter(node -> Arc.of(node).isEmpty())
                .filter(node ->
                        !node.type().equals(NodeType.PIPELINE) && !node.type().equals(NodeType.VECTOR))
                .filter(node -> view.descendants(node.address()).stream()
                        .noneMatch(made -> made.meta().flag(SUMMARY_FLAG)))
                .toList();
    }

    /// Takes out of recall what repeats or is over: of the notes that file tools made about one file in this cycle all
    /// but the newest, and every claim whose time is up.
    private static int fold(StoreChange change, List<Node> cycle, double now) {
        var fold = new LinkedHashSet<Address>();
        var files = new HashSet<String>();
        for (var node : cycle.reversed()) {
            if (node.meta().autoClaim() && !files.add(file(node))) {
                fold.add(node.address());
            }
        }
        for (var node : change.activeNodes()) {
            double ttl = node.meta().ttlDays();
            if (ttl > 0 && now - node.created() > ttl * Duration.ofDays(1).toSeconds()) {
                fold.add(node.address());
            }
        }
        fold.forEach(change::deactivate);
        return fold.size();
    }

    private static String file(Node node) {
        return node.meta().anchors().stream()
                .map(anchor -> anchor.string("path", anchor.string("file", "")))
                .findFirst()
                .orElse(node.address().toString());
    }

    private void report(Result result, Written written) {
        var addresses = new ArrayList<>(List.of(result.address()));
        written.cycle().forEach(node -> addresses.add(node.address().toString()));
        events.emit(new Event(
                Event.Layer.SYSTEM,
                "session_compress",
                Plain.line(result.summary(), EVENT_CHARS),
                addresses,
                "history",
                Json.Obj.EMPTY
                        .with("turns", result.turns())
                        .with("node_count", result.nodes())
                        .with("coverage", result.coverage())
                        .with("folded", result.folded())));
        if (result.coverage() < Compression.COVERAGE_LOW) {
            events.emit(new Event(
                    Event.Layer.SYSTEM,
                    "compress_warning",
                    "the summary keeps few words of what it summarises",
                    List.of(result.address()),
                    "history",
                    Json.Obj.EMPTY.with("coverage", result.coverage()).with("input_count", result.nodes())));
        }
        events.emit(new Event(
                Event.Layer.SYSTEM,
                "handoff",
                "handoff of " + result.turns() + " turns",
                List.of(result.handoff()),
                "tasks",
                Json.Obj.EMPTY));
    }
}
