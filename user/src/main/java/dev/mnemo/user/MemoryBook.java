package dev.mnemo.user;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.fact.HistoryEntry;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryRows.Filter;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is believed about people: memories one by one, their versions and their history.
public final class MemoryBook {
    private static final String ACTOR = "user";
    private static final int DAYS_MAX = 36_500;

    private final Engine engine;
    private final String tenant;

    MemoryBook(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Keeps a memory. Words that are believed already are not kept twice. A memory with a slot ends what filled the
    /// slot
    /// before and becomes its next version.
    public Memory add(String userId, NewMemory memory) {
        var kept = engine.store.write(owner(userId), person -> engine.memories.keep(person, memory, ACTOR));
        engine.workers.wake();
        return kept;
    }

    /// One version of a memory.
    public Optional<Memory> get(String userId, String memoryId) {
        return engine.store.read(owner(userId), person -> MemoryRows.byId(person, memoryId));
    }

    /// Versions of memories by their numbers, as recall names them; numbers of nothing are left out.
    public List<Memory> numbered(String userId, List<Long> seqs) {
        return seqs.isEmpty() ? List.of() : engine.store.read(owner(userId), person -> MemoryRows.bySeq(person, seqs));
    }

    /// What was believed at a moment, newest first.
    ///
    /// @param types only these; all if empty
    /// @param limit 1 to 1,000
    public Page<Memory> listAsOf(String userId, Instant moment, List<MemoryType> types, int limit, int offset) {
        var filter = new Filter(types, Optional.empty(), Optional.empty(), false, Optional.of(moment));
        return page(userId, filter, limit, offset);
    }

    /// What is believed now, newest first.
    ///
    /// @param types only these; all if empty
    /// @param limit 1 to 1,000
    public Page<Memory> list(String userId, List<MemoryType> types, int limit, int offset) {
        return page(userId, new Filter(types, Optional.empty(), Optional.empty(), true), limit, offset);
    }

    /// Begins the next version of a current memory.
    ///
    /// @throws Refusal if there is no current memory with this id
    public Memory update(String userId, String memoryId, MemoryUpdate update) {
        var updated = engine.store
                .writeIfKnown(
                        owner(userId),
                        person -> MemoryRows.byId(person, memoryId)
                                .flatMap(old -> engine.memories.supersede(
                                        person, old, update.of(old, Memories.sources(person, memoryId)), ACTOR)))
                .flatMap(found -> found)
                .orElseThrow(() -> unknown(memoryId));
        engine.workers.wake();
        return updated;
    }

    /// Ends a current memory: it is no longer so. It stays findable as of the past.
    ///
    /// @param endedAt when it stopped being so, if that is known
    /// @throws Refusal if there is no current memory with this id
    public void close(String userId, String memoryId, Optional<Instant> endedAt) {
        boolean closed = engine.store
                .writeIfKnown(
                        owner(userId),
                        person -> MemoryRows.byId(person, memoryId)
                                .filter(old -> engine.memories.close(person, old, endedAt, ACTOR))
                                .isPresent())
                .orElse(false);
        if (!closed) {
            throw unknown(memoryId);
        }
    }

    /// Removes a memory in all its versions, with its history and the relations drawn from it. False if there is
    /// none.
    public boolean delete(String userId, String memoryId) {
        return engine.store
                .writeIfKnown(
                        owner(userId),
                        person -> MemoryRows.byId(person, memoryId)
                                .map(memory -> {
                                    MemoryRows.ofChain(person, memory.version().chain())
                                            .forEach(version -> GraphRows.forget(person, version.id()));
                                    return engine.memories.delete(person, memory, ACTOR);
                                })
                                .isPresent())
                .orElse(false);
    }

    /// Every version of a memory, oldest first.
    ///
    /// @param memoryId of any version
    public List<Memory> versions(String userId, String memoryId) {
        return engine.store.read(
                owner(userId),
                person -> MemoryRows.byId(person, memoryId)
                        .map(memory ->
                                MemoryRows.ofChain(person, memory.version().chain()))
                        .orElse(List.of()));
    }

    /// The changes of a memory, oldest first.
    ///
    /// @param memoryId of any version
    public List<HistoryEntry> history(String userId, String memoryId) {
        return engine.store.read(
                owner(userId),
                person -> Memories.history(
                        person,
                        MemoryRows.byId(person, memoryId)
                                .map(memory -> memory.version().chain())
                                .orElse(memoryId)));
    }

    /// The ids of the messages that a memory was drawn from.
    public List<String> sources(String userId, String memoryId) {
        return engine.store.read(owner(userId), person -> Memories.sources(person, memoryId));
    }

    Page<Memory> page(String userId, Filter filter, int limit, int offset) {
        return engine.store.read(
                owner(userId),
                person -> new Page<>(
                        MemoryRows.count(person, filter),
                        MemoryRows.list(person, filter, Page.limit(limit), Page.offset(offset))));
    }

    /// Checks a number of days.
    static int days(int days) {
        if (days < 1 || days > DAYS_MAX) {
            throw new Refusal("The number of days is " + days + "; it is 1 to " + DAYS_MAX + ".");
        }
        return days;
    }

    private Owner owner(String userId) {
        return new Owner(tenant, userId);
    }

    private static Refusal unknown(String memoryId) {
        return new Refusal("There is no current memory '" + memoryId + "' of this user.");
    }
}
