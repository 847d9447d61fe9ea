package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The row a query has come to, read by column name. A method without `optional` in its name fails on SQL `NULL`,
/// which is a fault of the schema and not of the data.
public final class Row {
    private final ResultSet rows;
    private final Cells cells;

    Row(ResultSet rows, Cells cells) {
        this.rows = rows;
        this.cells = cells;
    }

    /// A text.
    public String text(String column) throws SQLException {
        return cells.out(column, present(rows.getString(column), column));
    }

    /// A text that may be missing.
    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column)).map(text -> cells.out(column, text));
    }

    /// A whole number.
    public long number(String column) throws SQLException {
        long value = rows.getLong(column);
        if (rows.wasNull()) {
            throw missing(column);
        }
        return value;
    }

    /// A whole number within the range of `int`.
    public int integer(String column) throws SQLException {
        return Math.toIntExact(number(column));
    }

    /// A whole number that may be missing.
    public OptionalLong optionalNumber(String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// A number with a fraction.
    public double real(String column) throws SQLException {
        double value = rows.getDouble(column);
        if (rows.wasNull()) {
            throw missing(column);
        }
        return value;
    }

    /// A number with a fraction that may be missing.
    public OptionalDouble optionalReal(String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// A truth value, kept as 0 or 1.
    public boolean flag(String column) throws SQLException {
        return number(column) != 0;
    }

    /// A moment, kept as microseconds since 1970.
    public Instant instant(String column) throws SQLException {
        return Micros.toInstant(number(column));
    }

    /// A moment that may be missing.
    public Optional<Instant> optionalInstant(String column) throws SQLException {
        var micros = optionalNumber(column);
        return micros.isPresent() ? Optional.of(Micros.toInstant(micros.getAsLong())) : Optional.empty();
    }

    /// A JSON value, kept as text.
    public Json json(String column) throws SQLException {
        return Json.parse(text(column));
    }

    /// Bytes.
    public byte[] bytes(String column) throws SQLException {
        return cells.out(column, present(rows.getBytes(column), column));
    }

    /// All columns by name: texts, numbers and nulls.
    public Json.Obj object() throws SQLException {
        var columns = rows.getMetaData();
        var object = new LinkedHashMap<String, Json>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            var value = switch (rows.getObject(i)) {
                case null -> Json.Null.NULL;
                case Double number -> Json.of(number.doubleValue());
                case Number number -> Json.of(number.longValue());
                case Object other -> Json.of(cells.out(columns.getColumnLabel(i), other.toString()));
            };
            object.put(columns.getColumnLabel(i), value);
        }
        return new Json.Obj(object);
    }

    private static <T> T present(@Nullable T value, String column) {
        if (value == null) {
            throw missing(column);
        }
        return value;
    }

    private static IllegalStateException missing(String column) {
        return new IllegalStateException("column " + column + " is null");
    }
}
