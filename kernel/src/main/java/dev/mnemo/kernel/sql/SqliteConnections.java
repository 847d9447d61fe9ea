package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;

/// One file: readers each see the state at their beginning and never wait; writers take turns, also between
/// processes.
///
/// Writers of one process that wait at the same time share a commit, since the commit (a flush to the disk) is what
/// takes the time: whoever gets the connection runs the work of all that wait, each behind a savepoint of its own,
/// and commits once. Work that fails is undone alone. Nobody returns before the commit.
final class SqliteConnections implements Connections {
    /// How long a transaction waits for another process.
    private static final int BUSY_WAIT_MILLIS = 15_000;

    /// Readers at the same time; more wait.
    private static final int READERS_MAX = 8;

    /// Writers that share one commit.
    private static final int SHARED_COMMIT_MAX = 128;

    /// Size of the page cache of a connection; negative numbers are KiB.
    private static final int CACHE_KIB = -8_192;

    private static final Dialect DIALECT = new Dialect.Sqlite();

    private final Path file;
    private final Statements writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore reading = new Semaphore(READERS_MAX);
    private final LinkedBlockingDeque<Statements> idle = new LinkedBlockingDeque<>();
    private volatile boolean closed;

    SqliteConnections(Path file) {
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "Cannot make the folder of the database " + this.file + ".",
                    "Give this process the right to write there.",
                    e);
        }
        SqliteLibrary.unpack();
        writer = connect(false);
    }

    private Statements connect(boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_WAIT_MILLIS);
        config.enforceForeignKeys(true);
        config.setCacheSize(CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true"); // deleted content is overwritten with zeros
        try {
            var opened = config.createConnection("jdbc:sqlite:" + file);
            BusyHandler.setHandler(opened, new Turn());
            var connection = Statements.kept(opened);
            if (readOnly) {
                executeOnce(connection, "pragma query_only = 1");
            }
            return connection;
        } catch (SQLException e) {
            throw SqlFault.of(e, "Cannot open the database " + file);
        }
    }

    /// Transactions are begun and ended by hand: with its automatic commits off, the driver would take the write lock
    /// again at each commit and keep it.
    private static void execute(Statements connection, String sql) throws SQLException {
        try (var use = connection.use(sql)) {
            use.worked(use.statement().execute());
        }
    }

    /// What may answer with rows, and is not needed again soon.
    private static void executeOnce(Statements connection, String sql) throws SQLException {
        try (var statement = connection.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /// Waits until another connection is done. SQLite's own way of waiting soon looks only ten times a second, and a
    /// process that writes without end leaves the file for some microseconds between two commits: others waited for
    /// minutes.
    private static final class Turn extends BusyHandler {
        private static final int PAUSE_MILLIS = 1;

        @Override
        protected int callback(int looked) {
            boolean interrupted = Thread.interrupted();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true; // told when the statement is over, which ends soon
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return looked * PAUSE_MILLIS < BUSY_WAIT_MILLIS ? 1 : 0;
        }
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        reading.acquireUninterruptibly();
        Statements connection = null;
        try {
            checkOpen();
            connection = idle.pollFirst();
            if (connection == null) {
                connection = connect(true);
            }
            execute(connection, "begin");
            var result = work.apply(new Tx(connection, DIALECT));
            execute(connection, "rollback");
            idle.addFirst(connection);
            connection = null;
            return result;
        } catch (SQLException e) {
            throw SqlFault.of(e);
        } finally {
            if (connection != null) {
                discard(connection);
            }
            reading.release();
        }
    }

    /// After a failure a connection may be in any state; a new one costs a millisecond.
    private static void discard(Statements connection) {
        try {
            connection.connection().close();
        } catch (SQLException _) {
            // it is gone either way
        }
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction is open already on this thread");
        }
        var pending = new Pending<T>(work);
        waiting.add(pending);
        writing.lock();
        try {
            while (!pending.done) {
                checkOpen();
                runWaiting();
            }
        } finally {
            waiting.remove(pending);
            writing.unlock();
        }
        return pending.result();
    }

    private void checkOpen() {
        if (closed) {
            throw new Refusal("The database " + file + " was closed; open it again.");
        }
    }

    private void runWaiting() {
        var batch = new ArrayList<Pending<?>>();
        for (var next = waiting.poll(); next != null; next = batch.size() < SHARED_COMMIT_MAX ? waiting.poll() : null) {
            batch.add(next);
        }
        try {
            execute(writer, "begin immediate");
            var tx = new Tx(writer, DIALECT);
            for (var pending : batch) {
                runBehindSavepoint(pending, tx);
            }
            execute(writer, "commit");
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            var failure = e instanceof SQLException sql ? SqlFault.of(sql) : e;
            batch.forEach(pending -> pending.failIfRun(failure));
        }
        batch.forEach(Pending::finish);
    }

    private void runBehindSavepoint(Pending<?> pending, Tx tx) throws SQLException {
        execute(writer, "savepoint work");
        pending.run(tx);
        if (pending.failed()) {
            execute(writer, "rollback to work");
        }
        execute(writer, "release work");
    }

    private void rollBack(Throwable cause) {
        try {
            execute(writer, "rollback");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void migrate(Migrations migrations) {
        SqliteMigrator.run(this, migrations, file.toString());
    }

    @Override
    public void scrub() {
        outsideTransactions("pragma wal_checkpoint(truncate)");
    }

    /// Pages that were split or joined may still hold copies of what was deleted; only writing the file anew drops
    /// them.
    @Override
    public void rebuild() {
        outsideTransactions("vacuum");
        scrub();
    }

    private void outsideTransactions(String sql) {
        writing.lock();
        try {
            checkOpen();
            writer.forget();
            executeOnce(writer, sql);
        } catch (SQLException e) {
            throw SqlFault.of(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            reading.acquireUninterruptibly(READERS_MAX);
            var open = new ArrayList<>(List.of(writer));
            idle.drainTo(open);
            open.forEach(SqliteConnections::discard);
            reading.release(READERS_MAX);
        } finally {
            writing.unlock();
        }
    }

    /// Work that waits for its turn, and what became of it. Guarded by the writers' lock.
    private static final class Pending<T> {
        private final Function<Tx, T> work;
        private @Nullable T result;
        private @Nullable Throwable failure;
        private boolean done;

        Pending(Function<Tx, T> work) {
            this.work = work;
        }

        void run(Tx tx) {
            try {
                result = work.apply(tx);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        boolean failed() {
            return failure != null;
        }

        void failIfRun(Throwable cause) {
            if (failure == null) {
                failure = cause;
            }
        }

        void finish() {
            done = true;
        }

        T result() {
            switch (failure) {
                case null -> {
                    return Objects.requireNonNull(result, "work returned nothing");
                }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
