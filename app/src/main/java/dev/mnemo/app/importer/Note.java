package dev.mnemo.app.importer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One Markdown file as things to know: an observation of basic-memory (`- [category] text`) and a relation
/// (`- relation [[other note]]`) each become one, and so does the text under each heading, with title and heading in
/// front so that it can be understood alone. Long sections are divided between paragraphs.
final class Note {
    /// Characters of a piece of text; a longer section is divided.
    static final int PIECE_CHARS_MAX = 2_000;

    /// A section with fewer letters and digits says nothing.
    private static final int LETTERS_MIN = 12;

    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*?)\\s*#*\\s*");
    private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");
    private static final Pattern OBSERVATION =
            Pattern.compile("\\s*[-*]\\s+\\[([\\p{L}][\\p{L}\\p{N} _-]{1,40})]\\s+(.+)");
    private static final Pattern RELATION =
            Pattern.compile("\\s*[-*]\\s+([\\p{L}][\\p{L}\\p{N} _-]{0,60}?)\\s+\\[\\[([^\\]]+)]](.*)");
    private static final Pattern FRONT = Pattern.compile("([A-Za-z_-]+):\\s*(.*)");
    private static final Pattern OURS = Pattern.compile("<!-- mnemo -->.*?<!-- /mnemo -->", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    /// A line that only has another file read, as agents' instructions have it.
    private static final Pattern READS_ANOTHER = Pattern.compile("@\\S+");

    private final String file;
    private final boolean instructions;
    private final Map<String, String> front = new LinkedHashMap<>();
    private final List<String> body;
    private final List<Item> items = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private final StringBuilder section = new StringBuilder();
    private int sections;

    /// @param file what the file is called
    /// @param instructions whether it tells agents what to do
    Note(String file, String text, boolean instructions) {
        this.file = file;
        this.instructions = instructions;
        var clean = COMMENT.matcher(OURS.matcher(text.replace("\r\n", "\n")).replaceAll(""))
                .replaceAll("");
        var lines = clean.lines().toList();
        int from = 0;
        if (!lines.isEmpty() && lines.getFirst().equals("---")) {
            int end = lines.subList(1, lines.size()).indexOf("---");
            if (end >= 0) {
                lines.subList(1, end + 1).forEach(this::front);
                from = end + 2;
            }
        }
        this.body = lines.subList(from, lines.size());
    }

    private void front(String line) {
        var field = FRONT.matcher(line);
        if (field.matches()) {
            front.put(
                    field.group(1).toLowerCase(Locale.ROOT),
                    field.group(2).replaceAll("^[\"']|[\"']$", "").strip());
        }
    }

    private String title() {
        var stem = file.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
        var title = front.getOrDefault("title", "");
        return title.isEmpty() ? stem : title;
    }

    private Optional<Instant> created() {
        return List.of("modified", "updated", "updated_at", "created", "created_at", "date").stream()
                .flatMap(key -> Times.parse(front.getOrDefault(key, "")).stream())
                .findFirst();
    }

    /// What the note says, in order.
    List<Item> items() {
        boolean fenced = false;
        for (var line : body) {
            boolean fence = FENCE.matcher(line).matches();
            fenced ^= fence;
            if (fenced || fence || !special(line)) {
                section.append(line).append('\n');
            }
        }
        endSection();
        return items;
    }

    /// Whether a line is no text of the section.
    private boolean special(String line) {
        var heading = HEADING.matcher(line);
        if (heading.matches()) {
            endSection();
            int level = heading.group(1).length();
            while (headings.size() >= level) {
                headings.removeLast();
            }
            while (headings.size() < level - 1) {
                headings.add("");
            }
            headings.add(heading.group(2));
            return true;
        }
        var relation = RELATION.matcher(line);
        if (relation.matches()) {
            add(
                    "relation",
                    title() + " " + relation.group(1).replace('_', ' ') + " " + relation.group(2) + relation.group(3),
                    "context");
            return true;
        }
        var observation = OBSERVATION.matcher(line);
        if (observation.matches()) {
            add("observation", title() + ": " + observation.group(2), domain(observation.group(1)));
            return true;
        }
        return READS_ANOTHER.matcher(line.strip()).matches();
    }

    private void endSection() {
        var text = section.toString().strip();
        section.setLength(0);
        if (text.codePoints().filter(Character::isLetterOrDigit).count() < LETTERS_MIN) {
            return;
        }
        var where = new ArrayList<String>();
        if (!instructions) {
            where.add(title());
        }
        headings.stream()
                .filter(heading -> !heading.isBlank() && !heading.equals(title()))
                .forEach(where::add);
        var front = where.isEmpty() ? "" : String.join(" > ", where) + ":\n";
        var domain = instructions ? "patterns" : domain(front().toLowerCase(Locale.ROOT));
        for (var piece : pieces(text)) {
            add("section " + ++sections, front + piece, domain);
        }
    }

    private String front() {
        return headings.isEmpty() ? front.getOrDefault("type", "") : headings.getLast();
    }

    private void add(String what, String text, String domain) {
        var number = what.startsWith("section") ? "" : " " + (items.size() + 1);
        items.add(Item.of(file + " " + what + number, text.strip(), domain).at(created()));
    }

    /// A text in pieces of limited length, divided between paragraphs, then between lines, then anywhere.
    private static List<String> pieces(String text) {
        if (text.length() <= PIECE_CHARS_MAX) {
            return List.of(text);
        }
        var pieces = new ArrayList<String>();
        var rest = text;
        while (rest.length() > PIECE_CHARS_MAX) {
            int cut = rest.lastIndexOf("\n\n", PIECE_CHARS_MAX);
            cut = cut > 0 ? cut : rest.lastIndexOf('\n', PIECE_CHARS_MAX);
            cut = cut > 0 ? cut : rest.lastIndexOf(' ', PIECE_CHARS_MAX);
            cut = cut > 0 ? cut : rest.offsetByCodePoints(0, rest.codePointCount(0, PIECE_CHARS_MAX) - 1);
            pieces.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    /// This memory's word for a category, or for a heading.
    private static String domain(String category) {
        var word = category.toLowerCase(Locale.ROOT);
        for (var pair : new String[][] {
            {"decisions", "decision|decided|rationale|adr"},
            {"architecture", "architecture|design|tech|component|structure|overview"},
            {"patterns", "pattern|convention|style|rule|guideline|practice|preference"},
            {"issues", "issue|bug|problem|risk|known|gotcha|troubleshoot"},
            {"tasks", "task|todo|next|plan|roadmap"},
            {"dependencies", "dependenc|version|librar|requirement"},
            {"history", "history|changelog|log|past"}
        }) {
            if (Pattern.compile("\\b(?:" + pair[1] + ")").matcher(word).find()) {
                return pair[0];
            }
        }
        return "context";
    }
}
