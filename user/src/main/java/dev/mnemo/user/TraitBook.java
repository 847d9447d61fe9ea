package dev.mnemo.user;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.digest.Reflected;
import dev.mnemo.user.digest.Reflection.Wish;
import dev.mnemo.user.digest.TraitEvidence;
import dev.mnemo.user.digest.Traits;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// How people are, by what they said and did: traits, each with the memories that speak for and against it. A trait
/// goes
/// from `trend` and `candidate` over `emerging` and `established` to `core`, and fades if nothing confirms it. Nothing
/// is
/// inferred about health, faith, politics, sexuality, money, addiction or crime.
public final class TraitBook {
    private final Engine engine;
    private final String tenant;

    TraitBook(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Reflects on what is new if there is a reason to: it is the first time, much of importance is new, a day has
    /// passed, a session has ended, or force.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the model fails; what was not reflected on stays new
    public Reflected reflect(String userId, Wish wish) {
        var result = engine.reflection.run(owner(userId), wish);
        engine.workers.wake();
        return result;
    }

    /// As {@link #reflect}.
    public CompletionStage<Reflected> reflectAsync(String userId, Wish wish) {
        return engine.later(() -> reflect(userId, wish));
    }

    /// Traits that are at least at a stage, surest first, each as sure as it still is.
    ///
    /// @param stageMin trend, candidate, emerging, established or core
    /// @param subtype only behavior, preference or core
    /// @param context only of this part of life
    public List<Memory> list(String userId, String stageMin, Optional<String> subtype, Optional<String> context) {
        return engine.store.read(
                owner(userId),
                person -> Traits.atLeast(person, stageMin).stream()
                        .filter(trait -> subtype.isEmpty()
                                || trait.trait().map(state -> state.subtype()).equals(subtype))
                        .filter(trait -> context.isEmpty() || context.get().equals(trait.context()))
                        .toList());
    }

    /// Traits that recall shows: emerging or surer.
    public List<Memory> list(String userId) {
        return list(userId, "emerging", Optional.empty(), Optional.empty());
    }

    /// What speaks for and against a trait, oldest first.
    ///
    /// @throws Refusal if there is no such trait
    public List<TraitEvidence> evidence(String userId, String traitId) {
        return engine.store.read(owner(userId), person -> Traits.evidence(person, trait(person, traitId, false)));
    }

    /// Says whether a trait is right: it becomes a little surer, or less sure; empty if it is given up by that.
    ///
    /// @throws Refusal if there is no such trait now
    public Optional<Memory> feedback(String userId, String traitId, boolean useful) {
        return change(userId, person -> engine.traits.feedback(person, trait(person, traitId, true), useful));
    }

    /// Says that a trait is wrong: it ends.
    ///
    /// @throws Refusal if there is no such trait now
    public void reject(String userId, String traitId) {
        change(userId, person -> engine.memories.close(person, trait(person, traitId, true), Optional.empty(), "user"));
    }

    private <T> T change(String userId, Function<PersonTx, T> change) {
        var changed = engine.store
                .writeIfKnown(owner(userId), change)
                .orElseThrow(() -> new Refusal("This user is not known."));
        engine.workers.wake();
        return changed;
    }

    /// A trait by the id of any version.
    private static Memory trait(PersonTx person, String id, boolean current) {
        return MemoryRows.byId(person, id)
                .filter(one -> one.trait().isPresent())
                .flatMap(one -> MemoryRows.ofChain(person, one.version().chain()).stream()
                        .filter(version -> !current || version.isCurrent())
                        .reduce((_, last) -> last))
                .orElseThrow(() -> new Refusal("There is no trait '" + id + "' of this user."));
    }

    private Owner owner(String userId) {
        return new Owner(tenant, userId);
    }
}
