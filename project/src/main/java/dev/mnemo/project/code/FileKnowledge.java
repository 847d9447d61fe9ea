package dev.mnemo.project.code;

import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/// What the memory knows about one file: the nodes that name it, and the nodes anchored in it.
final class FileKnowledge {
    /// How many nodes are asked for by the file's name.
    static final int RECALLED_MAX = 10;

    private static final int STEM_CHARS_MIN = 3;
    private static final Pattern LINE_REFERENCE = Pattern.compile(":(\\d{1,6})(?:-(\\d{1,6}))?");

    private final ProjectFile file;
    private final List<Node> nodes;
    private final List<Anchored> anchored;

    private FileKnowledge(ProjectFile file, List<Node> nodes, List<Anchored> anchored) {
        this.file = file;
        this.nodes = nodes;
        this.anchored = anchored;
    }

    static FileKnowledge of(ProjectFile file, Knowledge memory) {
        var nodes = new LinkedHashMap<Address, Node>();
        for (var node : memory.relevant(file.name() + " " + file.stem(), RECALLED_MAX)) {
            if (speaksOf(node.content(), file)) {
                nodes.put(node.address(), node);
            }
        }
        var anchored = memory.anchors().forFile(file.relative());
        anchored.forEach(one -> nodes.putIfAbsent(one.node().address(), one.node()));
        return new FileKnowledge(file, List.copyOf(nodes.values()), anchored);
    }

    /// The nodes, those that recall finds first.
    List<Node> nodes() {
        return nodes;
    }

    /// The anchors in the file, with the places where they are now.
    List<Anchored> anchored() {
        return anchored;
    }

    /// Whether a text names a file: by its path or the end of its path, or by its stem as a word. A path of another
    /// file with the same name does not count.
    static boolean speaksOf(String text, ProjectFile file) {
        boolean other = false;
        for (var name : FileMentions.named(text)) {
            if (isNameOf(name, file)) {
                return true;
            }
            other |= name.endsWith("/" + file.name());
        }
        return !other && file.stem().length() >= STEM_CHARS_MIN && WholeWord.contains(text, file.stem());
    }

    /// The lines of this file that a text names, such as `auth.py:7-9`, as pairs of first and last line.
    List<int[]> lineReferences(String text) {
        var found = new ArrayList<int[]>();
        for (var name : FileMentions.named(text)) {
            if (!isNameOf(name, file)) {
                continue;
            }
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                var matcher = LINE_REFERENCE.matcher(text).region(at + name.length(), text.length());
                if (matcher.lookingAt()) {
                    int first = Integer.parseInt(matcher.group(1));
                    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
                    found.add(new int[] {first, Math.max(first, last), at});
                }
            }
        }
        return found;
    }

    private static boolean isNameOf(String name, ProjectFile file) {
        var plain = name.startsWith("./") ? name.substring(2) : name;
        return file.relative().equals(plain)
                || file.relative().endsWith("/" + plain)
                || (plain.startsWith("/") && file.path().toString().equals(plain));
    }
}
