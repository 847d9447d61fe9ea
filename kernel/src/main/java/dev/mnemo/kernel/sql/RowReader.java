package dev.mnemo.kernel.sql;

import java.sql.SQLException;

/// Makes a value of the row a query has come to.
@FunctionalInterface
public interface RowReader<T> {
    /// The value of this row.
    T read(Row row) throws SQLException;
}
