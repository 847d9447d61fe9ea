package dev.mnemo.user;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.extract.Retry;
import dev.mnemo.user.extract.Triggers;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.MessageRows;
import dev.mnemo.user.talk.NewMessage;
import dev.mnemo.user.talk.Session;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was said: messages in sessions. Writing commits the message and the work that follows from it, and returns; it
/// waits for no model. Of an unknown user or session there are no messages.
public final class Conversations {
    /// Messages of one batch.
    public static final int BATCH_MESSAGES_MAX = 1_000;

    /// Messages of a list, if nobody says otherwise.
    public static final int MESSAGES_DEFAULT = 100;

    /// Sessions of a list, if nobody says otherwise.
    public static final int SESSIONS_DEFAULT = 10;

    private final Engine engine;
    private final String tenant;

    Conversations(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Where and how a message is kept.
    ///
    /// @param sessionId the conversation; a new one if empty
    /// @param autoExtract overrules the setting of the memory
    public record Ingest(Optional<String> sessionId, Optional<Boolean> autoExtract) {
        /// In a new session, with the settings of the memory.
        public static final Ingest DEFAULT = new Ingest(Optional.empty(), Optional.empty());

        public Ingest {
            sessionId.ifPresent(id -> Owner.check("session id", id));
        }

        /// In a session, with the settings of the memory.
        public static Ingest into(String sessionId) {
            return new Ingest(Optional.of(sessionId), Optional.empty());
        }
    }

    /// What a batch became.
    ///
    /// @param ids of the messages, in their order
    public record Batch(String sessionId, List<String> ids) {
        public Batch {
            ids = List.copyOf(ids);
        }
    }

    /// Keeps a message. When this returns it survives the end of the process.
    public Message ingest(String userId, NewMessage message, Ingest how) {
        return add(userId, List.of(message), how).getFirst();
    }

    /// Keeps up to 1,000 messages in their order, all or none.
    public Batch addMessagesBatch(String userId, List<NewMessage> messages, Ingest how) {
        if (messages.isEmpty() || messages.size() > BATCH_MESSAGES_MAX) {
            throw new Refusal("A batch has 1 to " + BATCH_MESSAGES_MAX + " messages, not " + messages.size() + ".");
        }
        var added = add(userId, messages, how);
        return new Batch(
                added.getFirst().sessionId(), added.stream().map(Message::id).toList());
    }

    private List<Message> add(String userId, List<NewMessage> messages, Ingest how) {
        var owner = new Owner(tenant, userId);
        var sessionId =
                how.sessionId().orElseGet(() -> "session_" + engine.store.ids().shortId());
        boolean extract = how.autoExtract().orElse(engine.autoExtract);
        var added = engine.store.write(owner, person -> {
            var kept = engine.talk.add(person, sessionId, messages, extract);
            if (extract) {
                engine.triggers.afterMessages(person, sessionId, kept);
            }
            return kept;
        });
        engine.workers.wake();
        return added;
    }

    /// The messages of a session, oldest first.
    ///
    /// @param limit 1 to 1,000
    /// @param offset messages to pass over
    public List<Message> getSessionMessages(String userId, String sessionId, int limit, int offset) {
        return engine.store.read(
                new Owner(tenant, userId),
                person -> MessageRows.ofSession(person, sessionId, Page.limit(limit), Page.offset(offset)));
    }

    /// Messages by their numbers, as recall names them; numbers of nothing are left out.
    public List<Message> numbered(String userId, List<Long> seqs) {
        return seqs.isEmpty()
                ? List.of()
                : engine.store.read(new Owner(tenant, userId), person -> MessageRows.bySeq(person, seqs));
    }

    /// A message by its id.
    public Optional<Message> get(String userId, String messageId) {
        return engine.store.read(new Owner(tenant, userId), person -> MessageRows.byId(person, messageId));
    }

    /// The first 100 messages of a session.
    public List<Message> getSessionMessages(String userId, String sessionId) {
        return getSessionMessages(userId, sessionId, MESSAGES_DEFAULT, 0);
    }

    /// The latest messages of a session, oldest first.
    ///
    /// @param limit 1 to 1,000
    public List<Message> getLatestMessages(String userId, String sessionId, int limit) {
        return engine.store.read(
                new Owner(tenant, userId),
                person -> MessageRows.before(person, sessionId, Long.MAX_VALUE, Page.limit(limit)));
    }

    /// Removes a session with its messages, their words and their vectors; memories drawn from them stay. Says how
    /// many messages there were.
    public int deleteSession(String userId, String sessionId) {
        return engine.store
                .writeIfKnown(new Owner(tenant, userId), person -> engine.talk.remove(person, sessionId))
                .orElse(0);
    }

    /// Messages from which memories are still to be extracted, oldest first.
    ///
    /// @param sessionId only of this session
    public List<Message> getUnextractedMessages(String userId, Optional<String> sessionId, int limit) {
        return engine.store.read(
                new Owner(tenant, userId),
                person -> MessageRows.inState(person, List.of(Extraction.PENDING), sessionId, Page.limit(limit)));
    }

    /// Wants memories from everything the user said, whether they were wanted when it was said or not, except what
    /// they were drawn from already. Says how many messages wait for it now.
    ///
    /// @param sessionId only in this session
    public int extract(String userId, Optional<String> sessionId) {
        int waiting = engine.store
                .writeIfKnown(new Owner(tenant, userId), person -> Triggers.demand(person, sessionId))
                .orElse(0);
        engine.workers.wake();
        return waiting;
    }

    /// Tries again now to draw memories from messages where that failed, and waits until each was tried once.
    ///
    /// @param atMost how long to wait; what nobody has tried by then stays in the queue
    public Retry.Outcome retryFailedExtractions(String userId, Duration atMost) {
        var owner = new Owner(tenant, userId);
        var retry = engine.store.writeIfKnown(owner, Retry::begin).orElseGet(() -> new Retry(Map.of()));
        engine.workers.wake();
        engine.workers.awaitUntil(() -> engine.store.read(owner, retry::outcome).waiting() == 0, atMost);
        return engine.store.read(owner, retry::outcome);
    }

    /// Notes where a person is: whose "yesterday" it is when they say so.
    public void setTimeZone(String userId, ZoneId zone) {
        engine.store.write(new Owner(tenant, userId), person -> {
            person.setTimeZone(zone);
            return zone;
        });
    }

    /// Where a person is, if somebody noted it.
    public Optional<ZoneId> timeZone(String userId) {
        return engine.store.read(new Owner(tenant, userId), PersonTx::timeZone);
    }

    /// Notes that a session has ended. A further message opens it again. False if there is no such open session.
    public boolean closeSession(String userId, String sessionId) {
        boolean closed = engine.store
                .writeIfKnown(new Owner(tenant, userId), person -> {
                    engine.triggers.afterClose(person, sessionId);
                    return MessageRows.closeSession(person, sessionId);
                })
                .orElse(false);
        engine.workers.wake();
        return closed;
    }

    /// Sessions, the one with the latest message first.
    ///
    /// @param limit 1 to 1,000
    /// @param offset sessions to pass over
    public Page<Session> listSessions(String userId, int limit, int offset) {
        return engine.store.read(
                new Owner(tenant, userId),
                person -> new Page<>(
                        MessageRows.countSessions(person),
                        MessageRows.sessions(person, Page.limit(limit), Page.offset(offset))));
    }

    /// One session.
    public Optional<Session> session(String userId, String sessionId) {
        return engine.store.read(new Owner(tenant, userId), person -> MessageRows.session(person, sessionId));
    }

    /// The ten latest sessions.
    public Page<Session> listSessions(String userId) {
        return listSessions(userId, SESSIONS_DEFAULT, 0);
    }
}
