package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads files together with what the memory knows about them.
public final class FileReading {
    /// Lines shown unless others are asked for.
    public static final int LINES_DEFAULT = 300;

    /// Characters of file text in one answer.
    public static final int ANSWER_CHARS_MAX = 15_000;

    /// Characters of one line that are shown.
    public static final int LINE_CHARS_MAX = 1_000;

    /// Nodes shown on the first visit, and on later ones.
    public static final int KNOWN_FIRST_MAX = 5;

    /// Critical nodes shown on later visits.
    public static final int KNOWN_LATER_MAX = 3;

    private static final int NOTES_PER_LINE_MAX = 3;

    /// A shorter name, such as `get`, is too common to say what a node is about.
    private static final int SECTION_NAME_CHARS_MIN = 4;

    private static final int FRAGMENT_BEFORE_CHARS = 30;
    private static final int FRAGMENT_AFTER_CHARS = 80;
    private static final double CRITICAL_PRIORITY = 0.5;

    private final ProjectRoot root;
    private final Knowledge memory;
    private final Session session;
    private final EventLog events;
    private final Landmarks landmarks;

    /// @param outline finds declarations in the languages it knows; in others the usual words do
    public FileReading(ProjectRoot root, Knowledge memory, Session session, EventLog events, SourceOutline outline) {
        this.landmarks = new Landmarks(outline);
        this.root = root;
        this.memory = memory;
        this.session = session;
        this.events = events;
    }

    /// Reads some lines of a file.
    ///
    /// @param path the file, relative to the project or absolute
    /// @param offset lines to leave out before the first, 0 or more
    /// @param limit lines to show; 0 means {@link #LINES_DEFAULT}
    /// @throws Refusal if the file is outside the project, not there, too large or no text
    public FileView read(String path, int offset, int limit) {
        if (offset < 0 || limit < 0) {
            throw new Refusal("offset and limit must be 0 or more; offset 0 is the first line.");
        }
        var file = root.file(path);
        var content = FileText.read(file);
        var lines = content.lines();
        var knowledge = FileKnowledge.of(file, memory);
        int visit = session.visit(file.relative());
        var declared = landmarks.of(file.name(), lines);
        var shown = lines(lines, offset, limit == 0 ? LINES_DEFAULT : limit, notes(knowledge, declared));
        var view = new FileView(
                file.relative(),
                visit,
                lines.size(),
                shown.isEmpty() ? 0 : shown.getFirst().number(),
                shown,
                content.charset().equals(StandardCharsets.UTF_8),
                knowledge.nodes().size(),
                known(knowledge.nodes(), visit),
                FileView.StaleNode.of(knowledge.anchored()),
                shown.stream().mapToInt(line -> line.notes().size()).sum(),
                declared.size());
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                "read",
                "read " + file.relative() + " (" + shown.size() + " of " + lines.size() + " lines)",
                knowledge.nodes().stream()
                        .map(node -> node.address().toString())
                        .toList(),
                "",
                Json.Obj.EMPTY.with("file", file.relative())));
        return view;
    }

    private static List<KnownNode> known(List<Node> nodes, int visit) {
        return nodes.stream()
                .filter(node -> visit <= 1
                        || node.meta().priority() >= CRITICAL_PRIORITY
                        || node.meta().domain().equals("issues"))
                .limit(visit <= 1 ? KNOWN_FIRST_MAX : KNOWN_LATER_MAX)
                .map(KnownNode::of)
                .toList();
    }

    private static List<FileView.Line> lines(
            List<String> lines, int offset, int limit, Map<Integer, List<FileView.Note>> notes) {
        var shown = new ArrayList<FileView.Line>();
        int chars = 0;
        for (int i = offset; i < lines.size() && shown.size() < limit; i++) {
            var line = lines.get(i);
            var text = Plain.text(line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line);
            var here = notes.getOrDefault(i + 1, List.of());
            chars += text.length()
                    + here.stream().mapToInt(note -> note.text().length()).sum();
            if (chars > ANSWER_CHARS_MAX && !shown.isEmpty()) {
                break;
            }
            shown.add(new FileView.Line(i + 1, text, Math.max(0, line.length() - LINE_CHARS_MAX), here));
        }
        return shown;
    }

    /// What to say before which line: nodes anchored there, nodes that name the line, nodes that name what is declared
    /// there; each node once a line.
    private static Map<Integer, List<FileView.Note>> notes(FileKnowledge knowledge, List<Landmarks.Landmark> sections) {
        var notes = new HashMap<Integer, List<FileView.Note>>();
        for (var anchored : knowledge.anchored()) {
            if (anchored.line() > 0 && anchored.anchor() instanceof Anchor.Passage) {
                var text = Plain.line(anchored.node().content(), KnownNode.TEXT_CHARS);
                add(notes, anchored.line(), note(anchored.node(), text, 0, 0, anchored.isStale()));
            }
        }
        for (var node : knowledge.nodes()) {
            for (var lines : knowledge.lineReferences(node.content())) {
                var text = Plain.line(
                        WholeWord.around(node.content(), lines[2], KnownNode.TEXT_CHARS / 2, KnownNode.TEXT_CHARS / 2));
                add(notes, lines[0], note(node, text, lines[0], lines[1], false));
            }
        }
        for (var section : sections) {
            if (section.name().length() < SECTION_NAME_CHARS_MIN) {
                continue;
            }
            for (var node : knowledge.nodes()) {
                int at = WholeWord.indexOf(node.content(), section.name());
                if (at >= 0) {
                    var fragment = WholeWord.around(node.content(), at, FRAGMENT_BEFORE_CHARS, FRAGMENT_AFTER_CHARS);
                    add(notes, section.line(), note(node, Plain.line(fragment), 0, 0, false));
                    break;
                }
            }
        }
        return notes;
    }

    private static FileView.Note note(Node node, String text, int from, int to, boolean drifted) {
        return new FileView.Note(node.address().toString(), node.meta().domain(), text, from, to, drifted);
    }

    private static void add(Map<Integer, List<FileView.Note>> notes, int line, FileView.Note note) {
        var here = notes.computeIfAbsent(line, _ -> new ArrayList<>());
        boolean known = here.stream().anyMatch(other -> other.address().equals(note.address()));
        if (!known && here.size() < NOTES_PER_LINE_MAX) {
            here.add(note);
        }
    }
}
