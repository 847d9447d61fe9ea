package dev.mnemo.grammars;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.code.CodeMap;
import dev.mnemo.project.code.Coverage;
import dev.mnemo.project.code.MapReport;
import dev.mnemo.project.code.Scan;
import dev.mnemo.project.code.ScanReport;
import dev.mnemo.project.code.ScanRequest;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A project in a temporary folder with everything that learns from its code.
final class Workspace implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));

    final Path root;
    final NodeStore store;
    final Scan scan;
    final Anchors anchors;
    private final ProjectRoot files;

    Workspace(Path root) throws IOException {
        this.root = root.toRealPath();
        this.store = NodeStore.open(this.root.resolve(".mnemo"));
        this.files = new ProjectRoot(this.root);
        this.scan = new Scan(store, files, new TreeSitterOutline(), EventLog.NONE, CLOCK);
        this.anchors = new Anchors(store, files, CLOCK);
    }

    Path write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    ScanReport scan(String path) {
        return scan.run(ScanRequest.of(path, "", false), Progress.NONE);
    }

    MapReport map(String path, Optional<LanguageModel> model) {
        return new CodeMap(scan, store, anchors, new TreeSitterOutline(), model, EventLog.NONE, CLOCK)
                .run(ScanRequest.of(path, "", false), Progress.NONE);
    }

    Coverage coverage() {
        return new Coverage(scan, anchors, new TreeSitterOutline(), EventLog.NONE);
    }

    List<Node> active() {
        return store.read(view -> List.copyOf(view.activeNodes()));
    }

    /// What the active nodes say, sorted.
    List<String> claims() {
        return active().stream().map(Node::content).sorted().toList();
    }

    Node claim(String beginning) {
        return active().stream()
                .filter(node -> node.content().startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no claim begins with " + beginning + " among " + claims()));
    }

    Json.Obj index() throws IOException {
        return Json.parseObject(Files.readAllBytes(store.directory().resolve("scan_index.json")));
    }

    @Override
    public void close() {
        store.close();
    }
}
