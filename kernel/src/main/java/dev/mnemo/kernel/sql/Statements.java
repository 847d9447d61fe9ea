package dev.mnemo.kernel.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The prepared statements of one connection. An SQLite file is read without a round trip, so that preparing a
/// statement that finds few rows takes longer than running it: those used last are kept for their next use. Not safe
/// for many threads, as its connection is not.
final class Statements {
    /// Statements that are kept; each takes some kilobytes.
    static final int KEPT_MAX = 60;

    private final Connection connection;
    private final int keptMax;

    /// Those that nobody uses at the moment, the one used longest ago first.
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    private Statements(Connection connection, int keptMax) {
        this.connection = connection;
        this.keptMax = keptMax;
    }

    /// Keeps statements. They end with the connection.
    static Statements kept(Connection connection) {
        return new Statements(connection, KEPT_MAX);
    }

    /// Prepares each anew, for drivers that keep statements themselves.
    static Statements anew(Connection connection) {
        return new Statements(connection, 0);
    }

    /// The connection underneath.
    Connection connection() {
        return connection;
    }

    /// A statement without arguments yet. Whoever is inside another use of the same text gets one of his own.
    Use use(String sql) throws SQLException {
        var known = idle.remove(sql);
        return new Use(sql, known == null ? connection.prepareStatement(sql) : known);
    }

    /// Ends the kept statements: the driver does not always take back one that failed, and while one is out, the file
    /// cannot be written anew.
    void forget() throws SQLException {
        for (var statement : idle.values()) {
            statement.close();
        }
        idle.clear();
    }

    /// A statement for one use. What it answered must be closed before it is.
    final class Use implements AutoCloseable {
        private final String sql;
        private final PreparedStatement statement;
        private boolean isSound;

        private Use(String sql, PreparedStatement statement) {
            this.sql = sql;
            this.statement = statement;
        }

        PreparedStatement statement() {
            return statement;
        }

        /// Says that it did what it should. One that failed may still hold what it read, and is not used again.
        <T> T worked(T result) {
            isSound = true;
            return result;
        }

        /// Forgets the arguments.
        @Override
        public void close() throws SQLException {
            if (keptMax == 0 || !isSound) {
                statement.close();
                return;
            }
            statement.clearParameters();
            if (idle.putIfAbsent(sql, statement) != null) {
                statement.close();
            } else if (idle.size() > keptMax) {
                var longestAgo = idle.entrySet().iterator();
                longestAgo.next().getValue().close();
                longestAgo.remove();
            }
        }
    }
}
