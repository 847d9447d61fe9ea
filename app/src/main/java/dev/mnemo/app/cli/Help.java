package dev.mnemo.app.cli;

import java.util.ArrayList;
import java.util.List;

/// How a command is used, for a person: its line, what it does, its terms one below the other, examples.
final class Help {
    private static final int LINE_CHARS = 100;
    private static final int TERM_CHARS_MAX = 28;

    private record Term(String name, String about) {}

    private final List<Term> terms = new ArrayList<>();

    /// Adds a parameter or an option and what it means.
    void term(String name, String about) {
        terms.add(new Term(name, about));
    }

    /// The whole text.
    String text(String usage, String summary, List<String> examples) {
        var out = new StringBuilder("usage: ").append(usage).append("\n\n");
        wrap(out, summary, 0, 0);
        out.append('\n');
        int column = 4
                + terms.stream()
                        .mapToInt(term -> term.name().length())
                        .filter(length -> length <= TERM_CHARS_MAX)
                        .max()
                        .orElse(0);
        for (var term : terms) {
            out.append("  ").append(term.name());
            int at = 2 + term.name().length();
            if (at > column - 2) {
                out.append('\n');
                at = 0;
            }
            wrap(out, term.about(), at, column);
        }
        if (!examples.isEmpty()) {
            out.append("\nExamples:\n");
            examples.forEach(example -> out.append("  ").append(example).append('\n'));
        }
        return out.toString();
    }

    /// Adds words in lines of at most {@value #LINE_CHARS} characters that begin at a column.
    ///
    /// @param at the column that is reached
    private static void wrap(StringBuilder out, String text, int at, int column) {
        int reached = at;
        for (var word : text.strip().split("\\s+")) {
            if (reached > column && reached + 1 + word.length() > LINE_CHARS) {
                out.append('\n');
                reached = 0;
            }
            if (reached <= column) {
                out.repeat(' ', column - reached);
                reached = column;
            } else {
                out.append(' ');
                reached++;
            }
            out.append(word);
            reached += word.length();
        }
        out.append('\n');
    }
}
