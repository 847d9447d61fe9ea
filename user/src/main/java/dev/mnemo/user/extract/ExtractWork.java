package dev.mnemo.user.extract;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Lanes.Failed;
import dev.mnemo.user.store.Lanes.Item;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.MessageRows;
import dev.mnemo.user.work.Handler;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Draws memories from messages, as the queue says. What is found, the state of the messages and the end of the work
/// are written together, so nothing is drawn twice and nothing is lost.
public final class ExtractWork implements Handler {
    /// Pieces of work that are done at once.
    private static final int ITEMS_MAX = 32;

    /// Messages of a session that are drawn from in one piece of work; more become another piece.
    private static final int MESSAGES_MAX = 1_000;

    /// Messages, and their characters, that an extractor reads at once.
    private static final int WINDOW_MESSAGES_MAX = 20;

    private static final int WINDOW_CHARS_MAX = 8_000;

    /// Turns before the first message that an extractor may look at.
    private static final int CONTEXT_MESSAGES = 6;

    private final Store store;
    private final Learning learning;
    private final Extractor extractor;
    private final Neighbours neighbours;
    private final Following following;

    /// What follows an extraction.
    ///
    /// @param digestInterval how many messages until a digest is due; 0 for never
    /// @param digestLane where a digest that is due goes
    /// @param listener told about every extraction; what it throws is its own affair
    public record Following(Supplier<Integer> digestInterval, String digestLane, Consumer<Extracted> listener) {}

    /// The count of messages that memories were drawn from, and of the digests that became due by it.
    private static final String DRAWN = "messages drawn from";

    private static final String DUE = "digests due";

    public ExtractWork(Store store, Findable findable, Optional<Embedder> embedder, Parts parts, Following following) {
        this.store = store;
        this.learning = parts.learning();
        this.extractor = parts.extractor();
        this.neighbours = new Neighbours(store, findable, embedder);
        this.following = following;
    }

    /// Who finds, and who changes what is believed.
    public record Parts(Extractor extractor, Learning learning) {}

    @Override
    public String kind() {
        return Triggers.EXTRACT;
    }

    @Override
    public int itemsMax() {
        return ITEMS_MAX;
    }

    /// What was found in one session.
    private record Drawn(String sessionId, List<Message> messages, List<Finding> findings, long nanos, long upTo) {}

    @Override
    public Results work(Lease lease) {
        var drawn = new ArrayList<Drawn>();
        for (var session : sessions(lease.items()).entrySet()) {
            long start = System.nanoTime();
            var messages = store.read(
                    lease.owner(),
                    person -> MessageRows.awaiting(person, session.getKey(), session.getValue(), MESSAGES_MAX));
            var findings = new ArrayList<Finding>();
            for (var window : windows(messages)) {
                findings.addAll(extractor.find(window(lease, session.getKey(), window)));
            }
            drawn.add(new Drawn(session.getKey(), messages, findings, start, session.getValue()));
        }
        return new Writing(lease, drawn);
    }

    /// The sessions of some items, each with the number up to which it is to be drawn from.
    private static Map<String, Long> sessions(List<Item> items) {
        var sessions = new LinkedHashMap<String, Long>();
        items.forEach(item -> sessions.merge(
                item.payload().string("session", ""), (long) item.payload().number("upTo", 0), Math::max));
        return sessions;
    }

    private static List<List<Message>> windows(List<Message> messages) {
        var windows = new ArrayList<List<Message>>();
        var window = new ArrayList<Message>();
        int chars = 0;
        for (var message : messages) {
            int more = message.content().length();
            if (window.size() == WINDOW_MESSAGES_MAX || (chars + more > WINDOW_CHARS_MAX && !window.isEmpty())) {
                windows.add(List.copyOf(window));
                window.clear();
                chars = 0;
            }
            window.add(message);
            chars += more;
        }
        if (!window.isEmpty()) {
            windows.add(List.copyOf(window));
        }
        return windows;
    }

    private Window window(Lease lease, String sessionId, List<Message> messages) {
        var context = store.read(lease.owner(), person -> {
            long first = messages.getFirst().seq();
            var before = new ArrayList<>(MessageRows.before(person, sessionId, first, CONTEXT_MESSAGES));
            before.addAll(MessageRows.between(
                    person, sessionId, first, messages.getLast().seq()));
            before.removeAll(messages);
            return before;
        });
        var known = extractor.wantsKnown() ? neighbours.of(lease.owner(), messages) : List.<Memory>of();
        return new Window(context, messages, known, store.read(lease.owner(), ExtractWork::zone));
    }

    private static ZoneId zone(PersonTx person) {
        return person.timeZone().orElse(ZoneOffset.UTC);
    }

    /// Writes what was found, and tells of it when it is committed.
    private final class Writing implements Results {
        private final Lease lease;
        private final List<Drawn> drawn;
        private final List<Learning.Counts> counts = new ArrayList<>();

        private Writing(Lease lease, List<Drawn> drawn) {
            this.lease = lease;
            this.drawn = drawn;
        }

        @Override
        public void write(PersonTx person) {
            counts.clear(); // a transaction may be tried again
            int messages = 0;
            for (var one : drawn) {
                counts.add(learning.apply(person, one.findings()));
                one.messages()
                        .forEach(message ->
                                MessageRows.setExtraction(person, message.seq(), Extraction.DONE, Optional.empty()));
                Language.note(person, one.messages());
                if (one.messages().size() == MESSAGES_MAX) {
                    Triggers.queue(person, one.sessionId(), one.upTo());
                }
                messages += one.messages().size();
            }
            countTowardsDigest(person, messages);
        }

        @Override
        public void committed() {
            for (int i = 0; i < drawn.size(); i++) {
                var one = drawn.get(i);
                var count = counts.get(i);
                if (!one.messages().isEmpty()) {
                    tell(new Extracted(
                            lease.owner().tenant(),
                            lease.owner().userId(),
                            one.sessionId(),
                            Duration.ofNanos(System.nanoTime() - one.nanos()),
                            count.facts(),
                            count.episodes(),
                            count.triples(),
                            count.ended(),
                            one.messages().size(),
                            Optional.empty()));
                }
            }
        }
    }

    /// One digest for each full interval, however many messages came at once.
    private void countTowardsDigest(PersonTx person, int messages) {
        int interval = following.digestInterval().get();
        if (messages == 0) {
            return;
        }
        long after = Counters.add(person, DRAWN, messages);
        if (interval > 0) {
            for (long due = after / interval - (after - messages) / interval; due > 0; due--) {
                Counters.add(person, DUE, 1);
                Lanes.add(person, following.digestLane(), Json.Obj.EMPTY);
            }
        }
    }

    @Override
    public void failed(PersonTx person, Failed failed, String error) {
        note(person, failed.failed(), Extraction.FAILED, error);
        note(person, failed.dead(), Extraction.DEAD, error);
    }

    private static void note(PersonTx person, List<Item> items, Extraction state, String error) {
        sessions(items)
                .forEach((session, upTo) -> MessageRows.awaiting(person, session, upTo, MESSAGES_MAX)
                        .forEach(message ->
                                MessageRows.setExtraction(person, message.seq(), state, Optional.of(error))));
    }

    @Override
    public void gaveBack(Lease lease, String error) {
        sessions(lease.items())
                .keySet()
                .forEach(session -> tell(new Extracted(
                        lease.owner().tenant(),
                        lease.owner().userId(),
                        session,
                        Duration.ZERO,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.of(error))));
    }

    private void tell(Extracted event) {
        following.listener().accept(event);
    }
}
