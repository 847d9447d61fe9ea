package dev.mnemo.user.digest;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.digest.Cycles.Range;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks what new memories say about how somebody is. Traits come and go by evidence only; the watermark moves with what
/// was written, in the same transaction, so a failure loses nothing.
public final class Reflection {
    private static final String KIND = "reflection";
    private static final String ACTOR = "reflection";
    private static final String PROSPECTIVE = "prospective";

    /// Memories that are looked at at once; more are the next reflection's.
    private static final int MEMORIES_MAX = 200;

    private static final int ATTEMPTS_MAX = 10;

    /// The sum of importances that is worth a reflection.
    private static final int IMPORTANCE_ENOUGH = 30;

    private static final Duration AT_LEAST_APART = Duration.ofSeconds(60);
    private static final Duration AT_MOST_APART = Duration.ofHours(24);

    private final Store store;
    private final Memories memories;
    private final Traits traits;
    private final Optional<LanguageModel> model;

    public Reflection(Store store, Memories memories, Optional<LanguageModel> model) {
        this.store = store;
        this.memories = memories;
        this.traits = new Traits(memories);
        this.model = model;
    }

    /// Why to reflect.
    ///
    /// @param force whatever the time and however little is new
    /// @param sessionEnded a conversation has ended, which is a reason
    public record Wish(boolean force, boolean sessionEnded) {
        /// If there is a reason.
        public static final Wish IF_DUE = new Wish(false, false);
    }

    /// Reflects if there is a reason to.
    ///
    /// @throws MnemoException if the model fails
    public Reflected run(Owner owner, Wish wish) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var material =
                    store.read(owner, person -> Material.read(person, Cycles.watermark(person, KIND), MEMORIES_MAX));
            var reason = store.read(owner, person -> reason(person, material, wish));
            if (reason.isEmpty()) {
                return new Reflected(false, "none", Optional.empty(), 0, 0, 0, 0, method());
            }
            var changes = material.isEmpty() ? List.<TraitChange>of() : look(owner, material);
            var done = store.writeIfKnown(owner, person -> write(person, material, changes, reason.get()))
                    .flatMap(result -> result);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new MnemoException(
                Fault.STORE_BUSY, "Other reflections on this user were always quicker.", "Try again later.");
    }

    private String method() {
        return model.isPresent() ? "model" : "counted";
    }

    /// Why to reflect now; empty if there is no reason.
    private static Optional<String> reason(PersonTx person, Material material, Wish wish) {
        var last = Cycles.last(person, KIND).map(Cycles.Cycle::completedAt);
        var now = person.wallTime();
        if (person.generation() == 0) {
            return Optional.empty();
        }
        if (wish.force()) {
            return Optional.of("force");
        }
        if (last.isEmpty()) {
            return material.memories().isEmpty() ? Optional.empty() : Optional.of("first_time");
        }
        if (last.get().plus(AT_LEAST_APART).isAfter(now)) {
            return Optional.empty();
        }
        if (wish.sessionEnded()) {
            return Optional.of("session_end");
        }
        int importance =
                material.memories().stream().mapToInt(Memory::importance).sum();
        if (importance >= IMPORTANCE_ENOUGH) {
            return Optional.of("importance_accumulated");
        }
        return last.get().plus(AT_MOST_APART).isAfter(now) ? Optional.empty() : Optional.of("scheduled");
    }

    private List<TraitChange> look(Owner owner, Material material) {
        var known = store.read(owner, Traits::all);
        try {
            return model.isPresent()
                    ? new TraitPrompt(model.get()).ask(new TraitChange.Seen(material.memories(), known))
                    : store.read(owner, person -> Repeating.of(person, material));
        } catch (MnemoException e) {
            store.writeIfKnown(owner, person -> {
                Cycles.failed(person, range(material, "failed"), e.sentence());
                return true;
            });
            throw e;
        }
    }

    private static Range range(Material material, String trigger) {
        return new Range(KIND, trigger, material.since() + 1, material.upTo());
    }

    private Optional<Reflected> write(PersonTx person, Material material, List<TraitChange> changes, String trigger) {
        if (Cycles.watermark(person, KIND) != material.since()) {
            return Optional.empty();
        }
        happened(person, person.wallTime());
        int created = 0;
        int updated = 0;
        int dissolved = traits.age(person, ACTOR);
        for (var change : changes) {
            switch (change) {
                case TraitChange.Begin begin ->
                    created += traits.begin(person, begin.idea(), begin.quality(), ACTOR) ? 1 : 0;
                case TraitChange.Reinforce more ->
                    updated += current(person, more.traitId())
                                    .filter(trait ->
                                            traits.reinforce(person, trait, more.evidence(), more.quality(), ACTOR))
                                    .isPresent()
                            ? 1
                            : 0;
                case TraitChange.Contradict less -> {
                    var outcome = current(person, less.traitId())
                            .map(trait -> traits.contradict(person, trait, less.evidence(), ACTOR))
                            .orElse(Traits.Outcome.UNCHANGED);
                    updated += outcome == Traits.Outcome.UPDATED ? 1 : 0;
                    dissolved += outcome == Traits.Outcome.DISSOLVED ? 1 : 0;
                }
                case TraitChange.Deepen deeper -> {
                    var from = deeper.traitIds().stream()
                            .flatMap(id -> current(person, id).stream())
                            .toList();
                    created += traits.deepen(person, from, deeper.content(), ACTOR) ? 1 : 0;
                }
            }
        }
        var id = Cycles.completed(
                person,
                range(material, trigger),
                Json.Obj.EMPTY
                        .with("memories_scanned", (long) material.memories().size())
                        .with("traits_created", (long) created)
                        .with("traits_updated", (long) updated)
                        .with("traits_dissolved", (long) dissolved));
        return Optional.of(new Reflected(
                true, trigger, Optional.of(id), material.memories().size(), created, updated, dissolved, method()));
    }

    /// The latest version of a trait that is believed, as sure as it still is.
    private static Optional<Memory> current(PersonTx person, String id) {
        return MemoryRows.byId(person, id)
                .flatMap(one -> Traits.all(person).stream()
                        .filter(trait ->
                                trait.version().chain().equals(one.version().chain()))
                        .findFirst());
    }

    /// What was planned for a time that is over is no plan any more.
    private void happened(PersonTx person, Instant now) {
        for (var plan : MemoryRows.ofTemporality(person, PROSPECTIVE, MEMORIES_MAX)) {
            if (plan.event().filter(event -> event.until().isBefore(now)).isPresent()) {
                memories.supersede(
                        person,
                        plan,
                        NewMemory.again(plan, Memories.sources(person, plan.id()))
                                .withTemporality("historical"),
                        ACTOR);
            }
        }
    }
}
