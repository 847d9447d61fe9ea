package dev.mnemo.user.extract;

import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Changes what is believed by what was found. What is believed already is confirmed, what fills the same slot is
/// replaced by a next version, what is no longer so is closed, and the rest is added.
public final class Learning {
    /// Who says so, in the history.
    static final String ACTOR = "extraction";

    private static final String HISTORICAL = "historical";

    private final Memories memories;
    private final Ties ties;

    /// Where ties go.
    public interface Ties {
        /// Notes a tie that a memory tells of.
        void put(PersonTx person, Finding.Tie tie, Memory memory);

        /// Notes that what a memory tells of is no longer so.
        void end(PersonTx person, Memory memory, Optional<Instant> at);
    }

    public Learning(Memories memories, Ties ties) {
        this.memories = memories;
        this.ties = ties;
    }

    /// What findings changed.
    record Counts(int facts, int episodes, int triples, int ended) {
        Counts plus(Counts other) {
            return new Counts(
                    facts + other.facts, episodes + other.episodes, triples + other.triples, ended + other.ended);
        }
    }

    Counts apply(PersonTx person, List<Finding> findings) {
        var sum = new Counts(0, 0, 0, 0);
        for (var finding : news(findings)) {
            sum = sum.plus(
                    switch (finding) {
                        case Finding.Learned learned -> learn(person, learned);
                        case Finding.Ended ended -> new Counts(0, 0, 0, end(person, ended));
                    });
        }
        return sum;
    }

    /// Whoever says in one breath what is no longer so and what is instead changes it once.
    private static List<Finding> news(List<Finding> findings) {
        var begun = findings.stream()
                .filter(Finding.Learned.class::isInstance)
                .flatMap(finding -> {
                    var memory = ((Finding.Learned) finding).memory();
                    return memory.slot().stream().map(slot -> Map.entry(slot, memory.sources()));
                })
                .toList();
        return findings.stream()
                .filter(finding -> !(finding instanceof Finding.Ended ended)
                        || ended.slot()
                                .filter(slot -> begun.contains(Map.entry(slot, ended.sources())))
                                .isEmpty())
                .toList();
    }

    private Counts learn(PersonTx person, Finding.Learned learned) {
        var wanted = learned.memory();
        var filling = wanted.slot().map(slot -> MemoryRows.inSlot(person, slot)).orElse(List.of());
        var newer = filling.stream()
                .filter(one -> wanted.saidAt().filter(one.saidAt()::isAfter).isPresent())
                .findFirst();
        var kept = newer.isPresent()
                ? keepAsHistory(person, wanted, newer.get())
                : replaced(person, learned).orElseGet(() -> memories.keep(person, wanted, ACTOR));
        boolean tied = newer.isEmpty() && learned.tie().isPresent();
        if (tied) {
            ties.put(person, learned.tie().orElseThrow(), kept);
        }
        boolean episode = wanted.type() == MemoryType.EPISODIC;
        return new Counts(episode ? 0 : 1, episode ? 1 : 0, tied ? 1 : 0, 0);
    }

    /// What was said before what is believed now is no news: it was so until then.
    private Memory keepAsHistory(PersonTx person, NewMemory wanted, Memory newer) {
        if (MemoryRows.hash(newer.content()).equals(MemoryRows.hash(wanted.content()))) {
            return memories.keep(person, wanted, ACTOR);
        }
        var old = memories.add(person, wanted.ended(newer.saidAt(), HISTORICAL), ACTOR);
        memories.close(person, old, Optional.of(newer.saidAt()), ACTOR);
        return old;
    }

    private Optional<Memory> replaced(PersonTx person, Finding.Learned learned) {
        return learned.replaces()
                .flatMap(id -> MemoryRows.byId(person, id))
                .filter(Memory::isCurrent)
                .filter(old -> !MemoryRows.hash(old.content())
                        .equals(MemoryRows.hash(learned.memory().content())))
                .flatMap(old -> memories.supersede(person, old, learned.memory(), ACTOR));
    }

    private int end(PersonTx person, Finding.Ended ended) {
        var bySlot = ended.slot().map(slot -> MemoryRows.inSlot(person, slot)).orElse(List.of()).stream()
                .filter(one -> holds(one, ended.value()));
        var byId = ended.memoryId().flatMap(id -> MemoryRows.byId(person, id)).filter(Memory::isCurrent).stream();
        int closed = 0;
        for (var memory : Stream.concat(bySlot, byId).toList()) {
            if (memories.close(person, memory, ended.at(), ACTOR)) {
                ties.end(person, memory, ended.at());
                closed++;
            }
        }
        return closed;
    }

    private static boolean holds(Memory memory, String value) {
        return memory.content().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }
}
