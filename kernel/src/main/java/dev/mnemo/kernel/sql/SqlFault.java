package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a driver's failure means: a fault with a remedy. The driver's words are kept; they never hold a password,
/// since none is ever part of an address given to a driver.
final class SqlFault {
    private SqlFault() {}

    static MnemoException of(SQLException failure) {
        return of(failure, "The database failed");
    }

    /// @param what begins the message: what failed, without a full stop
    static MnemoException of(SQLException failure, String what) {
        var kind = kind(failure);
        return new MnemoException(kind.fault, what + ": " + line(failure) + ".", kind.remedy, failure);
    }

    /// Whether the same transaction may succeed if it is run again: another one stood in its way.
    static boolean isRepeatable(Throwable failure) {
        var state = state(failure);
        return "40001".equals(state) || "40P01".equals(state);
    }

    private static @Nullable String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    private static Kind kind(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return ofSqlite(sqlite.getResultCode());
            }
        }
        return ofState(failure.getSQLState() == null ? "" : failure.getSQLState());
    }

    /// By the name of the primary result code; extended codes begin with it.
    private static Kind ofSqlite(SQLiteErrorCode code) {
        var name = code.name();
        if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
            return Kind.BUSY;
        }
        if (name.startsWith("SQLITE_READONLY") || name.startsWith("SQLITE_PERM")) {
            return Kind.READ_ONLY;
        }
        if (name.startsWith("SQLITE_CORRUPT") || name.startsWith("SQLITE_NOTADB")) {
            return Kind.DAMAGED;
        }
        return name.startsWith("SQLITE_FULL") ? Kind.FULL : Kind.OTHER;
    }

    /// By the class of the SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static Kind ofState(String state) {
        return switch (state) {
            case "53100" -> Kind.FULL;
            case "25006", "42501" -> Kind.READ_ONLY;
            case "57014", "55P03" -> Kind.BUSY;
            default -> {
                if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
                    yield Kind.UNREACHABLE;
                }
                yield state.startsWith("28") || state.startsWith("3D") ? Kind.REFUSED : Kind.OTHER;
            }
        };
    }

    private static String line(SQLException failure) {
        var message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private enum Kind {
        BUSY(Fault.STORE_BUSY, "Try again; if it stays so, find the process that holds the database."),
        READ_ONLY(Fault.STORE_READ_ONLY, "Give this process the right to write there."),
        DAMAGED(Fault.STORE_DAMAGED, "Restore the file from a backup, or move it away to begin anew."),
        FULL(Fault.DISK_FULL, "Make room on the disk; nothing of the transaction was kept."),
        UNREACHABLE(Fault.STORE_UNREACHABLE, "Check that the server runs, is reachable and has connections left."),
        REFUSED(Fault.CONFIGURATION, "Check the user, the password and the name of the database."),
        OTHER(Fault.INPUT_OUTPUT, "Nothing of the transaction was kept.");

        private final Fault fault;
        private final String remedy;

        Kind(Fault fault, String remedy) {
            this.fault = fault;
            this.remedy = remedy;
        }
    }
}
