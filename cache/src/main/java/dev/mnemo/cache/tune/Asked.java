package dev.mnemo.cache.tune;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A question of a labelled stream.
///
/// @param text the question
/// @param answer names its right answer: two questions with the same name may share an answer
public record Asked(String text, String answer) {
    /// Questions of the longest stream.
    public static final int STREAM_MAX = 20_000;

    public Asked {
        if (text.isBlank() || answer.isBlank()) {
            throw new Refusal("A question of a stream needs a text and the name of its answer.");
        }
    }

    /// Reads a stream in the order of time: JSON Lines with the members `text` and `answer`, or, if the first
    /// line begins with `text,`, CSV with these two columns in front. Blank lines and lines that begin with
    /// `#` count for nothing.
    ///
    /// @throws Refusal with the number of the line that is neither
    public static List<Asked> read(String written) {
        boolean csv = written.strip().startsWith("text,");
        var rows = csv ? csv(written) : List.<List<String>>of();
        var stream = new ArrayList<Asked>();
        if (csv) {
            for (var row : rows.subList(1, rows.size())) {
                if (row.size() < 2) {
                    throw new Refusal("Row " + (stream.size() + 2) + " of the stream has no second column.");
                }
                stream.add(new Asked(row.get(0), row.get(1)));
            }
        } else {
            int number = 0;
            for (var line : written.lines().toList()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    stream.add(ofJson(line, number));
                }
            }
        }
        if (stream.size() > STREAM_MAX) {
            throw new Refusal("A stream has at most " + STREAM_MAX + " questions, not " + stream.size() + ".");
        }
        return List.copyOf(stream);
    }

    private static Asked ofJson(String line, int number) {
        try {
            var members = Json.parseObject(line);
            return new Asked(members.string("text", ""), members.string("answer", ""));
        } catch (Refusal _) {
            throw new Refusal(
                    "Line " + number + " of the stream is no JSON object with the texts 'text' and 'answer'.");
        }
    }

    /// RFC 4180: fields in double quotes may hold commas, line ends and doubled quotes.
    private static List<List<String>> csv(String written) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < written.length(); at++) {
            char c = written.charAt(at);
            if (quoted && c == '"' && at + 1 < written.length() && written.charAt(at + 1) == '"') {
                field.append(c);
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString().strip());
                field.setLength(0);
                if (c == '\n') {
                    addRow(rows, row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        row.add(field.toString().strip());
        addRow(rows, row);
        return rows;
    }

    private static void addRow(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.getFirst().isEmpty()) {
            rows.add(row);
        }
    }
}
