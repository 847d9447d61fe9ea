package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Migrations;
import dev.mnemo.kernel.sql.Tx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store in the tables of a database.
abstract sealed class SqlStore implements Store permits SqliteStore, PostgresStore {
    private static final Migrations MIGRATIONS =
            new Migrations("cache", "/dev/mnemo/cache/store/schema", SqlStore.class);

    private final DatabaseAddress address;
    private final int connectionsMax;
    private final SqlEntries entries;
    private final SqlNotes notes;
    private final SqlLog log;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Opened opened;
    private boolean closed;

    /// What an open store works with.
    private record Opened(Database database, Model model) {}

    SqlStore(DatabaseAddress address, int connectionsMax, SqlWords words) {
        this.address = address;
        this.connectionsMax = connectionsMax;
        entries = new SqlEntries(words);
        notes = new SqlNotes(words);
        log = new SqlLog(words, notes);
    }

    /// What must happen before the database is opened.
    abstract void locate();

    /// What must happen before the tables are made or brought up to date.
    abstract void prepare(Database database);

    /// What must happen once they are.
    abstract void complete(Database database);

    /// Looks for damage in the way of this kind of database.
    abstract Optional<String> damage(Tx tx, Depth depth);

    @Override
    public Model open(Model wanted) {
        opening.lock();
        try {
            if (closed || opened != null) {
                throw new Refusal("A store is opened once; make another one to open it again.");
            }
            locate();
            var database = Database.open(address, connectionsMax);
            try {
                prepare(database);
                database.migrate(MIGRATIONS);
                complete(database);
                var model = database.write(tx -> {
                    log.cut(tx);
                    return notes.model(tx, wanted);
                });
                opened = new Opened(database, model);
                return model;
            } catch (RuntimeException fault) {
                database.close();
                throw fault;
            }
        } finally {
            opening.unlock();
        }
    }

    private Opened opened() {
        var now = opened;
        if (now == null) {
            throw new Refusal("The store is closed or was not opened; open it first and use it before it is closed.");
        }
        return now;
    }

    private <T> T read(Function<Tx, T> work) {
        return opened().database().read(work);
    }

    private <T> T write(Function<Tx, T> work) {
        return opened().database().write(work);
    }

    @Override
    public Optional<StoredEntry> find(Key key) {
        return read(tx -> entries.find(tx, key));
    }

    @Override
    public List<StoredEntry> get(Collection<Long> ids) {
        if (ids.isEmpty()) {
            opened();
            return List.of();
        }
        var found = new TreeMap<Long, StoredEntry>();
        read(tx -> entries.get(tx, ids)).forEach(entry -> found.put(entry.id(), entry));
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    @Override
    public List<StoredEntry> entries(long afterId, int limit) {
        return read(tx -> entries.page(tx, afterId, limit));
    }

    @Override
    public void vectors(long afterId, VectorReader each) {
        read(tx -> {
            entries.vectors(tx, afterId, each);
            return true;
        });
    }

    @Override
    public SortedMap<String, Long> counts() {
        return read(entries::counts);
    }

    @Override
    public long count(Scope scope) {
        return read(tx -> entries.count(tx, scope));
    }

    @Override
    public List<Candidate> leastRecent(Scope scope, int limit) {
        return read(tx -> entries.leastRecent(tx, scope, limit));
    }

    @Override
    public Optional<Instant> oldest() {
        return read(entries::oldest);
    }

    @Override
    public List<Long> put(List<StoredEntry> given) {
        opened().model().check(given);
        return write(tx -> {
            var ids = new ArrayList<Long>(given.size());
            var puts = new ArrayList<Removed>(given.size());
            var counts = new TreeMap<String, Long>();
            for (var entry : given) {
                var stored = entries.put(tx, entry);
                ids.add(stored.id());
                puts.add(new Removed(stored.id(), entry.namespace()));
                if (!stored.replaced()) {
                    counts.merge(entry.namespace(), 1L, Long::sum);
                }
            }
            entries.addCounts(tx, counts);
            log.append(tx, Change.Kind.PUT, puts);
            return ids;
        });
    }

    /// Stores entries under the ids they have, in a store that does not have these.
    void restore(List<StoredEntry> given) {
        opened().model().check(given);
        write(tx -> {
            var counts = new TreeMap<String, Long>();
            for (var entry : given) {
                entries.restore(tx, entry);
                counts.merge(entry.namespace(), 1L, Long::sum);
            }
            entries.addCounts(tx, counts);
            return true;
        });
    }

    @Override
    public void touch(Collection<Touch> touches) {
        write(tx -> {
            entries.touch(tx, touches);
            return true;
        });
    }

    @Override
    public List<Removed> remove(Selection selection) {
        return write(tx -> {
            var gone = entries.remove(tx, selection);
            var counts = new TreeMap<String, Long>();
            gone.forEach(one -> counts.merge(one.namespace(), -1L, Long::sum));
            entries.addCounts(tx, counts);
            log.append(tx, Change.Kind.REMOVED, gone);
            return gone;
        });
    }

    @Override
    public long sequence() {
        return read(log::sequence);
    }

    @Override
    public Changes changesSince(long sequence, int limit) {
        return read(tx -> log.since(tx, sequence, limit));
    }

    @Override
    public void addCounters(Collection<Counter> amounts) {
        write(tx -> {
            notes.addCounters(tx, amounts);
            return true;
        });
    }

    @Override
    public List<Counter> counters() {
        return read(notes::counters);
    }

    @Override
    public void dropCounters(String namespace) {
        write(tx -> {
            notes.dropCounters(tx, namespace);
            return true;
        });
    }

    @Override
    public long addFeedback(Feedback feedback) {
        return write(tx -> {
            long id = notes.addFeedback(tx, feedback);
            log.append(tx, Change.Kind.FEEDBACK, List.of(new Removed(id, feedback.namespace())));
            return id;
        });
    }

    @Override
    public List<Feedback> feedback(long afterId, int limit) {
        return read(tx -> notes.feedback(tx, afterId, limit));
    }

    @Override
    public void dropFeedback(Collection<Long> ids) {
        write(tx -> {
            notes.dropFeedback(tx, ids);
            return true;
        });
    }

    @Override
    public Optional<String> note(String name) {
        return read(tx -> notes.note(tx, name));
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        return read(tx -> notes.notes(tx, prefix));
    }

    @Override
    public void writeNotes(Map<String, String> written) {
        write(tx -> {
            notes.writeNotes(tx, written);
            return true;
        });
    }

    @Override
    public Optional<String> damage(Depth depth) {
        try {
            return read(tx -> damage(tx, depth).or(() -> depth == Depth.FULL ? wrongCounts(tx) : Optional.empty()));
        } catch (MnemoException fault) {
            if (fault.fault() == Fault.STORE_DAMAGED) {
                return Optional.of(String.valueOf(fault.getMessage()));
            }
            throw fault;
        }
    }

    private Optional<String> wrongCounts(Tx tx) {
        return tx.number("select count(*) from entries") == entries.count(tx, Scope.ALL)
                ? Optional.empty()
                : Optional.of("The counts of entries do not agree with the entries.");
    }

    @Override
    public void snapshot(Path file) {
        var model = opened().model();
        SnapshotFile.write(
                file,
                model,
                copy -> read(tx -> {
                    copy.entries(afterId -> entries.page(tx, afterId, SnapshotFile.PAGE_ENTRIES));
                    copy.feedback(afterId -> notes.feedback(tx, afterId, SnapshotFile.PAGE_ENTRIES));
                    copy.counters(notes.counters(tx));
                    copy.notes(notes.notes(tx, ""));
                    return true;
                }));
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            var last = opened;
            opened = null;
            if (last != null) {
                last.database().close();
            }
        } finally {
            opening.unlock();
        }
    }
}
