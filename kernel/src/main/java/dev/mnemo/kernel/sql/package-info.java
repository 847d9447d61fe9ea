/// Rows in SQLite or PostgreSQL: transactions as functions, one place for what differs between the two, migrations,
/// and failures with a remedy.
@NullMarked
package dev.mnemo.kernel.sql;

import org.jspecify.annotations.NullMarked;
