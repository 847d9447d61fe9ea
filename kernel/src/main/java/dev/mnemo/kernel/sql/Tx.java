package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.json.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One transaction. Valid inside the function it was given to and on its thread only.
///
/// Arguments take the places of the question marks in order. They may be texts, numbers, truth values (kept as 0 or
/// 1), moments (kept as microseconds), JSON (kept as text), bytes, enums (kept by name in lower case), optionals of
/// these, and null.
public final class Tx {
    /// Rows that the driver holds at a time while a long answer is read.
    private static final int FETCH_ROWS = 500;

    private final Statements statements;
    private final Dialect dialect;
    private final Cells cells;

    Tx(Statements statements, Dialect dialect) {
        this(statements, dialect, Cells.PLAIN);
    }

    private Tx(Statements statements, Dialect dialect, Cells cells) {
        this.statements = statements;
        this.dialect = dialect;
        this.cells = cells;
    }

    /// The same transaction, with values changed on their way in and out.
    public Tx with(Cells others) {
        return new Tx(statements, dialect, others);
    }

    /// The kind of database this runs on.
    public Dialect dialect() {
        return dialect;
    }

    /// All rows of a query.
    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        var found = new ArrayList<T>();
        each(sql, reader, found::add, arguments);
        return found;
    }

    /// The first row of a query, if there is one.
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        try (var use = prepare(sql, arguments);
                var rows = use.statement().executeQuery()) {
            return use.worked(rows.next() ? Optional.of(reader.read(new Row(rows, cells))) : Optional.empty());
        } catch (SQLException e) {
            throw SqlFault.of(e);
        }
    }

    /// The number in the first column of the only row, such as a count.
    public long number(String sql, @Nullable Object... arguments) {
        try (var use = prepare(sql, arguments);
                var rows = use.statement().executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return use.worked(rows.getLong(1));
        } catch (SQLException e) {
            throw SqlFault.of(e);
        }
    }

    /// Hands every row of a query to a consumer, however many there are. The consumer must not use this transaction.
    public <T> void each(String sql, RowReader<T> reader, Consumer<? super T> consumer, @Nullable Object... arguments) {
        try (var use = prepare(sql, arguments)) {
            use.statement().setFetchSize(FETCH_ROWS);
            try (var rows = use.statement().executeQuery()) {
                var row = new Row(rows, cells);
                while (rows.next()) {
                    consumer.accept(reader.read(row));
                }
            }
            use.worked(true);
        } catch (SQLException e) {
            throw SqlFault.of(e);
        }
    }

    /// Changes rows, and says how many.
    public int update(String sql, @Nullable Object... arguments) {
        try (var use = prepare(sql, arguments)) {
            return use.worked(use.statement().executeUpdate());
        } catch (SQLException e) {
            throw SqlFault.of(e);
        }
    }

    /// Runs one statement for many lists of arguments. Nothing happens without lists.
    public void batch(String sql, List<? extends List<? extends @Nullable Object>> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        try (var use = statements.use(sql)) {
            var statement = use.statement();
            for (var list : arguments) {
                bind(statement, cells.in(sql, list.toArray()));
                statement.addBatch();
            }
            use.worked(statement.executeBatch());
        } catch (SQLException e) {
            throw SqlFault.of(e);
        }
    }

    /// Runs statements separated by semicolons, without arguments.
    void script(String sql) throws SQLException {
        try (var statement = statements.connection().createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// As many question marks, separated by commas: for `IN (…)`.
    public static String marks(int count) {
        return "?" + ", ?".repeat(Math.max(0, count - 1));
    }

    private Statements.Use prepare(String sql, @Nullable Object... arguments) throws SQLException {
        var use = statements.use(sql);
        try {
            bind(use.statement(), cells.in(sql, arguments));
            return use;
        } catch (SQLException | RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
    }

    private static void bind(PreparedStatement statement, int place, @Nullable Object argument) throws SQLException {
        switch (argument) {
            case null -> statement.setNull(place, Types.NULL);
            case Optional<?> optional -> bind(statement, place, optional.orElse(null));
            case OptionalLong optional -> bind(statement, place, optional.isPresent() ? optional.getAsLong() : null);
            case OptionalDouble optional ->
                bind(statement, place, optional.isPresent() ? (Object) optional.getAsDouble() : null);
            case String text -> statement.setString(place, text);
            case Long number -> statement.setLong(place, number);
            case Integer number -> statement.setInt(place, number);
            case Double number -> statement.setDouble(place, number);
            case Boolean flag -> statement.setInt(place, flag ? 1 : 0);
            case Instant moment -> statement.setLong(place, Micros.of(moment));
            case Json json -> statement.setString(place, json.compact());
            case byte[] bytes -> statement.setBytes(place, bytes);
            case Enum<?> value -> statement.setString(place, value.name().toLowerCase(java.util.Locale.ROOT));
            default -> throw new IllegalArgumentException("cannot bind " + argument.getClass());
        }
    }
}
