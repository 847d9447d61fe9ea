package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectOpsTest {
    @TempDir
    Path folder;

    private ProjectMemory memory;

    @BeforeEach
    void open() {
        memory = TestMemory.open(folder.resolve("shop"), folder);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String call(String tool, String arguments) {
        return text(Operations.of(memory).require(tool), arguments);
    }

    private static <I extends Record, O extends Record> String text(Operation<I, O> row, String arguments) {
        return row.text()
                .apply(row.run()
                        .apply(Binding.of(row.name(), row.input()).bind(Json.parseObject(arguments), Progress.NONE)));
    }

    @Test
    void a_project_is_registered_switched_to_by_name_and_back() {
        try (var other = NodeStore.open(folder.resolve("other/.mnemo"))) {
            other.write(change -> {
                var node = Node.of(NodeType.LEAF, "A fact of the other project", List.of(), 1, Json.Obj.EMPTY);
                change.put(node);
                change.activate(node.address());
                return node;
            });
        }
        assertThat(call("memory_init", "{}")).contains("Registered as: shop");
        assertThat(call("memory_switch", "{\"project_path\":\"../other\"}"))
                .contains("Switched to other", "(1 nodes)", "(0 nodes)");
        assertThat(call("memory_projects", "{}")).contains("other (active): 1 nodes", "shop: 0 nodes");
        assertThat(call("memory_switch", "{\"project_path\":\"shop\"}")).contains("Switched to shop");
        assertThat(memory.current().root()).isEqualTo(folder.resolve("shop"));
    }

    @Test
    void switching_never_makes_a_store_and_says_what_to_do() {
        assertThatThrownBy(() -> call("memory_switch", "{\"project_path\":\"a\\u0000b\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("neither a registered name nor a path");
        assertThatThrownBy(() -> call("memory_switch", "{\"project_path\":\"/etc\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("mnemo init");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void listing_projects_creates_nothing_where_a_store_is_gone() throws Exception {
        memory.registry().register("gone", folder.resolve("gone/.mnemo"));
        assertThat(call("memory_projects", "{}")).contains("gone: (path missing)");
        assertThat(Files.exists(folder.resolve("gone"))).isFalse();
        assertThatThrownBy(() -> memory.store("gone"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void help_has_every_section_that_it_names() {
        assertThat(call("memory_help", "{}")).contains("memory_recall");
        assertThat(call("memory_help", "{\"context\":\"quick\"}")).contains("Quick reference");
        assertThat(call("memory_help", "{\"context\":\"all\"}")).contains("desktop app", "Quick reference");
        assertThatThrownBy(() -> call("memory_help", "{\"context\":\"cowork\"}"))
                .isInstanceOf(Refusal.class);
    }
}
