package dev.mnemo.user.talk;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message.Extraction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The SQL of messages and sessions.
public final class MessageRows {
    private static final String SELECT = "select * from messages" + PersonTx.OWN;

    private MessageRows() {}

    static Message read(Row row) throws SQLException {
        return new Message(
                row.text("id"),
                row.number("seq"),
                row.text("session_id"),
                row.text("role"),
                row.text("content"),
                (Json.Obj) row.json("metadata"),
                row.instant("said_at"),
                row.instant("created_at"),
                Extraction.valueOf(row.text("extraction").toUpperCase(Locale.ROOT)),
                row.optionalText("extraction_error"),
                row.integer("extraction_retries"));
    }

    /// Adds a message.
    public static void insert(PersonTx person, Message message) {
        person.update(
                "insert into messages (tenant, user_id, seq, id, session_id, role, content, metadata, said_at, created_at,"
                        + " extraction, extraction_error, extraction_retries)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                message.seq(),
                message.id(),
                message.sessionId(),
                message.role(),
                message.content(),
                message.metadata(),
                message.saidAt(),
                message.createdAt(),
                message.extraction(),
                message.extractionError(),
                message.extractionRetries());
    }

    /// Counts new messages of a session; makes the session if it is new. A session that was closed is open again.
    static void touchSession(PersonTx person, String sessionId, int messages) {
        person.update(
                "insert into sessions (tenant, user_id, session_id, message_count, created_at, last_message_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, user_id, session_id) do update set"
                        + " message_count = sessions.message_count + excluded.message_count,"
                        + " last_message_at = excluded.last_message_at, closed_at = null",
                sessionId,
                messages,
                person.now(),
                person.now());
    }

    /// The messages with some numbers, in order; numbers of other rows are passed over.
    public static List<Message> bySeq(PersonTx person, List<Long> seqs) {
        return seqs.isEmpty()
                ? List.of()
                : person.list(
                        SELECT + "and seq in (" + Tx.marks(seqs.size()) + ") order by seq",
                        MessageRows::read,
                        seqs.toArray());
    }

    /// Hands every message to a consumer, in order.
    public static void each(PersonTx person, Consumer<Message> consumer) {
        person.each(SELECT + "order by seq", MessageRows::read, consumer);
    }

    /// The messages behind a number, in order.
    public static List<Message> since(PersonTx person, long seq, int limit) {
        return person.list(SELECT + "and seq > ? order by seq limit ?", MessageRows::read, seq, limit);
    }

    /// One message.
    public static Optional<Message> byId(PersonTx person, String id) {
        return person.first(SELECT + "and id = ?", MessageRows::read, id);
    }

    /// The messages of a session, oldest first.
    public static List<Message> ofSession(PersonTx person, String sessionId, int limit, int offset) {
        return person.list(
                SELECT + "and session_id = ? order by seq limit ? offset ?",
                MessageRows::read,
                sessionId,
                limit,
                offset);
    }

    /// The messages of a session just before another, oldest first: its context.
    public static List<Message> before(PersonTx person, String sessionId, long seq, int limit) {
        return person.list(
                        SELECT + "and session_id = ? and seq < ? order by seq desc limit ?",
                        MessageRows::read,
                        sessionId,
                        seq,
                        limit)
                .reversed();
    }

    /// The messages of a session from one number to another, both included, in order; at most 1,000.
    public static List<Message> between(PersonTx person, String sessionId, long from, long to) {
        return person.list(
                SELECT + "and session_id = ? and seq >= ? and seq <= ? order by seq limit ?",
                MessageRows::read,
                sessionId,
                from,
                to,
                Page.ITEMS_MAX);
    }

    /// Messages in one state of extraction, oldest first.
    public static List<Message> inState(
            PersonTx person, List<Extraction> states, Optional<String> sessionId, int limit) {
        var arguments = new ArrayList<Object>(states);
        sessionId.ifPresent(arguments::add);
        arguments.add(limit);
        return person.list(
                SELECT + "and extraction in (" + Tx.marks(states.size()) + ")"
                        + (sessionId.isPresent() ? " and session_id = ?" : "") + " order by seq limit ?",
                MessageRows::read,
                arguments.toArray());
    }

    /// Messages of a session from which memories are still wanted, up to a number, oldest first.
    public static List<Message> awaiting(PersonTx person, String sessionId, long upTo, int limit) {
        return person.list(
                SELECT + "and session_id = ? and seq <= ? and extraction in ('pending', 'failed') order by seq limit ?",
                MessageRows::read,
                sessionId,
                upTo,
                limit);
    }

    /// Wants memories from what the user said, whether they were wanted before or not.
    ///
    /// @param sessionId only in this session
    public static void want(PersonTx person, Optional<String> sessionId) {
        person.update(
                "update messages set extraction = 'pending'" + PersonTx.OWN
                        + "and role = 'user' and extraction in ('none', 'failed', 'dead')"
                        + (sessionId.isPresent() ? " and session_id = ?" : ""),
                sessionId.map(id -> new Object[] {id}).orElse(new Object[0]));
    }

    /// The sessions that have a message in a state.
    public static List<String> sessionsInState(PersonTx person, Extraction state) {
        return person.list(
                "select session_id from messages" + PersonTx.OWN
                        + "and extraction = ? group by session_id order by min(seq)",
                row -> row.text("session_id"),
                state);
    }

    /// How many messages are in a state.
    ///
    /// @param sessionId only in this session
    public static int countInState(PersonTx person, Extraction state, Optional<String> sessionId) {
        var arguments = new ArrayList<Object>(List.of(state));
        sessionId.ifPresent(arguments::add);
        return (int) person.number(
                "select count(*) from messages" + PersonTx.OWN + "and extraction = ?"
                        + (sessionId.isPresent() ? " and session_id = ?" : ""),
                arguments.toArray());
    }

    /// The number of the last message of a session in a state.
    public static Optional<Long> last(PersonTx person, String sessionId, Extraction state) {
        return person.first(
                SELECT.replace("*", "seq") + "and session_id = ? and extraction = ? order by seq desc limit 1",
                row -> row.number("seq"),
                sessionId,
                state);
    }

    /// Messages that were said from one moment until before another, newest first.
    public static List<Message> between(PersonTx person, Instant from, Instant until, int limit) {
        return person.list(
                SELECT + "and said_at >= ? and said_at < ? order by said_at desc, seq desc limit ?",
                MessageRows::read,
                from,
                until,
                limit);
    }

    /// Notes how far the extraction from a message is.
    public static void setExtraction(PersonTx person, long seq, Extraction state, Optional<String> error) {
        person.tx()
                .update(
                        "update messages set extraction = ?, extraction_error = ?, extraction_retries ="
                                + " extraction_retries + ?" + PersonTx.OWN + "and seq = ?",
                        state,
                        error,
                        error.isPresent() ? 1 : 0,
                        person.owner().tenant(),
                        person.owner().userId(),
                        seq);
    }

    /// Ends an open session. False if there is none.
    public static boolean closeSession(PersonTx person, String sessionId) {
        return person.tx()
                        .update(
                                "update sessions set closed_at = ?" + PersonTx.OWN
                                        + "and session_id = ? and closed_at is null",
                                person.now(),
                                person.owner().tenant(),
                                person.owner().userId(),
                                sessionId)
                == 1;
    }

    /// Removes a session and its messages, and that memories were drawn from these; says which numbers they had.
    static List<Long> removeSession(PersonTx person, String sessionId) {
        var ofSession = PersonTx.OWN + "and session_id = ?";
        var seqs = person.list("select seq from messages" + ofSession, row -> row.number("seq"), sessionId);
        person.tx()
                .update(
                        "delete from memory_sources" + PersonTx.OWN + "and message_id in (select id from messages"
                                + ofSession + ")",
                        person.owner().tenant(),
                        person.owner().userId(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        sessionId);
        person.update("delete from messages" + ofSession, sessionId);
        person.update("delete from sessions" + ofSession, sessionId);
        if (!seqs.isEmpty()) {
            long change = person.takeSeqs(seqs.size());
            for (var seq : seqs) {
                person.update("insert into removals (tenant, user_id, change, seq) values (?, ?, ?, ?)", change++, seq);
            }
        }
        return seqs;
    }

    /// How many sessions there are.
    public static long countSessions(PersonTx person) {
        return person.number("select count(*) from sessions" + PersonTx.OWN);
    }

    /// Sessions, the one with the latest message first.
    public static List<Session> sessions(PersonTx person, int limit, int offset) {
        return person.list(
                "select * from sessions" + PersonTx.OWN + "order by last_message_at desc, session_id limit ? offset ?",
                MessageRows::session,
                limit,
                offset);
    }

    /// One session.
    public static Optional<Session> session(PersonTx person, String sessionId) {
        return person.first(
                "select * from sessions" + PersonTx.OWN + "and session_id = ?", MessageRows::session, sessionId);
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                row.text("session_id"),
                row.optionalText("title"),
                row.optionalText("summary"),
                row.number("message_count"),
                row.instant("created_at"),
                row.instant("last_message_at"),
                row.optionalInstant("closed_at"));
    }
}
