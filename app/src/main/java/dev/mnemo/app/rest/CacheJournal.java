package dev.mnemo.app.rest;

import dev.mnemo.app.http.Sealing;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.Miss;
import dev.mnemo.cache.Outcome;
import dev.mnemo.cache.Question;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The latest look-ups into the response cache, of all servers on one database, for whoever wants to see why there
/// was an answer and why there was none. Kept in the server's database, some seconds late so that nobody who looks up
/// waits for it; secrets are taken out.
public final class CacheJournal implements AutoCloseable {
    /// Look-ups that are remembered.
    public static final int LOOKUPS_MAX = 1_000;

    /// How long a look-up may be in memory only; so much is lost if the process is killed.
    static final Duration FLUSH = Duration.ofSeconds(5);

    private static final int TEXT_CHARS_MAX = 500;

    private static final String COLUMNS =
            "at, namespace, partition_key, query, outcome, reason, detail, similarity, needed, matched, entry_id";
    private static final int COLUMN_COUNT = 11;

    private final Supplier<Database> database;
    private final Sealing sealing;
    private final InstantSource clock;
    private final Deque<Seen> pending = new ArrayDeque<>();
    private final ReentrantLock writing = new ReentrantLock();
    private Optional<Thread> flushing = Optional.empty();

    /// @param database has the tables of a server
    /// @param sealing how texts are kept
    public CacheJournal(Supplier<Database> database, Sealing sealing, InstantSource clock) {
        this.database = database;
        this.sealing = sealing;
        this.clock = clock;
    }

    /// One look-up.
    ///
    /// @param namespace as the cache knows it
    /// @param partition fingerprint of the rest of the request
    /// @param outcome `exact`, `semantic` or `miss`
    /// @param reason why there was no answer
    /// @param detail the same in one sentence
    /// @param similarity of the stored question that was given or was nearest
    /// @param needed the similarity that would have been enough
    /// @param matched that stored question
    /// @param entryId its entry
    record Seen(
            Instant at,
            String namespace,
            String partition,
            String query,
            String outcome,
            Optional<String> reason,
            String detail,
            OptionalDouble similarity,
            OptionalDouble needed,
            Optional<String> matched,
            OptionalLong entryId) {}

    /// Remembers a look-up.
    public void note(Question question, Outcome outcome) {
        var seen = switch (outcome) {
            case Hit hit ->
                seen(
                        question,
                        hit.layer().label(),
                        Optional.empty(),
                        "",
                        Optional.of(
                                new Near(hit.similarity(), OptionalDouble.empty(), hit.matchedText(), hit.entryId())));
            case Miss miss ->
                seen(
                        question,
                        "miss",
                        Optional.of(miss.reason().label()),
                        miss.nearest().map(Miss.Refused::detail).orElse(miss.detail()),
                        miss.nearest()
                                .map(near -> new Near(near.similarity(), near.needed(), near.text(), near.entryId())));
        };
        synchronized (pending) {
            pending.addLast(seen);
            if (pending.size() > LOOKUPS_MAX) {
                pending.removeFirst();
            }
        }
    }

    private record Near(double similarity, OptionalDouble needed, String text, long entryId) {}

    private Seen seen(Question question, String outcome, Optional<String> reason, String detail, Optional<Near> near) {
        return new Seen(
                clock.instant(),
                question.namespace(),
                question.partition(),
                Plain.line(question.text(), TEXT_CHARS_MAX),
                outcome,
                reason,
                detail,
                near.map(found -> OptionalDouble.of(found.similarity())).orElse(OptionalDouble.empty()),
                near.map(Near::needed).orElse(OptionalDouble.empty()),
                near.map(found -> Plain.line(found.text(), TEXT_CHARS_MAX)),
                near.map(found -> OptionalLong.of(found.entryId())).orElse(OptionalLong.empty()));
    }

    /// Writes look-ups from now on, on a thread of its own.
    public void start() {
        flushing = Optional.of(Thread.ofVirtual().name("mnemo-cache-journal").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(FLUSH);
                    flushIfPossible();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void flushIfPossible() {
        try {
            flush();
        } catch (MnemoException away) {
            // They wait for the next time; readiness says what is wrong.
        }
    }

    /// Writes what is not written yet.
    ///
    /// @throws MnemoException if the database fails; then nothing is lost but what exceeds {@link #LOOKUPS_MAX}
    private void flush() {
        writing.lock();
        try {
            var unwritten = taken();
            boolean done = unwritten.isEmpty();
            try {
                if (!done) {
                    write(unwritten.stream().map(this::row).toList());
                    done = true;
                }
            } finally {
                if (!done) {
                    putBack(unwritten);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private List<Seen> taken() {
        synchronized (pending) {
            var all = List.copyOf(pending);
            pending.clear();
            return all;
        }
    }

    private void putBack(List<Seen> unwritten) {
        synchronized (pending) {
            for (var seen : unwritten.reversed()) {
                if (pending.size() < LOOKUPS_MAX) {
                    pending.addFirst(seen);
                }
            }
        }
    }

    private void write(List<List<@Nullable Object>> rows) {
        database.get().write(tx -> {
            tx.batch("insert into cache_lookups (" + COLUMNS + ") values (" + Tx.marks(COLUMN_COUNT) + ")", rows);
            return tx.update(
                    "delete from cache_lookups where id <="
                            + " (select id from cache_lookups order by id desc limit 1 offset ?)",
                    LOOKUPS_MAX);
        });
    }

    private List<@Nullable Object> row(Seen seen) {
        return Arrays.asList(
                seen.at(),
                seen.namespace(),
                seen.partition(),
                kept(seen.query()),
                seen.outcome(),
                seen.reason().orElse(null),
                kept(seen.detail()),
                seen.similarity().isPresent() ? seen.similarity().getAsDouble() : null,
                seen.needed().isPresent() ? seen.needed().getAsDouble() : null,
                seen.matched().map(this::kept).orElse(null),
                seen.entryId().isPresent() ? seen.entryId().getAsLong() : null);
    }

    private String kept(String text) {
        return sealing.in(Secrets.redact(text).text());
    }

    private Seen read(Row row) throws SQLException {
        return new Seen(
                row.instant("at"),
                row.text("namespace"),
                row.text("partition_key"),
                sealing.out(row.text("query")),
                row.text("outcome"),
                row.optionalText("reason"),
                sealing.out(row.text("detail")),
                row.optionalReal("similarity"),
                row.optionalReal("needed"),
                row.optionalText("matched").map(sealing::out),
                row.optionalNumber("entry_id"));
    }

    /// The latest look-ups, newest first.
    ///
    /// @throws MnemoException if the database fails
    List<Seen> latest() {
        flush();
        return database.get()
                .read(tx -> tx.list(
                        "select " + COLUMNS + " from cache_lookups order by id desc limit ?", this::read, LOOKUPS_MAX));
    }

    /// Forgets the look-ups of a namespace, as the cache knows it; of all if none is given.
    void forget(Optional<String> namespace) {
        writing.lock();
        try {
            synchronized (pending) {
                pending.removeIf(seen -> namespace.isEmpty() || seen.namespace().equals(namespace.get()));
            }
            database.get()
                    .write(tx -> namespace
                            .map(name -> tx.update("delete from cache_lookups where namespace = ?", name))
                            .orElseGet(() -> tx.update("delete from cache_lookups")));
        } finally {
            writing.unlock();
        }
    }

    /// Writes what is not written yet.
    @Override
    public void close() {
        flushing.ifPresent(Thread::interrupt);
        flushIfPossible();
    }
}
