package dev.mnemo.project.recall;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Usage;
import dev.mnemo.project.recall.Retrieval.Hit;
import dev.mnemo.project.session.Session;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What comes to mind for a message: the nodes of the project that matter, what an agent must know when a sitting
/// begins, and a little of what is known elsewhere; never more than the budget.
public final class Recall {
    private static final int ORIENTATION_TURNS = 2;
    private static final int CLAIM_REMINDER_TURN = 10;
    private static final int OTHER_PROJECT_HITS = 5;
    private static final int GLOBAL_HITS = 3;
    private static final int ALWAYS_MAX = 5;
    private static final double ALWAYS_PRIORITY = 1.0;
    private static final int FEW_HITS = 2;
    private static final int ELSEWHERE_PROJECTS_MAX = 5;
    private static final int ELSEWHERE_HITS_EACH = 2;
    private static final int ELSEWHERE_HITS = 3;

    /// The part of the budget that orientation may take.
    private static final double ORIENTATION_SHARE = 0.4;

    /// What a recall is told.
    ///
    /// @param message what the agent was asked or is about to do
    /// @param project the registered project to ask instead of the current one, or an empty text
    /// @param tokensMax about how long the answer may be, in tokens; 0 means as configured
    /// @param explain whether to add what each stage did
    public record Request(String message, String project, int tokensMax, boolean explain) {
        public Request {
            if (message.isBlank()) {
                throw new Refusal("Give a message: what you were asked, or what you are about to do.");
            }
        }
    }

    /// How long answers may be and when to remind.
    ///
    /// @param budgetChars the longest answer, in characters
    /// @param compressInterval turns after which an answer reminds the agent to compress; 0 means never
    public record Limits(int budgetChars, int compressInterval) {}

    private final NodeStore store;
    private final NodeStore global;
    private final OtherStores others;
    private final Session session;
    private final Rankings rankings;
    private final EventLog events;
    private final InstantSource clock;
    private final Limits limits;

    /// A recall for one sitting with one project.
    public Recall(Sources sources, Session session, EventLog events, InstantSource clock, Limits limits) {
        this.store = sources.store();
        this.global = sources.global();
        this.others = sources.others();
        this.rankings = sources.rankings();
        this.session = session;
        this.events = events;
        this.clock = clock;
        this.limits = limits;
    }

    /// Recalls.
    ///
    /// @throws Refusal if the project is unknown
    public Recalled recall(Request request) {
        int budget = request.tokensMax() > 0
                ? Math.min(limits.budgetChars(), request.tokensMax() * Recalled.TOKEN_CHARS)
                : limits.budgetChars();
        return request.project().isBlank() ? here(request, budget) : there(request, budget);
    }

    private Recalled there(Request request, int budget) {
        var named = others.store(request.project());
        var hits = rankings.of(named).relevant(request.message(), OTHER_PROJECT_HITS);
        return fit(answer(request.project(), 0, "", remembered(hits, "", Set.of()), List.of()), budget);
    }

    /// What an agent should know before its first message: how the last sitting ended, what is in work, what must never
    /// be missed. Counts nothing and changes nothing; an empty text if there is nothing to say.
    public String orientation() {
        var text = orientation(Moments.seconds(clock.instant()), limits.budgetChars());
        var always = always(Set.of()).stream()
                .map(known ->
                        "  [" + known.domain() + "] " + Plain.text(known.text()).replace("\n", "\n  ") + " ["
                                + known.addr().substring(0, Address.DIGITS_SHOWN) + "]")
                .toList();
        var parts = new ArrayList<String>();
        if (!text.isBlank()) {
            parts.add(text);
        }
        if (!always.isEmpty()) {
            parts.add("Always to be kept in mind:\n" + String.join("\n", always));
        }
        return String.join("\n\n", parts);
    }

    private Recalled here(Request request, int budget) {
        double now = Moments.seconds(clock.instant());
        int turn = session.nextTurn();
        var ranking = rankings.of(store);
        var recollection = ranking.recall(Cue.of(request.message(), session, request.explain()));
        var hits = recollection.hits();
        var shown = addresses(hits);
        boolean begins = turn <= ORIENTATION_TURNS && session.created().isEmpty();
        var orientation = begins ? orientation(now, budget) : "";
        var always = begins ? always(shown) : List.<Remembered>of();
        var signals = Signals.of(request.message());
        boolean plans =
                !(rankings.recipe() instanceof Recipe.Classic) && (!hits.isEmpty() || signals.has(Signals.Talk.TASK));
        var chains = store.read(view -> ChainRanking.rank(view, hits, session.extendedChains(), plans, now));
        var answer = new Recalled(
                "",
                turn,
                orientation,
                chains.stream().map(Recall::shown).toList(),
                remembered(hits, "", Set.of()),
                always,
                fromGlobal(request.message(), always),
                hits.size() < FEW_HITS && asksForSomething(request.message())
                        ? elsewhere(request.message())
                        : List.of(),
                notes(signals, hits, turn),
                0,
                0,
                rankings.recipe() instanceof Recipe.Classic
                        ? store.read(view -> new ClassicText(view, signals, hits, now).render(chains, budget))
                        : "",
                recollection.trace().steps());
        var fitting = fit(answer, budget);
        var kept = new HashSet<Address>();
        fitting.hits().forEach(hit -> Address.parse(hit.addr()).ifPresent(kept::add));
        session.recalled(kept);
        store.noteUsage(
                kept.stream().map(address -> new Usage(address, 1, 0, now)).toList());
        note(request, signals, fitting);
        return fitting;
    }

    private static boolean asksForSomething(String message) {
        return !Signals.of(message).keywords().isEmpty();
    }

    private String orientation(double now, int budget) {
        var text = store.read(view -> new Orientation(
                        view.activeNodes(),
                        global.read(StoreView::activeNodes),
                        now,
                        rankings.recipe() instanceof Recipe.Classic)
                .text());
        return Plain.cut(Plain.text(text).strip(), (int) (budget * ORIENTATION_SHARE));
    }

    /// What carries the highest priority is told when a sitting begins; later only where it matters.
    private List<Remembered> always(Set<Address> shown) {
        var found = new ArrayList<Remembered>();
        double now = Moments.seconds(clock.instant());
        found.addAll(alwaysOf(store, "", shown, now));
        found.addAll(alwaysOf(global, "global", shown, now));
        return List.copyOf(found.subList(0, Math.min(ALWAYS_MAX, found.size())));
    }

    private static List<Remembered> alwaysOf(NodeStore from, String name, Set<Address> shown, double now) {
        return from.read(view -> view.activeNodes().stream()
                .filter(node -> node.meta().priority() >= ALWAYS_PRIORITY
                        && Ordinary.isKnowledge(node)
                        && !shown.contains(node.address()))
                .sorted(java.util.Comparator.comparingDouble(
                                (Node node) -> -node.meta().priority())
                        .thenComparingDouble(node -> -node.created()))
                .map(node -> Remembered.of(new Hit(node, node.meta().priority(), "always"), name, true, now))
                .toList());
    }

    private List<Remembered> fromGlobal(String message, List<Remembered> already) {
        if (global.directory().equals(store.directory())) {
            return List.of();
        }
        var told = new HashSet<Address>();
        already.forEach(hit -> Address.parse(hit.addr()).ifPresent(told::add));
        return remembered(rankings.of(global).relevant(message, GLOBAL_HITS), "global", told);
    }

    private List<Remembered> elsewhere(String message) {
        var found = new ArrayList<Remembered>();
        for (var name : others.names().stream().limit(ELSEWHERE_PROJECTS_MAX).toList()) {
            if (found.size() >= ELSEWHERE_HITS) {
                break;
            }
            try {
                var hits = rankings.of(others.store(name)).relevant(message, ELSEWHERE_HITS_EACH);
                found.addAll(remembered(hits, name, Set.of()));
            } catch (Refusal | MnemoException unreadable) {
                events.emit(Event.of(Event.Layer.SYSTEM, "project_unreadable", name + ": " + unreadable.getMessage()));
            }
        }
        return List.copyOf(found.subList(0, Math.min(ELSEWHERE_HITS, found.size())));
    }

    private List<Remembered> remembered(List<Hit> hits, String project, Set<Address> without) {
        double now = Moments.seconds(clock.instant());
        return hits.stream()
                .filter(hit -> !without.contains(hit.node().address()))
                .map(hit -> Remembered.of(hit, project, true, now))
                .toList();
    }

    private static Recalled.ChainShown shown(ChainRanking.Ranked ranked) {
        var chain = ranked.chain();
        return new Recalled.ChainShown(
                chain.id(), chain.summary(), chain.domain(), chain.members().size(), chain.planRoot());
    }

    private List<String> notes(Signals signals, List<Hit> hits, int turn) {
        var notes = new ArrayList<String>();
        if (signals.has(Signals.Talk.CORRECTION) && !hits.isEmpty() && !(rankings.recipe() instanceof Recipe.Classic)) {
            notes.add("If this message corrects "
                    + hits.getFirst().node().address().brief()
                    + ", say so: memory_update(old_address, new_content, reason).");
        }
        int made = session.created().size();
        if (limits.compressInterval() > 0 && turn >= limits.compressInterval() && made > 0) {
            notes.add("[" + made + " nodes were made in " + turn
                    + " turns: when this piece of work is done, sum it up with memory_session_compress.]");
        } else if (turn >= CLAIM_REMINDER_TURN && made == 0 && turn % CLAIM_REMINDER_TURN == 0) {
            notes.add(
                    "[" + turn + " turns without a claim: if something was decided, keep the why with memory_claim.]");
        }
        return notes;
    }

    private static Recalled answer(
            String project, int turn, String orientation, List<Remembered> hits, List<String> notes) {
        return new Recalled(
                project,
                turn,
                orientation,
                List.of(),
                hits,
                List.of(),
                List.of(),
                List.of(),
                notes,
                0,
                0,
                "",
                List.of());
    }

    /// Takes from the answer until its text fits. The trace does not count: who asks for it wants it.
    private static Recalled fit(Recalled answer, int budget) {
        var fitting = answer;
        while (RecallText.length(fitting) > budget) {
            var smaller = fitting.shrunk();
            if (smaller.equals(fitting)) {
                break;
            }
            fitting = smaller;
        }
        return fitting.withTokens((RecallText.length(fitting) + Recalled.TOKEN_CHARS - 1) / Recalled.TOKEN_CHARS);
    }

    private void note(Request request, Signals signals, Recalled answer) {
        var detail = Json.Obj.EMPTY
                .with("message", Plain.cut(request.message(), 100))
                .with("relevant_count", answer.hits().size())
                .with("session_turns", answer.turn())
                .with("density", signals.density().name().toLowerCase(java.util.Locale.ROOT));
        events.emit(new Event(
                Event.Layer.SUBCONSCIOUS,
                "recall",
                answer.hits().isEmpty() ? "nothing surfaced" : answer.hits().size() + " nodes surfaced",
                answer.hits().stream().map(Remembered::addr).toList(),
                "",
                detail));
    }

    private static Set<Address> addresses(List<Hit> hits) {
        var found = new HashSet<Address>();
        hits.forEach(hit -> found.add(hit.node().address()));
        return found;
    }
}
