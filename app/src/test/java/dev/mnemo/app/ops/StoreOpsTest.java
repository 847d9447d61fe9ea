package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOpsTest {
    @TempDir
    private Path folder;

    @Test
    void a_damaged_store_is_found_mended_and_rebuilt() throws IOException {
        var store = folder.resolve(".mnemo");
        try (var memory = TestMemory.open(folder, folder)) {
            var node = Node.of(NodeType.LEAF, "retries are bounded", List.of(), 1, Json.Obj.EMPTY);
            memory.current().store().write(change -> {
                change.put(node);
                change.activate(node.address());
                return 0;
            });
            var operations = Operations.of(memory);
            assertThat(call(operations, "memory_fsck", "{}")).contains("1 nodes, 1 active", "Nothing is wrong");
            Files.writeString(store.resolve("nodes/" + node.address() + ".json"), "{");
            assertThat(call(operations, "memory_fsck", "{}"))
                    .contains("damaged node nodes/" + node.address() + ".json", "mnemo fsck --repair");
            assertThat(call(operations, "memory_fsck", "{\"repair\":true}"))
                    .contains("mended damaged node", "lost+found");
            assertThat(call(operations, "memory_fsck", "{}")).contains("Nothing is wrong");
            assertThat(call(operations, "memory_rebuild", "{}")).isEqualTo("Rebuilt the indexes of 1 nodes.");
        }
    }

    private static String call(Operations operations, String tool, String arguments) {
        return text(operations.require(tool), arguments);
    }

    private static <I extends Record, O extends Record> String text(Operation<I, O> row, String arguments) {
        return row.text()
                .apply(row.run()
                        .apply(Binding.of(row.name(), row.input()).bind(Json.parseObject(arguments), Progress.NONE)));
    }
}
