package dev.mnemo.user.extract;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.MessageRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Puts sessions into the queue of extractions when the strategy says so. Works inside the caller's transaction.
public final class Triggers {
    /// The lane of extractions. An item's payload is `{"session": …, "upTo": …}`: whatever waits in the session up to
    /// a number of a message.
    public static final String EXTRACT = "extract";

    private final Store store;
    private final ExtractionStrategy strategy;
    private final Map<Owner, Set<String>> touched = new ConcurrentHashMap<>();

    public Triggers(Store store, ExtractionStrategy strategy) {
        this.store = store;
        this.strategy = strategy;
    }

    ExtractionStrategy strategy() {
        return strategy;
    }

    /// After messages were added to a session from which memories are wanted.
    public void afterMessages(PersonTx person, String sessionId, List<Message> added) {
        boolean pending = added.stream().anyMatch(message -> message.extraction() == Extraction.PENDING);
        if (strategy.messageInterval() == 1 && strategy.windowChars() == 0) {
            if (pending) {
                queue(person, sessionId, added.getLast().seq());
            }
            return;
        }
        long chars = added.stream()
                .filter(message -> message.extraction() == Extraction.PENDING)
                .mapToLong(message -> message.content().length())
                .sum();
        var since = Waiting.add(person, sessionId, added.size(), chars);
        if (isAt(strategy.messageInterval(), since.messages()) || isAt(strategy.windowChars(), since.chars())) {
            trigger(person, sessionId);
        } else {
            touched.computeIfAbsent(person.owner(), _ -> ConcurrentHashMap.newKeySet())
                    .add(sessionId);
            if (strategy.idleTimeout().isPositive()) {
                Lanes.schedule(person, Lanes.TIMER, person.wallTime().plus(strategy.idleTimeout()));
            }
        }
    }

    private static boolean isAt(int limit, long count) {
        return limit > 0 && count >= limit;
    }

    /// After the application closed a session.
    public void afterClose(PersonTx person, String sessionId) {
        if (strategy.onSessionClose()) {
            trigger(person, sessionId);
        }
    }

    /// Wants memories from all that was said in sessions, what was not marked before included.
    ///
    /// @param sessionId this one; all if empty
    /// @return how many messages wait now
    public static int demand(PersonTx person, Optional<String> sessionId) {
        MessageRows.want(person, sessionId);
        var sessions = sessionId.map(List::of).orElseGet(() -> MessageRows.sessionsInState(person, Extraction.PENDING));
        sessions.forEach(session -> trigger(person, session));
        return MessageRows.countInState(person, Extraction.PENDING, sessionId);
    }

    /// Puts what waits in a session into the queue; nothing happens if nothing waits.
    static void trigger(PersonTx person, String sessionId) {
        Waiting.reset(person, sessionId);
        MessageRows.last(person, sessionId, Extraction.PENDING).ifPresent(seq -> queue(person, sessionId, seq));
    }

    static void queue(PersonTx person, String sessionId, long upTo) {
        Lanes.add(person, EXTRACT, Json.Obj.EMPTY.with("session", sessionId).with("upTo", upTo));
    }

    /// Puts sessions that have been silent for long enough into the queue, and says when the next one will have been.
    Optional<Instant> idle(PersonTx person) {
        var silentSince = person.wallTime().minus(strategy.idleTimeout());
        Waiting.sessions(person).entrySet().stream()
                .filter(session -> !session.getValue().isAfter(silentSince))
                .forEach(session -> trigger(person, session.getKey()));
        return Waiting.sessions(person).values().stream()
                .min(Instant::compareTo)
                .map(last -> last.plus(strategy.idleTimeout()));
    }

    /// When this process ends: puts what it took and what waits into the queue.
    public void shutDown() {
        if (strategy.onShutdown()) {
            touched.forEach((owner, sessions) -> store.writeIfKnown(owner, person -> {
                sessions.forEach(session -> trigger(person, session));
                return true;
            }));
        }
    }
}
