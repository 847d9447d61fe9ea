package dev.mnemo.kernel.sql;

import org.jspecify.annotations.Nullable;

/// Changes values between a program and its tables, as encryption does: what goes in is changed by the statement
/// and its arguments, what comes out by the column it comes from.
public interface Cells {
    /// Leaves everything as it is.
    Cells PLAIN = new Cells() {
        @Override
        public @Nullable Object[] in(String sql, @Nullable Object[] arguments) {
            return arguments;
        }

        @Override
        public String out(String column, String text) {
            return text;
        }

        @Override
        public byte[] out(String column, byte[] bytes) {
            return bytes;
        }
    };

    /// What to bind in place of the arguments of a statement.
    @Nullable
    Object[] in(String sql, @Nullable Object[] arguments);

    /// What a text of a column means.
    String out(String column, String text);

    /// What bytes of a column mean.
    byte[] out(String column, byte[] bytes);
}
