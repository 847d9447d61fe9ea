package dev.mnemo.user.fact;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Changes memories. Nothing is overwritten: a change ends one version and begins the next, so that any state of the
/// past can be asked for and brought back; only a deletion removes. Every change goes into the history.
///
/// Works inside the caller's transaction.
public final class Memories {
    private final Findable findable;

    /// @param findable makes memories findable
    public Memories(Findable findable) {
        this.findable = findable;
    }

    /// Keeps a new memory.
    ///
    /// @param actor who says so, for the history
    public Memory add(PersonTx person, NewMemory wanted, String actor) {
        var id = person.newId();
        return add(person, wanted, made(person, wanted, id, new Memory.Version(id, 1, Optional.empty())), actor);
    }

    private Memory add(PersonTx person, NewMemory wanted, Memory memory, String actor) {
        insert(person, memory, wanted.sources());
        note(
                person,
                memory,
                new Change("added", actor, Optional.empty(), Optional.of(memory.content()), Json.Obj.EMPTY));
        return memory;
    }

    /// Keeps what is new in a memory. Words that are current already are not kept twice, but their sources are. A
    /// memory with a slot replaces what fills the slot now, or goes on where the slot was last filled.
    public Memory keep(PersonTx person, NewMemory wanted, String actor) {
        var filling = wanted.slot().map(slot -> MemoryRows.inSlot(person, slot)).orElse(List.of());
        var same = (wanted.slot().isPresent() ? filling : MemoryRows.withWords(person, wanted.content()))
                .stream()
                        .filter(one ->
                                one.type() == wanted.type() && one.chunk().isEmpty())
                        .filter(one -> MemoryRows.hash(one.content()).equals(MemoryRows.hash(wanted.content())))
                        .findFirst();
        if (same.isPresent()) {
            addSources(person, same.get().id(), wanted.sources());
            return same.get();
        }
        if (filling.isEmpty()) {
            var id = person.newId();
            var before = wanted.slot().flatMap(slot -> MemoryRows.lastInSlot(person, slot));
            var version = before.map(old -> next(person, old)).orElse(new Memory.Version(id, 1, Optional.empty()));
            return add(person, wanted, made(person, wanted, id, version), actor);
        }
        filling.stream().skip(1).forEach(one -> close(person, one, Optional.empty(), actor));
        return supersede(person, filling.getFirst(), wanted, actor).orElseThrow();
    }

    /// Ends a current version and begins the next one of its chain. Empty if the version is not current.
    public Optional<Memory> supersede(PersonTx person, Memory old, NewMemory wanted, String actor) {
        var id = person.newId();
        if (!MemoryRows.close(person, old, Optional.of(id), Optional.empty())) {
            return Optional.empty();
        }
        var memory = made(person, wanted, id, next(person, old));
        insert(person, memory, wanted.sources());
        note(
                person,
                memory,
                new Change(
                        "superseded",
                        actor,
                        Optional.of(old.content()),
                        Optional.of(memory.content()),
                        Json.Obj.EMPTY.with("supersedes", old.id())));
        return Optional.of(memory);
    }

    /// Ends a current version without a successor: it is no longer so, or it was never so. False if it is not current.
    ///
    /// @param endedAt when it stopped being so in the world, if that is known
    public boolean close(PersonTx person, Memory old, Optional<Instant> endedAt, String actor) {
        boolean closed = MemoryRows.close(person, old, Optional.empty(), endedAt);
        if (closed) {
            note(
                    person,
                    old,
                    new Change("closed", actor, Optional.of(old.content()), Optional.empty(), Json.Obj.EMPTY));
        }
        return closed;
    }

    private static Memory.Version next(PersonTx person, Memory old) {
        long latest = person.number(
                "select max(version) from memories" + PersonTx.OWN + "and chain_id = ?",
                old.version().chain());
        return new Memory.Version(old.version().chain(), (int) latest + 1, Optional.empty());
    }

    private static Memory made(PersonTx person, NewMemory wanted, String id, Memory.Version version) {
        var now = person.now();
        return new Memory(
                id,
                person.takeSeqs(1),
                wanted.type(),
                Secrets.redact(Plain.text(wanted.content())).text(),
                wanted.category(),
                wanted.importance(),
                wanted.confidence(),
                wanted.emotion(),
                wanted.event(),
                wanted.saidAt().orElse(now),
                now,
                Optional.empty(),
                wanted.endedAt(),
                wanted.temporality(),
                wanted.slot(),
                version,
                wanted.sessionId(),
                wanted.chunk(),
                wanted.context(),
                wanted.trait(),
                wanted.metadata(),
                new Memory.Usage(0, Optional.empty()),
                now,
                now);
    }

    private void insert(PersonTx person, Memory memory, List<String> sources) {
        MemoryRows.insert(person, memory);
        addSources(person, memory.id(), sources);
        findable.put(person, memory.seq(), memory.content());
    }

    private static void addSources(PersonTx person, String memoryId, List<String> sources) {
        person.batch(
                "insert into memory_sources (tenant, user_id, memory_id, message_id) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                sources.stream().map(source -> List.of(memoryId, source)).toList());
    }

    /// The ids of the messages that a version was drawn from.
    public static List<String> sources(PersonTx person, String memoryId) {
        return person.list(
                "select message_id from memory_sources" + PersonTx.OWN + "and memory_id = ? order by message_id",
                row -> row.text("message_id"),
                memoryId);
    }

    /// Removes every version of a memory's chain, with its history and all that leads to it. What stays in the history
    /// is that a memory was deleted, without its words. Returns how many versions there were.
    public int delete(PersonTx person, Memory memory, String actor) {
        var versions = MemoryRows.ofChain(person, memory.version().chain());
        versions.forEach(version -> findable.remove(person, version.seq()));
        MemoryRows.delete(person, versions);
        note(person, memory, new Change("deleted", actor, Optional.empty(), Optional.empty(), Json.Obj.EMPTY));
        return versions.size();
    }

    /// What a rollback did to memories.
    ///
    /// @param rolledBack versions that were ended
    /// @param reactivated versions of the past that are current again, as new versions
    public record RolledBack(int rolledBack, int reactivated) {}

    /// Makes the current memories those that were current at a moment. What was learned since is ended, what was ended
    /// since begins anew; nothing is lost, so rolling back to just before now undoes it.
    public RolledBack rollBack(PersonTx person, Instant to) {
        var learned = MemoryRows.current(person, to);
        var ended = MemoryRows.closedSince(person, to);
        for (var memory : learned) {
            MemoryRows.close(person, memory, Optional.empty(), Optional.empty());
            note(
                    person,
                    memory,
                    new Change("closed", "rollback", Optional.of(memory.content()), Optional.empty(), to(to)));
        }
        for (var memory : ended) {
            restore(person, memory, to);
        }
        return new RolledBack(learned.size(), ended.size());
    }

    private static Json.Obj to(Instant moment) {
        return Json.Obj.EMPTY.with("rolled_back_to", moment.toString());
    }

    private void restore(PersonTx person, Memory old, Instant to) {
        var id = person.newId();
        var memory = new Memory(
                id,
                person.takeSeqs(1),
                old.type(),
                old.content(),
                old.category(),
                old.importance(),
                old.confidence(),
                old.emotion(),
                old.event(),
                old.saidAt(),
                person.now(),
                Optional.empty(),
                Optional.empty(),
                old.temporality(),
                old.slot(),
                next(person, old),
                old.sessionId(),
                old.chunk(),
                old.context(),
                old.trait(),
                old.metadata(),
                old.usage(),
                old.createdAt(),
                person.now());
        MemoryRows.insert(person, memory);
        addSources(person, id, sources(person, old.id()));
        findable.copy(person, old.seq(), memory.seq(), memory.content());
        note(
                person,
                memory,
                new Change(
                        "restored",
                        "rollback",
                        Optional.empty(),
                        Optional.of(memory.content()),
                        to(to).with("restores", old.id())));
    }

    /// A change that is to be noted.
    ///
    /// @param event `added`, `superseded`, `closed`, `deleted`, `restored`, `feedback`
    /// @param details what else there is to say
    public record Change(
            String event, String actor, Optional<String> oldContent, Optional<String> newContent, Json.Obj details) {}

    /// Notes a change of a memory; the history names its chain.
    public static void note(PersonTx person, Memory memory, Change change) {
        person.update(
                "insert into memory_history (tenant, user_id, seq, memory_id, event, actor, old_content, new_content,"
                        + " details, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                person.takeSeqs(1),
                memory.version().chain(),
                change.event(),
                change.actor(),
                change.oldContent(),
                change.newContent(),
                change.details().with("version", memory.version().number()),
                person.now());
    }

    /// The changes of a memory and of every other version of its chain, oldest first.
    public static List<HistoryEntry> history(PersonTx person, String chain) {
        return person.list(
                "select * from memory_history" + PersonTx.OWN + "and memory_id = ? order by seq",
                row -> new HistoryEntry(
                        row.number("seq"),
                        row.text("memory_id"),
                        row.text("event"),
                        row.text("actor"),
                        row.optionalText("old_content"),
                        row.optionalText("new_content"),
                        (Json.Obj) row.json("details"),
                        row.instant("created_at")),
                chain);
    }
}
