package dev.mnemo.kernel.sql;

/// The kinds of database. Products write SQL that both understand and `switch` over this where they differ, so that
/// a third kind becomes a list of compile errors.
public sealed interface Dialect {
    /// One file, many readers, one writer at a time.
    record Sqlite() implements Dialect {}

    /// A server that many processes share.
    record PostgreSql() implements Dialect {}

    /// The folder of this dialect's migrations, and its name in reports.
    default String folder() {
        return switch (this) {
            case Sqlite() -> "sqlite";
            case PostgreSql() -> "postgresql";
        };
    }

    /// The end of a `SELECT` that takes rows for itself and passes over rows that another transaction has taken. In
    /// SQLite a write transaction has the whole file to itself, so nothing is needed.
    default String skipLocked() {
        return switch (this) {
            case Sqlite() -> "";
            case PostgreSql() -> " for update skip locked";
        };
    }

    /// The end of a `SELECT` that takes rows for itself and waits for other transactions that hold them.
    default String forUpdate() {
        return switch (this) {
            case Sqlite() -> "";
            case PostgreSql() -> " for update";
        };
    }
}
