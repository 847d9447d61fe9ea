package dev.mnemo.user.digest;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.fact.TraitState;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Changes traits by evidence. A trait keeps its id through its versions by its chain; the evidence hangs on that.
public final class Traits {
    private static final Duration TREND_WINDOW = Duration.ofDays(30);
    private static final double TREND_CONFIDENCE = 0.2;
    private static final int PROMOTED_AFTER = 2;
    private static final int IMPORTANCE = 6;

    /// Of confirmations and contradictions, the share of contradictions at which a trait is given up.
    private static final double GIVEN_UP_SHARE = 0.3;

    private static final int GIVEN_UP_MIN = 2;

    private final Memories memories;

    public Traits(Memories memories) {
        this.memories = memories;
    }

    /// Traits that are believed, surest first.
    public static List<Memory> all(PersonTx person) {
        return MemoryRows.list(
                        person,
                        new MemoryRows.Filter(List.of(MemoryType.TRAIT), Optional.empty(), Optional.empty(), true),
                        Page.ITEMS_MAX,
                        0)
                .stream()
                .filter(memory -> memory.trait().isPresent())
                .map(memory -> memory.withConfidence(
                        TraitScale.faded(memory, memory.trait().orElseThrow(), person.wallTime())))
                .sorted(Comparator.comparingDouble(Memory::confidence).reversed())
                .toList();
    }

    /// Traits that are at least at a stage.
    public static List<Memory> atLeast(PersonTx person, String stage) {
        int least = TraitScale.STAGES.indexOf(stage);
        if (least < 0) {
            throw new Refusal(
                    "'" + stage + "' is no stage of a trait; stages are " + String.join(", ", TraitScale.STAGES) + ".");
        }
        return all(person).stream()
                .filter(trait -> TraitScale.STAGES.indexOf(
                                trait.trait().map(TraitState::stage).orElse(TraitScale.DISSOLVED))
                        >= least)
                .toList();
    }

    /// Whether recall shows a memory: any but a trait that is not sure enough.
    public static boolean isShown(Memory memory) {
        return memory.trait().map(state -> isShown(state.stage())).orElse(true);
    }

    /// Whether recall shows traits of a stage.
    public static boolean isShown(String stage) {
        return TraitScale.isShown(stage);
    }

    /// Something that may become a trait.
    ///
    /// @param stage `trend` or `candidate`
    /// @param evidence ids of memories that speak for it
    record Idea(String content, String stage, double confidence, String context, List<String> evidence) {}

    /// Notes something that may become a trait; what is one already is confirmed. False if it may not be one.
    boolean begin(PersonTx person, Idea idea, String quality, String actor) {
        if (Sensitive.isIn(idea.content())) {
            return false;
        }
        var known = MemoryRows.withWords(person, idea.content()).stream()
                .filter(memory -> memory.trait().isPresent())
                .findFirst();
        if (known.isPresent()) {
            reinforce(person, known.get(), idea.evidence(), quality, actor);
            return false;
        }
        var now = person.now();
        boolean trend = idea.stage().equals(TraitScale.TREND);
        var state = new TraitState(
                idea.stage(),
                "behavior",
                Optional.empty(),
                0,
                0,
                Optional.of(now),
                Optional.of(now),
                trend ? Optional.of(new TraitState.Window(now, now.plus(TREND_WINDOW))) : Optional.empty());
        double confidence = trend
                ? TREND_CONFIDENCE
                : Math.clamp(idea.confidence(), TraitScale.CANDIDATE, TraitScale.CANDIDATE_MAX);
        var made = memories.add(
                person,
                NewMemory.of(MemoryType.TRAIT, idea.content())
                        .about("trait", IMPORTANCE, confidence)
                        .withContext(idea.context())
                        .withTrait(state, confidence),
                actor);
        note(person, made, idea.evidence(), true, quality);
        return true;
    }

    /// Confirms a trait by memories that have not confirmed it before.
    boolean reinforce(PersonTx person, Memory trait, List<String> evidence, String quality, String actor) {
        int fresh = note(person, trait, evidence, true, quality);
        if (fresh == 0) {
            return false;
        }
        var state = trait.trait().orElseThrow();
        double before = TraitScale.faded(trait, state, person.wallTime());
        double confidence = TraitScale.reinforced(before, quality, fresh);
        int times = state.reinforcements() + fresh;
        boolean trend = state.stage().equals(TraitScale.TREND) && times < PROMOTED_AFTER;
        var stage = trend ? TraitScale.TREND : TraitScale.stage(Math.max(confidence, TraitScale.CANDIDATE));
        change(
                person,
                trait,
                new TraitState(
                        stage,
                        state.subtype(),
                        state.parent(),
                        times,
                        state.contradictions(),
                        Optional.of(person.now()),
                        state.firstObservedAt(),
                        trend ? state.window() : Optional.empty()),
                trend ? confidence : Math.max(confidence, TraitScale.CANDIDATE),
                actor);
        return true;
    }

    /// What becomes of a trait.
    enum Outcome {
        UNCHANGED,
        UPDATED,
        DISSOLVED
    }

    /// Doubts a trait; gives it up if too much speaks against it.
    Outcome contradict(PersonTx person, Memory trait, List<String> evidence, String actor) {
        int fresh = note(person, trait, evidence, false, "C");
        if (fresh == 0) {
            return Outcome.UNCHANGED;
        }
        var state = trait.trait().orElseThrow();
        int against = state.contradictions() + fresh;
        double share = (double) against / (against + state.reinforcements());
        double confidence = TraitScale.contradicted(TraitScale.faded(trait, state, person.wallTime()), fresh);
        if ((against >= GIVEN_UP_MIN && share > GIVEN_UP_SHARE)
                || TraitScale.stage(confidence).equals(TraitScale.DISSOLVED)) {
            memories.close(person, trait, Optional.empty(), actor);
            return Outcome.DISSOLVED;
        }
        change(
                person,
                trait,
                new TraitState(
                        TraitScale.stage(confidence),
                        state.subtype(),
                        state.parent(),
                        state.reinforcements(),
                        against,
                        Optional.of(person.now()),
                        state.firstObservedAt(),
                        state.window()),
                confidence,
                actor);
        return Outcome.UPDATED;
    }

    /// Lets time do its work: trends that were not confirmed in their window and traits that have faded end.
    int age(PersonTx person, String actor) {
        int ended = 0;
        for (var trait : all(person)) {
            var state = trait.trait().orElseThrow();
            boolean over = state.window()
                    .filter(window -> window.end().isBefore(person.wallTime()))
                    .isPresent();
            if (over || TraitScale.stage(trait.confidence()).equals(TraitScale.DISSOLVED)) {
                ended += memories.close(person, trait, Optional.empty(), actor) ? 1 : 0;
            }
        }
        return ended;
    }

    /// Makes one deeper trait of several: a preference of behaviours, a core trait of preferences.
    boolean deepen(PersonTx person, List<Memory> from, String content, String actor) {
        var states = from.stream().map(trait -> trait.trait().orElseThrow()).toList();
        var subtypes = states.stream().map(TraitState::subtype).distinct().toList();
        if (from.size() < 2
                || subtypes.size() != 1
                || subtypes.getFirst().equals("core")
                || Sensitive.isIn(content)
                || states.stream().anyMatch(state -> state.parent().isPresent())) {
            return false;
        }
        boolean toCore = subtypes.getFirst().equals("preference");
        double least = toCore ? 0.6 : 0.5;
        if (from.stream().anyMatch(trait -> trait.confidence() < least)) {
            return false;
        }
        double confidence =
                Math.min(1, from.stream().mapToDouble(Memory::confidence).max().orElse(0) + 0.1);
        var now = person.now();
        var made = memories.add(
                person,
                NewMemory.of(MemoryType.TRAIT, content)
                        .about("trait", IMPORTANCE + 1, confidence)
                        .withContext(from.getFirst().context())
                        .withTrait(
                                new TraitState(
                                        TraitScale.stage(confidence),
                                        toCore ? "core" : "preference",
                                        Optional.empty(),
                                        0,
                                        0,
                                        Optional.of(now),
                                        Optional.of(now),
                                        Optional.empty()),
                                confidence),
                actor);
        for (var trait : from) {
            var state = trait.trait().orElseThrow();
            var evidence = evidence(person, trait).stream()
                    .filter(TraitEvidence::supports)
                    .map(one -> one.memory().id())
                    .toList();
            note(person, made, evidence, true, "C");
            change(
                    person,
                    trait,
                    new TraitState(
                            state.stage(),
                            state.subtype(),
                            Optional.of(made.version().chain()),
                            state.reinforcements(),
                            state.contradictions(),
                            state.reinforcedAt(),
                            state.firstObservedAt(),
                            state.window()),
                    trait.confidence(),
                    actor);
        }
        return true;
    }

    /// What the person, or the application for them, says of a trait: it is a little surer, or less sure.
    public Optional<Memory> feedback(PersonTx person, Memory trait, boolean useful) {
        var state = trait.trait().orElseThrow();
        double before = TraitScale.faded(trait, state, person.wallTime());
        double confidence = Math.clamp(before + (useful ? TraitScale.FEEDBACK : -TraitScale.FEEDBACK), 0, 1);
        Memories.note(
                person,
                trait,
                new Memories.Change(
                        "feedback",
                        "user",
                        Optional.of(trait.content()),
                        Optional.of(trait.content()),
                        Json.Obj.EMPTY.with("useful", useful)));
        if (TraitScale.stage(confidence).equals(TraitScale.DISSOLVED)) {
            memories.close(person, trait, Optional.empty(), "user");
            return Optional.empty();
        }
        return Optional.of(change(
                person,
                trait,
                new TraitState(
                        TraitScale.stage(confidence),
                        state.subtype(),
                        state.parent(),
                        state.reinforcements() + (useful ? 1 : 0),
                        state.contradictions() + (useful ? 0 : 1),
                        Optional.of(person.now()),
                        state.firstObservedAt(),
                        Optional.empty()),
                confidence,
                "user"));
    }

    private Memory change(PersonTx person, Memory trait, TraitState state, double confidence, String actor) {
        var wanted =
                NewMemory.again(trait, Memories.sources(person, trait.id())).withTrait(state, confidence);
        return memories.supersede(person, trait, wanted, actor).orElse(trait);
    }

    /// Notes evidence; how much of it is new.
    private static int note(PersonTx person, Memory trait, List<String> memoryIds, boolean supports, String quality) {
        int fresh = 0;
        for (var id : memoryIds.stream().distinct().toList()) {
            if (MemoryRows.byId(person, id).isPresent()) {
                fresh += person.update(
                        "insert into trait_evidence (tenant, user_id, trait_id, memory_id, kind, quality, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        trait.version().chain(),
                        id,
                        supports ? "supporting" : "contradicting",
                        quality,
                        person.now());
            }
        }
        return fresh;
    }

    /// What speaks for and against a trait, oldest first.
    public static List<TraitEvidence> evidence(PersonTx person, Memory trait) {
        record Row(String memoryId, boolean supports, String quality, Instant at) {}
        var rows = person.list(
                "select * from trait_evidence" + PersonTx.OWN + "and trait_id = ? order by created_at, memory_id",
                row -> new Row(
                        row.text("memory_id"),
                        row.text("kind").equals("supporting"),
                        row.text("quality"),
                        row.instant("created_at")),
                trait.version().chain());
        return rows.stream()
                .flatMap(row -> MemoryRows.byId(person, row.memoryId()).stream()
                        .map(memory -> new TraitEvidence(memory, row.supports(), row.quality(), row.at())))
                .toList();
    }
}
