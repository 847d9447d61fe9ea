package dev.mnemo.user.digest;

import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Traits without a model: what somebody comes back to of their own accord, counted by the conversations in which they
/// said it. Nothing is inferred that was not said.
final class Repeating {
    /// Attributes that say how somebody is.
    private static final Set<String> TELLING = Set.of("taste", "hobby", "favourite", "skill", "tool", "learning");

    private static final int MESSAGES_MIN = 3;
    private static final int SESSIONS_MIN = 2;
    private static final double CONFIDENCE = 0.35;

    private Repeating() {}

    static List<TraitChange> of(PersonTx person, Material material) {
        var changes = new ArrayList<TraitChange>();
        for (var memory : toldAgain(person, material.messages())) {
            var told = counted(person, memory.id());
            if (told.messages() >= MESSAGES_MIN && told.sessions() >= SESSIONS_MIN) {
                changes.add(new TraitChange.Begin(
                        new Traits.Idea(
                                "Keeps coming back to it: " + memory.content(),
                                "candidate",
                                CONFIDENCE,
                                memory.context(),
                                List.of(memory.id())),
                        "C"));
            }
        }
        return changes;
    }

    /// The telling facts that some messages told, or told again.
    private static List<Memory> toldAgain(PersonTx person, List<Message> messages) {
        var ids = messages.stream().map(Message::id).toList();
        return ids.isEmpty()
                ? List.of()
                : person
                        .list(
                                "select distinct memory_id from memory_sources" + PersonTx.OWN + "and message_id in ("
                                        + Tx.marks(ids.size()) + ") order by memory_id",
                                row -> row.text("memory_id"),
                                ids.toArray())
                        .stream()
                        .flatMap(id -> MemoryRows.byId(person, id).stream())
                        .filter(memory -> memory.isCurrent() && memory.type() == MemoryType.FACT)
                        .filter(memory -> memory.slot()
                                .filter(slot ->
                                        TELLING.contains(slot.attribute().split("/")[0]))
                                .isPresent())
                        .toList();
    }

    private record Told(long messages, long sessions) {}

    private static Told counted(PersonTx person, String memoryId) {
        return person.first(
                        "select count(*) as messages, count(distinct m.session_id) as sessions from messages m"
                                + " where m.tenant = ? and m.user_id = ? and exists (select 1 from memory_sources s"
                                + " where s.tenant = m.tenant and s.user_id = m.user_id and s.message_id = m.id"
                                + " and s.memory_id = ?)",
                        row -> new Told(row.number("messages"), row.number("sessions")),
                        memoryId)
                .orElseThrow();
    }
}
