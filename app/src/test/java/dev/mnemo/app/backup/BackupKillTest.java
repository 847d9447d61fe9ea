package dev.mnemo.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestProcess;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment leaves a whole backup or none, and the next run clears away what was left.
@Timeout(180)
class BackupKillTest {
    private static final int ROUNDS = 6;
    private static final int NODES = 1_500;

    @TempDir
    private Path home;

    private Process start(String... words) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestProcess.withoutModels(),
                "dev.mnemo.app.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .directory(home.resolve("shop").toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    @Test
    void a_killed_backup_leaves_none_or_a_whole_one() throws Exception {
        try (var store = NodeStore.open(home.resolve("shop/.mnemo"))) {
            store.write(change -> {
                for (int i = 0; i < NODES; i++) {
                    var node = Node.of(NodeType.LEAF, "Fact number " + i, List.of(), 1, Json.Obj.EMPTY);
                    change.put(node);
                    change.activate(node.address());
                }
                return NODES;
            });
        }
        var random = new Random(11);
        var file = home.resolve("all.zip");
        for (int round = 0; round < ROUNDS; round++) {
            var backup = start("backup", file.toString(), "--force");
            backup.waitFor(300 + random.nextInt(900), TimeUnit.MILLISECONDS);
            backup.destroyForcibly().waitFor();
            if (Files.exists(file)) {
                try (var archive = Archive.open(file)) {
                    archive.verify((_, _, _) -> {});
                }
            }
        }
        var last = start("backup", file.toString(), "--force");
        assertThat(last.waitFor()).as(Files.readString(home.resolve("output"))).isZero();
        try (var archive = Archive.open(file);
                var left = Files.list(home)) {
            archive.verify((_, _, _) -> {});
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("shop", "all.zip", "output");
        }
    }
}
