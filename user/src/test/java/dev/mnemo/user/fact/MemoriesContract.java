package dev.mnemo.user.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Memories change without losing what was before.
public abstract class MemoriesContract extends StoreContract {
    private static final NewMemory EMPLOYER =
            NewMemory.of(MemoryType.FACT, "Works at Google").withSlot("user", "employer");

    private Memories memories;

    @BeforeEach
    void make() {
        memories = new Memories(findable);
    }

    private <T> T write(Function<PersonTx, T> work) {
        test.clock.advance(Duration.ofDays(1));
        return store.write(ANN, work);
    }

    private List<String> knownAt(Instant moment) {
        return other.read(ANN, person -> MemoryRows.list(person, MemoryRows.Filter.ALL, 100, 0)).stream()
                .filter(memory -> memory.wasKnownAt(moment))
                .map(Memory::content)
                .sorted()
                .toList();
    }

    private Memory change(Memory old, String content) {
        return write(person -> memories.supersede(
                        person, old, NewMemory.of(MemoryType.FACT, content).withSlot("user", "employer"), "user"))
                .orElseThrow();
    }

    @Test
    void everything_said_of_a_memory_comes_back() {
        var wanted = new NewMemory(
                MemoryType.TRAIT,
                "喜欢 🍵 'tea'",
                "hobby",
                9,
                0.8,
                Optional.of(new Emotion(-0.5, 0.25, "calm")),
                Optional.of(new EventTime(
                        Instant.parse("2025-06-01T00:00:00Z"),
                        Instant.parse("2025-09-01T00:00:00Z"),
                        "season",
                        "last summer")),
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                "historical",
                Optional.of(new Slot("user", "drink")),
                Optional.of("s 1"),
                Optional.of(new Memory.Chunk("d1", 3)),
                "personal",
                Optional.of(new TraitState(
                        "emerging",
                        "preference",
                        Optional.of("p"),
                        3,
                        1,
                        Optional.of(Instant.EPOCH),
                        Optional.empty(),
                        Optional.of(new TraitState.Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(5))))),
                Json.parseObject("{\"importance\":\"high\",\"deep\":[1,{\"a\":null}]}"),
                List.of("m1", "m2", "m1"));
        var added = write(person -> memories.add(person, wanted, "user"));
        var read = other.read(ANN, person -> MemoryRows.byId(person, added.id()));
        assertThat(read).contains(added);
        assertThat(read.orElseThrow().trait()).isEqualTo(wanted.trait());
        assertThat(sources(added.id())).containsExactly("m1", "m2");
        var asBob = other.read(BOB, person -> MemoryRows.byId(person, added.id()));
        assertThat(asBob).isEmpty();
    }

    @Test
    void google_meta_google_are_three_versions_and_every_moment_is_right() {
        var google = write(person -> memories.add(person, EMPLOYER, "user"));
        var inGoogle = test.clock.instant();
        var meta = change(google, "Works at Meta");
        var inMeta = test.clock.instant();
        var again = change(meta, "Works at Google");
        assertThat(again.version()).isEqualTo(new Memory.Version(google.id(), 3, Optional.empty()));
        assertThat(knownAt(inGoogle)).containsExactly("Works at Google");
        assertThat(knownAt(inMeta)).containsExactly("Works at Meta");
        assertThat(knownAt(test.clock.instant())).containsExactly("Works at Google");
        var chain = other.read(ANN, person -> MemoryRows.ofChain(person, google.id()));
        assertThat(chain)
                .extracting(memory -> memory.version().supersededBy().orElse("-"))
                .containsExactly(meta.id(), again.id(), "-");
        var twice = write(person -> memories.supersede(person, google, EMPLOYER, "user"));
        assertThat(twice).as("an old version cannot be replaced once more").isEmpty();
    }

    @Test
    void a_rollback_brings_back_the_whole_state_and_can_be_undone() {
        var google = write(person -> memories.add(person, EMPLOYER, "user"));
        var hobby = write(person -> memories.add(person, NewMemory.of(MemoryType.FACT, "Plays chess"), "user"));
        var before = test.clock.instant();
        var meta = change(google, "Works at Meta");
        var between = test.clock.instant();
        change(meta, "Works at Apple");
        write(person -> memories.close(person, hobby, Optional.empty(), "user"));
        write(person -> memories.add(person, NewMemory.of(MemoryType.INSIGHT, "Changes jobs often"), "digest"));
        var late = test.clock.instant();

        var rolledBack = write(person -> memories.rollBack(person, before));
        assertThat(rolledBack).isEqualTo(new Memories.RolledBack(2, 2));
        assertThat(knownAt(test.clock.instant())).containsExactly("Plays chess", "Works at Google");
        assertThat(knownAt(between)).containsExactly("Plays chess", "Works at Meta");
        assertThat(knownAt(late)).containsExactly("Changes jobs often", "Works at Apple");

        write(person -> memories.rollBack(person, late));
        assertThat(knownAt(test.clock.instant())).containsExactly("Changes jobs often", "Works at Apple");
        write(person -> memories.rollBack(person, between));
        assertThat(knownAt(test.clock.instant())).containsExactly("Plays chess", "Works at Meta");
        assertThat(found("Meta")).isNotEmpty();
    }

    @Test
    void the_history_tells_every_change_until_the_memory_is_deleted() {
        var google = write(person -> memories.add(person, EMPLOYER.withSources(List.of("m1")), "extraction"));
        var meta = change(google, "Works at Meta");
        write(person -> memories.close(person, meta, Optional.of(test.clock.instant()), "user"));
        assertThat(history(google.id()))
                .extracting(entry -> entry.event() + " " + entry.actor() + ": "
                        + entry.oldContent().orElse("-") + " > "
                        + entry.newContent().orElse("-"))
                .containsExactly(
                        "added extraction: - > Works at Google",
                        "superseded user: Works at Google > Works at Meta",
                        "closed user: Works at Meta > -");
        int versions = write(person -> memories.delete(person, meta, "user"));
        assertThat(versions).isEqualTo(2);
        assertThat(history(google.id())).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("deleted");
            assertThat(entry.oldContent()).isEmpty();
        });
        long rows = other.read(ANN, person -> MemoryRows.count(person, MemoryRows.Filter.ALL));
        assertThat(rows).isZero();
        assertThat(found("works")).isEmpty();
        assertThat(sources(google.id())).isEmpty();
    }

    private List<Long> found(String words) {
        return other.read(ANN, person -> findable.entries().find(person, words, 10))
                .seqs();
    }

    private List<String> sources(String memoryId) {
        return other.read(ANN, person -> Memories.sources(person, memoryId));
    }

    private List<HistoryEntry> history(String chain) {
        return other.read(ANN, person -> Memories.history(person, chain));
    }

    @Test
    void secrets_and_private_parts_are_not_kept() {
        var kept = write(person -> memories.add(
                person,
                NewMemory.of(MemoryType.GENERAL, "Key ghp_0123456789abcdefghijklmnopqrstuvwxyz <private>ill</private>"),
                "user"));
        assertThat(kept.content()).isEqualTo("Key [redacted: GitHub token] [redacted: private]");
    }

    @Test
    void the_times_of_one_person_differ_even_if_the_clock_stands_still() {
        var first = store.write(ANN, PersonTx::now);
        var second = other.write(ANN, PersonTx::now);
        assertThat(second).isAfter(first);
    }
}
