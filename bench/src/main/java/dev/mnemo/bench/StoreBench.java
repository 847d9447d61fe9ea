package dev.mnemo.bench;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Measures a store: how long it takes to open and to claim, and the memory it needs. Give it folders of
/// stores.
public final class StoreBench {
    private static final int CLAIMS = 400;
    private static final int CLAIMS_WARM_UP = 200;
    private static final double NANOS_PER_MILLI = 1e6;

    private StoreBench() {}

    /// Arguments: folders of stores, which get {@value #CLAIMS} claims more. Each is opened twice: the first
    /// time may have to build the snapshot.
    public static void main(String[] folders) throws IOException {
        for (var folder : folders) {
            for (int round = 0; round < 2; round++) {
                measure(Path.of(folder), round);
            }
        }
    }

    private static void measure(Path folder, int round) throws IOException {
        long began = System.nanoTime();
        try (var store = NodeStore.open(folder)) {
            double opened = (System.nanoTime() - began) / NANOS_PER_MILLI;
            int nodes = store.read(view -> view.activeNodes().size());
            double read = (System.nanoTime() - began) / NANOS_PER_MILLI;
            System.out.printf(
                    "%s: %,d active nodes, open %.1f ms, with first read %.1f ms, resident %,d MB%n",
                    folder, nodes, opened, read, residentMegabytes());
            claims(store, round);
            began = System.nanoTime();
        }
        System.out.printf("  close %.1f ms%n", (System.nanoTime() - began) / NANOS_PER_MILLI);
    }

    private static void claims(NodeStore store, int round) throws IOException {
        var nanos = new long[CLAIMS];
        long text = System.nanoTime();
        for (int i = -CLAIMS_WARM_UP; i < CLAIMS; i++) {
            var node = Node.of(
                    NodeType.LEAF,
                    "Claim " + i + " of round " + round + " says that the retry queue of the parser is bounded " + text,
                    List.of(),
                    1_795_000_000.5 + i,
                    Json.Obj.EMPTY.with("domain", "architecture").with("confidence", 0.8));
            long began = System.nanoTime();
            store.write(change -> {
                change.put(node);
                change.activate(node.address());
                return 0;
            });
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "  claim p50 %.3f ms, p95 %.3f ms, resident %,d MB%n",
                nanos[CLAIMS / 2] / NANOS_PER_MILLI, nanos[CLAIMS * 95 / 100] / NANOS_PER_MILLI, residentMegabytes());
    }

    private static long residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
            }
        }
        return -1;
    }
}
