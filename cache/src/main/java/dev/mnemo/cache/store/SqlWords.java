package dev.mnemo.cache.store;

import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Row;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/// Where SQLite and PostgreSQL differ in the tables of a cache.
final class SqlWords {
    /// Rows among which the writers of one namespace share its count, so that they seldom wait for each other.
    private static final int COUNT_SHARDS = 16;

    private final Dialect dialect;

    SqlWords(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Whether a column is one of the ids of {@link #idList}.
    String isAnyOf(String column) {
        return switch (dialect) {
            case Dialect.Sqlite() -> column + " in (select value from json_each(?))";
            case Dialect.PostgreSql() -> column + " = any (cast(? as bigint[]))";
        };
    }

    /// Ids as one argument.
    String idList(Collection<Long> ids) {
        var list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        return switch (dialect) {
            case Dialect.Sqlite() -> "[" + list + "]";
            case Dialect.PostgreSql() -> "{" + list + "}";
        };
    }

    /// The greater of two numbers.
    String greater(String left, String right) {
        return switch (dialect) {
            case Dialect.Sqlite() -> "max(" + left + ", " + right + ")";
            case Dialect.PostgreSql() -> "greatest(" + left + ", " + right + ")";
        };
    }

    /// Takes the selected rows for this transaction.
    String forUpdate() {
        return dialect.forUpdate();
    }

    /// Which of a namespace's counts this transaction adds to.
    String countShard() {
        return switch (dialect) {
            case Dialect.Sqlite() -> "0";
            case Dialect.PostgreSql() -> "pg_backend_pid() % " + COUNT_SHARDS;
        };
    }

    /// The column of the change log by which readers go forward.
    String sequence() {
        return switch (dialect) {
            case Dialect.Sqlite() -> "place";
            case Dialect.PostgreSql() -> "transaction_id";
        };
    }

    /// The first sequence that may still get changes: readers stop below it. SQLite commits one transaction after
    /// the other; in PostgreSQL it is the oldest transaction that is still running.
    String horizon() {
        return switch (dialect) {
            case Dialect.Sqlite() -> "(select coalesce(max(seq), 0) + 1 from sqlite_sequence where name = 'changes')";
            case Dialect.PostgreSql() -> "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        };
    }

    /// A user's text as an argument. PostgreSQL's texts hold no U+0000, so they are bytes there.
    Object argument(String text) {
        return switch (dialect) {
            case Dialect.Sqlite() -> text;
            case Dialect.PostgreSql() -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /// A user's text out of a row.
    String text(Row row, String column) throws SQLException {
        return switch (dialect) {
            case Dialect.Sqlite() -> row.text(column);
            case Dialect.PostgreSql() -> new String(row.bytes(column), StandardCharsets.UTF_8);
        };
    }

    static byte[] bytes(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    static float[] vector(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
