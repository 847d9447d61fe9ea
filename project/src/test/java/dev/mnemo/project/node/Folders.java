package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// Folders of stores for tests.
final class Folders {
    static final Path GOLDEN = Path.of("src/test/resources/golden");

    private Folders() {}

    static Path copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (var file : walk.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    /// Every file that the format knows, with its text.
    static TreeMap<String, String> files(Path store) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(store)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var name = store.relativize(file).toString();
                if (name.endsWith(".json")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    static Node leaf(String content) {
        return Node.of(NodeType.LEAF, content, List.of(), 1_795_000_000.25, Json.Obj.EMPTY.with("domain", "history"));
    }

    static Node claim(NodeStore store, String content) {
        var node = leaf(content);
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return 0;
        });
        return node;
    }
}
