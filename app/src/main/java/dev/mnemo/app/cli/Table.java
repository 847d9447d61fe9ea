package dev.mnemo.app.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in columns that are as wide as they need to be; the last column is as long as it is.
public final class Table {
    /// Characters of the widest column but the last.
    private static final int COLUMN_CHARS_MAX = 60;

    private final List<List<String>> rows = new ArrayList<>();

    /// A table with its headings.
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row with as many cells as there are headings.
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                widths[column] = Math.clamp(row.get(column).length(), widths[column], COLUMN_CHARS_MAX);
            }
        }
        var out = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                if (column < row.size() - 1) {
                    line.repeat(
                            ' ', Math.max(0, widths[column] - row.get(column).length()) + 2);
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
