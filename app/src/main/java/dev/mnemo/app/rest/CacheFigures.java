package dev.mnemo.app.rest;

import dev.mnemo.cache.SemanticCache;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// The counts of the response cache over time, noted every minute and kept for thirty days.
public final class CacheFigures implements AutoCloseable {
    /// Between two notes.
    static final Duration EVERY = Duration.ofMinutes(1);

    /// How long notes are kept.
    static final Duration KEPT = Duration.ofDays(30);

    /// Notes in one answer; of a longer time, every n-th is given.
    static final int POINTS_MAX = 500;

    private final Supplier<Database> database;
    private final Supplier<SemanticCache> cache;
    private final InstantSource clock;
    private Optional<Thread> noting = Optional.empty();

    /// @param database has the tables of a server
    public CacheFigures(Supplier<Database> database, Supplier<SemanticCache> cache, InstantSource clock) {
        this.database = database;
        this.cache = cache;
        this.clock = clock;
    }

    /// Counts since the cache was made, as they were at a moment.
    record Point(
            Instant at,
            long entries,
            long hitsExact,
            long hitsSemantic,
            long misses,
            long savedTokens,
            OptionalDouble errorBound) {}

    /// Notes the counts from now on, on a thread of its own.
    public void start() {
        noting = Optional.of(Thread.ofVirtual().name("mnemo-cache-figures").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    noteIfPossible();
                    Thread.sleep(EVERY);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void noteIfPossible() {
        try {
            note();
        } catch (MnemoException | Refusal away) {
            // The next minute comes; readiness says what is wrong.
        }
    }

    /// Notes the counts of now, unless nothing has changed.
    void note() {
        var now = point();
        database.get().write(tx -> {
            var last = tx.first(
                    "select hits_exact + hits_semantic + misses as looked, entries from cache_figures"
                            + " order by at desc limit 1",
                    row -> new long[] {row.number("looked"), row.number("entries")});
            long looked = now.hitsExact() + now.hitsSemantic() + now.misses();
            if (last.filter(was -> was[0] == looked && was[1] == now.entries()).isPresent()) {
                return 0;
            }
            tx.update("delete from cache_figures where at < ?", now.at().minus(KEPT));
            return tx.update(
                    "insert into cache_figures (at, entries, hits_exact, hits_semantic, misses, saved_tokens,"
                            + " error_bound) values (?, ?, ?, ?, ?, ?, ?) on conflict (at) do nothing",
                    now.at(),
                    now.entries(),
                    now.hitsExact(),
                    now.hitsSemantic(),
                    now.misses(),
                    now.savedTokens(),
                    now.errorBound().isPresent() ? now.errorBound().getAsDouble() : null);
        });
    }

    private Point point() {
        var stats = cache.get().stats(Optional.empty());
        return new Point(
                clock.instant(),
                stats.entries(),
                stats.hitsExact(),
                stats.hitsSemantic(),
                stats.misses(),
                stats.savedTokens(),
                stats.errorBound());
    }

    /// What was noted since a moment, oldest first, and the counts of now.
    List<Point> since(Instant from) {
        var points = new ArrayList<>(database.get()
                .read(tx -> tx.list(
                        "select * from cache_figures where at >= ? order by at",
                        row -> new Point(
                                row.instant("at"),
                                row.number("entries"),
                                row.number("hits_exact"),
                                row.number("hits_semantic"),
                                row.number("misses"),
                                row.number("saved_tokens"),
                                row.optionalReal("error_bound")),
                        from)));
        int step = 1 + points.size() / POINTS_MAX;
        var some = new ArrayList<Point>();
        for (int i = points.size() - 1; i >= 0; i -= step) {
            some.addFirst(points.get(i));
        }
        some.add(point());
        return List.copyOf(some);
    }

    @Override
    public void close() {
        noting.ifPresent(Thread::interrupt);
    }
}
