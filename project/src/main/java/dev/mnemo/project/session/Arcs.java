package dev.mnemo.project.session;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.derive.Supersession;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.StoreView;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Pieces of work that span sessions. Every step of an arc is a correction of its node, so its history can be read
/// back; every version keeps its name, goal and words, whatever its status.
public final class Arcs {
    /// How much a session must look like work on an arc, 0..1.
    public static final double OVERLAP_MIN = 0.2;

    /// Arcs that one session may advance.
    public static final int MATCHES_MAX = 2;

    private static final int SUMMARY_CHARS = 80;

    private final NodeStore store;
    private final Session session;
    private final EventLog events;
    private final InstantSource clock;

    /// @param store the store of the project
    /// @param session the running session, which counts as working on the arcs it advances
    public Arcs(NodeStore store, Session session, EventLog events, InstantSource clock) {
        this.store = store;
        this.session = session;
        this.events = events;
        this.clock = clock;
    }

    /// An arc and the node that says it.
    ///
    /// @param address the node
    /// @param arc what it says
    public record Found(String address, Arc arc) {}

    /// What a step of an arc did.
    ///
    /// @param action `create`, `update`, `pause`, `resume` or `complete`
    /// @param replaced the node before, or an empty text for a new arc
    /// @param address the node now
    /// @param content what it says
    /// @param arc the arc now
    /// @param redacted kinds of secret that were cut out of the texts
    public record Changed(
            String action, String replaced, String address, String content, Arc arc, List<String> redacted) {
        public Changed {
            redacted = List.copyOf(redacted);
        }
    }

    /// Begins an arc.
    ///
    /// @throws Refusal if name or goal are missing, or an open arc has that name
    public Changed create(String name, String goal, List<String> domains) {
        if (name.isBlank() || goal.isBlank()) {
            throw new Refusal("Create requires name and goal.");
        }
        var texts = new StoredText();
        var arc = Arc.begin(
                texts.requiredLine("name", name), texts.requiredLine("goal", goal), texts.lines("domains", domains));
        var node = store.write(change -> {
            open(change).stream()
                    .filter(found -> found.arc().name().equalsIgnoreCase(arc.name()))
                    .findFirst()
                    .ifPresent(taken -> {
                        throw new Refusal("An open arc is called '" + arc.name() + "' already: "
                                + taken.address().substring(0, Address.DIGITS_SHOWN)
                                + "; update it, or choose another name.");
                    });
            var begun = Node.of(NodeType.LEAF, arc.content(), List.of(), Moment.now(clock), arc.meta());
            // An arc that was completed may be begun anew: the new one names the old one's first version as its origin.
            var made = change.node(begun.address())
                    .map(earlier -> Node.of(
                            NodeType.LEAF,
                            arc.content(),
                            List.of(latest(change, earlier).address().toString()),
                            Moment.now(clock),
                            arc.meta()))
                    .orElse(begun);
            change.put(made);
            change.activate(made.address());
            return made;
        });
        return changed("create", "", node, arc, texts, Event.Layer.CONSCIOUS);
    }

    private static Node latest(StoreView view, Node first) {
        return view.successor(first.address()).orElse(first);
    }

    /// Adds progress to an arc.
    ///
    /// @param nextStep the next step; empty keeps the one there is
    /// @param domains further domains it touches
    /// @throws Refusal if the address is no open arc, or progress is missing
    public Changed update(String address, String progress, String nextStep, List<String> domains) {
        if (address.isBlank() || progress.isBlank()) {
            throw new Refusal("Update requires arc_address and progress.");
        }
        var texts = new StoredText();
        var said = texts.requiredLine("progress", progress);
        var next = texts.line("next_step", nextStep);
        var more = texts.lines("domains", domains);
        return change(
                "update",
                address,
                "arc progress: " + Plain.line(said, 60),
                texts,
                arc -> progressed(arc, said, next).known(more, ArcWords.of(said)));
    }

    private Arc progressed(Arc arc, String progress, String nextStep) {
        var worked = arc.worked(session.id());
        var next = !nextStep.isEmpty() ? nextStep : !arc.next().isEmpty() ? arc.next() : "continue work";
        return worked.advance(
                Arc.Status.ACTIVE, "Session " + worked.sessions() + " (" + today() + "): " + progress, next);
    }

    /// Lets an arc wait.
    ///
    /// @throws Refusal if the address is no open arc, or if it waits already
    public Changed pause(String address, String reason) {
        var texts = new StoredText();
        var said = texts.line("reason", reason);
        return change("pause", address, reason("arc paused", said), texts, arc -> {
            if (arc.status() == Arc.Status.PAUSED) {
                throw new Refusal("Arc '" + arc.name() + "' is paused already; resume or complete it.");
            }
            return arc.advance(Arc.Status.PAUSED, reason("Paused", said), reason("resume", said));
        });
    }

    /// Goes on with an arc that waits.
    ///
    /// @param nextStep the next step; empty takes up the one from before the pause
    /// @throws Refusal if the address is no open arc, or if it does not wait
    public Changed resume(String address, String nextStep) {
        var texts = new StoredText();
        var next = texts.line("next_step", nextStep);
        return change("resume", address, "arc resumed", texts, arc -> {
            if (arc.status() != Arc.Status.PAUSED) {
                throw new Refusal("Arc '" + arc.name() + "' is not paused; only a paused arc can be resumed.");
            }
            var before = arc.nextWhenResumed().isEmpty() ? "continue work" : arc.nextWhenResumed();
            return arc.advance(Arc.Status.ACTIVE, "Resumed (" + today() + ")", next.isEmpty() ? before : next);
        });
    }

    /// Ends an arc.
    ///
    /// @throws Refusal if the address is no open arc
    public Changed complete(String address, String outcome) {
        var texts = new StoredText();
        var said = texts.line("outcome", outcome);
        return change(
                "complete",
                address,
                reason("arc completed", said),
                texts,
                arc -> arc.advance(Arc.Status.COMPLETED, reason("Completed", said), ""));
    }

    private static String reason(String what, String why) {
        return why.isEmpty() ? what : what + ": " + why;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// The open arcs, newest first.
    public List<Found> list() {
        return store.read(Arcs::open);
    }

    private static List<Found> open(StoreView view) {
        return view.activeNodes().stream()
                .sorted(Comparator.comparingDouble(Node::created).reversed())
                .flatMap(node ->
                        Arc.of(node)
                                .filter(Arc::isOpen)
                                .map(arc -> new Found(node.address().toString(), arc))
                                .stream())
                .toList();
    }

    /// A theme that two sessions shared and no arc covers.
    ///
    /// @param name the longest of the common words
    /// @param goal a proposal
    /// @param evidence the two handoffs
    /// @param domains the domains both touched
    /// @param overlap how much the two have in common, 0..1
    /// @param keywords the common words
    public record Candidate(
            String name,
            String goal,
            List<String> evidence,
            List<String> domains,
            double overlap,
            List<String> keywords) {
        public Candidate {
            evidence = List.copyOf(evidence);
            domains = List.copyOf(domains);
            keywords = List.copyOf(keywords);
        }
    }

    /// Themes that recur from one session's handoff to the next and that no open arc covers, best first.
    public List<Candidate> detect() {
        return store.read(view -> ArcDetection.detect(
                view.nodes(), open(view).stream().map(Found::arc).toList()));
    }

    /// Advances the arcs that a session looks like work on, at most {@link #MATCHES_MAX}.
    ///
    /// @param domains the domains of what the session made
    /// @param summary what the session did; its words are compared
    List<Matched> advanceMatching(Collection<String> domains, String summary) {
        var words = ArcWords.of(summary);
        var matches = list().stream()
                .filter(found -> found.arc().overlap(domains, words) >= OVERLAP_MIN)
                .sorted(Comparator.comparingDouble((Found found) -> found.arc().overlap(domains, words))
                        .reversed())
                .limit(MATCHES_MAX)
                .toList();
        var advanced = new ArrayList<Matched>();
        for (var match : matches) {
            double overlap = match.arc().overlap(domains, words);
            var progress = Plain.line(summary, 120);
            var step = step(
                    match.address(),
                    "arc progress: " + Plain.line(summary, 60),
                    arc -> progressed(arc, progress, "").known(domains, words));
            changed(
                    "auto_update",
                    step.old().address().toString(),
                    step.made(),
                    step.arc(),
                    new StoredText(),
                    Event.Layer.SYSTEM);
            advanced.add(new Matched(
                    match.arc().name(), overlap, step.made().address().toString()));
        }
        return advanced;
    }

    /// An arc that a session advanced by ending.
    ///
    /// @param name what it is called
    /// @param overlap how much the session looked like work on it, 0..1
    /// @param address its node now
    public record Matched(String name, double overlap, String address) {}

    private record Step(Node old, Node made, Arc arc) {}

    private Changed change(String action, String address, String reason, StoredText texts, UnaryOperator<Arc> change) {
        var step = step(address, reason, change);
        return changed(action, step.old().address().toString(), step.made(), step.arc(), texts, Event.Layer.CONSCIOUS);
    }

    private Step step(String address, String reason, UnaryOperator<Arc> advance) {
        return store.write(change -> {
            var old = require(change, address);
            var arc = advance.apply(Arc.of(old).orElseThrow());
            var correction = new Supersession.Correction(arc.content(), reason, "", arc.meta());
            var made = Supersession.supersede(change, old, correction, Moment.now(clock));
            return new Step(old, made, arc);
        });
    }

    /// The node of the open arc that an agent means, also by the address of an earlier version.
    private static Node require(StoreChange change, String address) {
        if (address.isBlank()) {
            throw new Refusal("This action requires arc_address; memory_arc(action='list') shows the open arcs.");
        }
        var named = change.require(address);
        return Optional.of(named)
                .filter(node -> change.isActive(node.address()))
                .or(() -> change.successor(named.address()))
                .filter(node -> Arc.of(node).filter(Arc::isOpen).isPresent())
                .orElseThrow(() -> new Refusal(
                        "Arc not found: " + address + " is no open arc; memory_arc(action='list') shows them."));
    }

    private Changed changed(String action, String replaced, Node node, Arc arc, StoredText texts, Event.Layer layer) {
        session.created(node.address());
        var address = node.address().toString();
        var detail = Json.Obj.EMPTY
                .with("action", action)
                .with("name", arc.name())
                .with("status", arc.status().text())
                .with("sessions", arc.sessions());
        var addresses = replaced.isEmpty() ? List.of(address) : List.of(replaced, address);
        events.emit(new Event(
                layer, "arc", Plain.line(action + ": " + arc.name(), SUMMARY_CHARS), addresses, "tasks", detail));
        return new Changed(action, replaced, address, node.content(), arc, texts.redacted());
    }
}
