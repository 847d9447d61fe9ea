package dev.mnemo.user.extract;

import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much of each session waits for the strategy to say that it is time.
final class Waiting {
    private Waiting() {}

    /// What was added to a session since memories were last drawn from it.
    record Since(long messages, long chars) {}

    static Since add(PersonTx person, String sessionId, int messages, long chars) {
        return person.tx()
                .first(
                        "update sessions set waiting_messages = waiting_messages + ?, waiting_chars = waiting_chars + ?"
                                + PersonTx.OWN + "and session_id = ? returning waiting_messages, waiting_chars",
                        row -> new Since(row.number("waiting_messages"), row.number("waiting_chars")),
                        messages,
                        chars,
                        person.owner().tenant(),
                        person.owner().userId(),
                        sessionId)
                .orElseThrow();
    }

    static void reset(PersonTx person, String sessionId) {
        person.update(
                "update sessions set waiting_messages = 0, waiting_chars = 0" + PersonTx.OWN
                        + "and session_id = ? and waiting_messages > 0",
                sessionId);
    }

    /// The sessions in which something waits, each with when something was last said in it.
    static Map<String, Instant> sessions(PersonTx person) {
        var sessions = new LinkedHashMap<String, Instant>();
        person.list(
                        "select session_id, last_message_at from sessions" + PersonTx.OWN + "and waiting_messages > 0",
                        row -> Map.entry(row.text("session_id"), row.instant("last_message_at")))
                .forEach(session -> sessions.put(session.getKey(), session.getValue()));
        return sessions;
    }
}
