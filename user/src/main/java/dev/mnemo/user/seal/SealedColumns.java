package dev.mnemo.user.seal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Which question mark of a statement stands for a value of which column, and how that column is encrypted. It
/// reads the plain SQL of this module: `insert into … values`, `insert into … select`, `update … set`,
/// comparisons and `in (…)`.
final class SealedColumns {
    /// How a value is encrypted.
    enum Place {
        PLAIN,
        /// To another text each time.
        CONTENT,
        /// To the same text each time, so that it can be found by its value.
        LOOKED_UP
    }

    private static final Set<String> CONTENT = Set.of(
            "content",
            "metadata",
            "old_content",
            "new_content",
            "details",
            "value",
            "old_value",
            "properties",
            "title",
            "summary",
            "extraction_error",
            "emotion_label",
            "event_words",
            "latest_state",
            "dominant_emotions",
            "emotion_triggers",
            "filename",
            "tags",
            "error",
            "sealed");

    private static final Set<String> LOOKED_UP = Set.of(
            "content_hash",
            "subject",
            "attribute",
            "category",
            "namespace",
            "name",
            "session_id",
            "node_id",
            "source_id",
            "target_id",
            "alias",
            "relation");

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|[a-zA-Z_][a-zA-Z_0-9.]*|<>|<=|>=|@@|\\?|[(),=<>]|[^\\s]");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", ">", "<=", ">=", "like", "in");
    private static final Set<String> ENDS = Set.of(
            "and",
            "or",
            "where",
            "limit",
            "offset",
            "order",
            "set",
            "when",
            "then",
            "else",
            "returning",
            "group",
            "from",
            "values",
            "select",
            "not");

    /// Statements whose places are remembered; beyond that they are read again.
    private static final int STATEMENTS_MAX = 2_000;

    private static final Map<String, List<Place>> KNOWN = new ConcurrentHashMap<>();

    private SealedColumns() {}

    static boolean isSealedBytes(String column) {
        return column.equals("sealed");
    }

    static List<Place> of(String sql) {
        var known = KNOWN.get(sql);
        if (known == null) {
            known = read(sql);
            if (KNOWN.size() < STATEMENTS_MAX) {
                KNOWN.put(sql, known);
            }
        }
        return known;
    }

    private static Place place(String column) {
        var plain = column.substring(column.lastIndexOf('.') + 1);
        return CONTENT.contains(plain) ? Place.CONTENT : LOOKED_UP.contains(plain) ? Place.LOOKED_UP : Place.PLAIN;
    }

    private static List<Place> read(String sql) {
        var tokens = new ArrayList<>(TOKEN.matcher(sql.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> found.group())
                .toList());
        if (tokens.contains("counters")) { // whose names are the program's own
            tokens.replaceAll(token -> token.equals("name") ? "counter" : token);
        }
        var places = new ArrayList<Place>();
        int at = tokens.getFirst().equals("insert") ? inserted(tokens, places) : 0;
        compared(tokens.subList(at, tokens.size()), places);
        return Collections.unmodifiableList(places);
    }

    /// Reads the columns and the values of an insert; says where the rest begins.
    private static int inserted(List<String> tokens, List<Place> places) {
        int open = tokens.indexOf("(");
        int close = tokens.indexOf(")");
        var columns = new ArrayList<Place>();
        for (var token : tokens.subList(open + 1, close)) {
            if (!token.equals(",")) {
                columns.add(place(token));
            }
        }
        boolean isSelect = tokens.get(close + 1).equals("select");
        int depth = isSelect ? 1 : 0;
        int column = 0;
        for (int at = close + 2; at < tokens.size(); at++) {
            var token = tokens.get(at);
            if (token.equals("(")) {
                depth++;
            } else if (token.equals(")")) {
                if (--depth == 0) {
                    return at + 1;
                }
            } else if (token.equals(",") && depth == 1) {
                column++;
            } else if (token.equals("?")) {
                places.add(column < columns.size() ? columns.get(column) : Place.PLAIN);
            } else if (isSelect && depth == 1 && token.equals("from")) {
                return at;
            }
        }
        return tokens.size();
    }

    private record Target(Place place, int depth) {}

    /// Reads assignments and comparisons: a question mark belongs to the column before the operator.
    private static void compared(List<String> tokens, List<Place> places) {
        boolean assigning = false;
        int depth = 0;
        Deque<Target> targets = new ArrayDeque<>(List.of(new Target(Place.PLAIN, 0)));
        for (int at = 0; at < tokens.size(); at++) {
            var token = tokens.get(at);
            if (token.equals("(")) {
                depth++;
            } else if (token.equals(")")) {
                depth--;
                while (targets.getFirst().depth() > depth && targets.size() > 1) {
                    targets.removeFirst();
                }
            } else if (COMPARISONS.contains(token)) {
                var column = place(tokens.get(Math.max(0, at - 1)));
                refuse(tokens, at, column, assigning);
                targets.addFirst(new Target(column, depth));
            } else if (ENDS.contains(token)
                    || (token.equals(",") && targets.getFirst().depth() >= depth && !isList(tokens, at))) {
                assigning = token.equals("set") || (assigning && token.equals(","));
                targets.addFirst(new Target(Place.PLAIN, depth));
            } else if (token.equals("?")) {
                places.add(targets.getFirst().place());
            }
        }
    }

    /// Whether a comma stands between question marks, as in `in (?, ?)`.
    private static boolean isList(List<String> tokens, int at) {
        return tokens.get(at - 1).equals("?")
                && at + 1 < tokens.size()
                && tokens.get(at + 1).equals("?");
    }

    /// What is encrypted differently each time cannot be compared, and nothing encrypted has an order.
    private static void refuse(List<String> tokens, int at, Place column, boolean assigning) {
        var value = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
        boolean isValue = value.equals("?") || value.equals("(");
        boolean isLiteral = value.startsWith("'");
        boolean isOrder = !Arrays.asList("=", "<>", "in").contains(tokens.get(at));
        boolean isUnfit = isLiteral || (isValue && (isOrder || column == Place.CONTENT));
        if (isUnfit && !assigning && column != Place.PLAIN) {
            throw new IllegalStateException("encrypted content cannot be compared: " + String.join(" ", tokens));
        }
    }
}
