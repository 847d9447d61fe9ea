package dev.mnemo.app.backup;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// Copies a store of nodes as it is at one moment. Nodes, active set, chains and roots come from one state in memory,
/// so
/// writers go on and the copy is still consistent; what is derived, and what belongs to running processes, stays
/// behind. The stores of sittings inside it are copied in the same way.
final class StoreCopy {
    private static final List<String> SIDE_FILES =
            List.of("scan_index.json", "session_state.json", "file_visits.json", ".gitignore");
    private static final List<String> INNER_STORES = List.of("sessions", "session_archive");
    private static final List<String> PLAIN_FOLDERS = List.of("logs", "lost+found");

    private final Sink sink;

    StoreCopy(Sink sink) {
        this.sink = sink;
    }

    private record Picture(
            List<Node> nodes, List<String> active, List<String> roots, Json.Obj chains, boolean hasChains) {}

    /// Copies the store in a folder under a name in the archive.
    void copy(Path folder, String prefix) throws IOException {
        Picture picture;
        try (var store = NodeStore.open(folder)) {
            // Only references are taken here: nobody waits for the writing that follows.
            picture = store.read(view -> new Picture(
                    List.copyOf(view.nodes()),
                    strings(view.active()),
                    strings(view.roots()),
                    new Json.Obj(new LinkedHashMap<>(view.chains())),
                    view.hasChains()));
        }
        for (var node : picture.nodes()) {
            sink.add(prefix + "/nodes/" + node.address() + ".json", bytes(node.toJson()));
        }
        sink.add(prefix + "/active.json", bytes(Json.strings(picture.active())));
        if (!picture.roots().isEmpty()) {
            sink.add(prefix + "/roots.json", bytes(Json.strings(picture.roots())));
        }
        if (picture.hasChains()) {
            sink.add(prefix + "/chains.json", bytes(picture.chains()));
        }
        for (var name : SIDE_FILES) {
            file(folder.resolve(name), prefix + "/" + name);
        }
        for (var name : INNER_STORES) {
            inner(folder.resolve(name), prefix + "/" + name);
        }
        for (var name : PLAIN_FOLDERS) {
            plain(folder.resolve(name), prefix + "/" + name);
        }
    }

    private static List<String> strings(Collection<?> addresses) {
        return addresses.stream().map(Object::toString).toList();
    }

    private static byte[] bytes(Json json) {
        return json.pretty().getBytes(StandardCharsets.UTF_8);
    }

    private void inner(Path folder, String prefix) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (var stores = Files.newDirectoryStream(folder)) {
                for (var store : stores) {
                    if (Files.isDirectory(store.resolve("nodes"), LinkOption.NOFOLLOW_LINKS)) {
                        copy(store, prefix + "/" + store.getFileName());
                    }
                }
            }
        }
    }

    private void plain(Path folder, String prefix) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (var file : files) {
                    file(file, prefix + "/" + file.getFileName());
                }
            }
        }
    }

    /// Copies a file if it is one; a log may be removed while this runs.
    private void file(Path file, String name) throws IOException {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                sink.add(name, file);
            }
        } catch (NoSuchFileException _) {
            // It went away: then it is not part of the copy.
        }
    }
}
