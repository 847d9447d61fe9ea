package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A program that writes to a store until it is done or killed. It prints a line for each change that has
/// returned.
final class StoreWriter {
    private StoreWriter() {}

    /// `claims FOLDER NAME COUNT`, or `rounds FOLDER SEED`, which reads a name for each round from its input.
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[1]);
        try (var store = NodeStore.open(folder)) {
            System.out.println("ready");
            if (arguments[0].equals("claims")) {
                for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                    Folders.claim(store, arguments[2] + " claims fact " + i);
                }
            } else {
                mixed(store, new Random(Long.parseLong(arguments[2])));
            }
        }
    }

    /// Claims, corrections, counters, chains and batches without end. A line names what was acknowledged:
    /// `+address` became active, `-address` is no longer active.
    private static void mixed(NodeStore store, Random random) {
        var active = new ArrayList<Node>();
        while (true) {
            var said = new StringBuilder("ok");
            int what = active.isEmpty() ? 0 : random.nextInt(5);
            int batch = what == 1 ? 20 : 1;
            store.write(change -> {
                if (what <= 1) {
                    for (int i = 0; i < batch; i++) {
                        add(change, Folders.leaf("fact " + random.nextLong()), active, said);
                    }
                } else if (what == 2) {
                    var old = active.remove(random.nextInt(active.size()));
                    change.deactivate(old.address());
                    said.append(" -").append(old.address());
                    add(
                            change,
                            Node.of(
                                    NodeType.SUPERSEDE,
                                    "correction " + random.nextLong(),
                                    List.of(old.address().toString()),
                                    1_795_000_000,
                                    Json.Obj.EMPTY),
                            active,
                            said);
                } else if (what == 3) {
                    var node = active.get(random.nextInt(active.size()));
                    change.put(node.editMeta(meta -> meta.with("recall_count", random.nextInt(100))));
                } else {
                    change.putChain(
                            "ch_%012x".formatted(random.nextInt(5)),
                            Json.Obj.EMPTY.with("members", Json.array(List.of())));
                }
                return 0;
            });
            System.out.println(said);
        }
    }

    private static void add(StoreChange change, Node node, List<Node> active, StringBuilder said) {
        change.put(node);
        change.activate(node.address());
        active.add(node);
        said.append(" +").append(node.address());
    }
}
