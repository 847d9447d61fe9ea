package dev.mnemo.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.TestProcess;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Fsck;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackupTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir
    private Path disk;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Path> known = new HashMap<>();
    private Path shop = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void a_project_and_a_server() throws Exception {
        shop = Files.createDirectories(disk.resolve("shop")).resolve(".mnemo");
        claim(shop, "Tokens expire after ten minutes", "Größe 🎉");
        claim(disk.resolve("home/.mnemo/global"), "Always write tests");
        claim(shop.resolve("sessions/s_0123abcd"), "A supposition");
        Files.createDirectories(shop.resolve("logs"));
        Files.writeString(shop.resolve("logs/a.log"), "{}\n");
        Files.createDirectories(shop.resolve("run"));
        data = Files.createDirectories(disk.resolve("home/.mnemo/server"));
        Files.writeString(data.resolve("keys.json"), "[]");
        Files.writeString(data.resolve("server.lock"), "");
        Files.createDirectories(data.resolve("files/ab"));
        Files.writeString(data.resolve("files/ab/object"), "bytes");
        known.put("shop/a", shop);
    }

    private static void claim(Path store, String... texts) {
        try (var nodes = NodeStore.open(store)) {
            for (var text : texts) {
                nodes.write(change -> {
                    var node = Node.of(NodeType.LEAF, text, List.of(), 1_795_000_000, Json.Obj.EMPTY);
                    change.put(node);
                    change.activate(node.address());
                    return node;
                });
            }
        }
    }

    private static List<String> texts(Path store) {
        try (var nodes = NodeStore.open(store)) {
            assertThat(Fsck.check(nodes).findings()).isEmpty();
            return nodes.read(view ->
                    view.activeNodes().stream().map(Node::content).sorted().toList());
        }
    }

    private Connection database() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("users.db"));
    }

    private Terminal terminal() {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
    }

    private Places places() {
        return new Places(
                known,
                disk.resolve("home/.mnemo/global"),
                data,
                disk.resolve("home/.mnemo"),
                disk::resolve,
                List.of("MNEMO_X"));
    }

    private String backup(String... words) {
        out.reset();
        assertThat(new BackupCommand(places(), "9.9", NOW, terminal()).run(List.of(words)))
                .isEqualTo(ExitCode.DONE);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String restore(String... words) {
        out.reset();
        assertThat(new RestoreCommand(places(), known::put, NOW, terminal()).run(List.of(words)))
                .isEqualTo(ExitCode.DONE);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> tree(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void what_was_saved_comes_back_elsewhere_and_in_its_place() throws Exception {
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table t (x text)");
            statement.execute("insert into t values ('remembered')");
            // Still open: its log of changes is not in the file yet.
            assertThat(backup("all.zip"))
                    .contains("project shop/a: 2 nodes")
                    .contains("global global: 1 nodes")
                    .contains("data server: 3 files")
                    .contains("MNEMO_X")
                    .contains("pg_dump");
        }
        assertThat(restore("all.zip", "--check")).contains("is whole");
        restore("all.zip", "--into", "look");
        var copy = disk.resolve("look/projects/shop_a/.mnemo");
        assertThat(texts(copy)).containsExactly("Größe 🎉", "Tokens expire after ten minutes");
        assertThat(texts(copy.resolve("sessions/s_0123abcd"))).containsExactly("A supposition");
        assertThat(copy.resolve("run")).doesNotExist();
        assertThat(disk.resolve("look/server/files/ab/object")).hasContent("bytes");
        assertThat(disk.resolve("look/server/server.lock")).doesNotExist();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + disk.resolve("look/server/users.db"));
                var rows = connection.createStatement().executeQuery("select x from t")) {
            assertThat(rows.getString(1)).isEqualTo("remembered");
        }

        claim(shop, "Learned after the backup");
        assertThatThrownBy(() -> restore("all.zip")).isInstanceOf(Refusal.class).hasMessageContaining("--force");
        assertThat(texts(shop)).hasSize(3);
        restore("all.zip", "--force");
        assertThat(texts(shop)).hasSize(2);
        assertThat(texts(shop.resolveSibling(".mnemo.before-restore-20261121-120000")))
                .hasSize(3);
        try (var siblings = Files.list(disk.resolve("shop"))) {
            assertThat(siblings).hasSize(2);
        }
    }

    @Test
    void a_backup_while_others_write_is_one_moment() throws Exception {
        var random = new Random(7);
        var ended = new AtomicBoolean();
        var writer = Thread.ofPlatform().start(() -> {
            try (var nodes = NodeStore.open(shop)) {
                for (int i = 0; !ended.get(); i++) {
                    var text = "Fact " + i + " " + random.nextInt();
                    var previous = nodes.read(view -> view.activeNodes().getLast());
                    nodes.write(change -> {
                        var node = Node.of(
                                NodeType.COMPRESS,
                                text,
                                List.of(previous.address().toString()),
                                1,
                                Json.Obj.EMPTY);
                        change.put(node);
                        change.activate(node.address());
                        change.addRoot(node.address());
                        return node;
                    });
                }
            }
        });
        for (int round = 0; round < 5; round++) {
            backup("b" + round + ".zip");
            restore("b" + round + ".zip", "--into", "r" + round);
            var copy = disk.resolve("r" + round + "/projects/shop_a/.mnemo");
            // Every root, every input and every active address has its node.
            assertThat(texts(copy)).isNotEmpty();
        }
        ended.set(true);
        writer.join();
    }

    @Test
    void a_damaged_file_is_refused_and_changes_nothing() throws Exception {
        backup("good.zip");
        var good = Files.readAllBytes(disk.resolve("good.zip"));
        var before = tree(disk.resolve("shop"));
        var random = new Random(3);
        for (int round = 0; round < 40; round++) {
            var bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(disk.resolve("bad.zip"), bad);
            try {
                restore("bad.zip", "--check");
                // What changed is no content: then all of it can still be read.
            } catch (Refusal refused) {
                assertThatThrownBy(() -> restore("bad.zip", "--force")).isInstanceOf(Refusal.class);
                assertThat(tree(disk.resolve("shop"))).as("byte %d", at).isEqualTo(before);
            }
        }
        Files.write(disk.resolve("short.zip"), java.util.Arrays.copyOf(good, good.length / 2));
        assertThatThrownBy(() -> restore("short.zip", "--force")).isInstanceOf(Refusal.class);
        Files.writeString(disk.resolve("text.zip"), "no archive");
        assertThatThrownBy(() -> restore("text.zip")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> restore("none.zip")).isInstanceOf(Refusal.class);
    }

    @Test
    void no_name_in_a_backup_leads_out_of_its_place() throws Exception {
        backup("good.zip");
        for (var name :
                List.of("../evil", "projects/shop_a/.mnemo/../../../evil", "/etc/evil", "a\\..\\evil", "evil")) {
            rewrite(disk.resolve("good.zip"), disk.resolve("evil.zip"), name);
            assertThatThrownBy(() -> restore("evil.zip", "--into", "look"))
                    .as(name)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("must not");
        }
        assertThat(disk.resolve("evil")).doesNotExist();
        assertThat(disk.resolve("look")).doesNotExist();
    }

    /// Copies an archive with one file more, which its table of contents names too.
    private static void rewrite(Path from, Path to, String name) throws IOException {
        try (var zip = new ZipFile(from.toFile());
                var made = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var entry : java.util.Collections.list(zip.entries())) {
                var bytes = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals(Manifest.NAME)) {
                    var manifest = Json.parseObject(bytes);
                    var files = new java.util.ArrayList<Json>(
                            manifest.array("files").items());
                    files.add(Json.Obj.EMPTY
                            .with("path", name)
                            .with("bytes", 1L)
                            .with("sha256", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"));
                    bytes = manifest.with("files", Json.array(files)).pretty().getBytes(StandardCharsets.UTF_8);
                }
                made.putNextEntry(new ZipEntry(entry.getName()));
                made.write(bytes);
            }
            made.putNextEntry(new ZipEntry(name));
            made.write('a');
        }
    }

    @Test
    void a_restore_that_was_killed_between_two_moves_is_finished_by_the_next() throws Exception {
        backup("all.zip");
        claim(shop, "Newer");
        var staged = disk.resolve("shop/..mnemo.1.restoring");
        claim(staged, "From the backup");
        var gone = disk.resolve("gone.restoring");
        var journal = Json.Obj.EMPTY.with(
                "moves",
                Json.array(List.of(
                        Json.Obj.EMPTY
                                .with("staged", gone.toString())
                                .with("target", data.toString())
                                .with("aside", disk.resolve("x").toString()),
                        Json.Obj.EMPTY
                                .with("staged", staged.toString())
                                .with("target", shop.toString())
                                .with("aside", disk.resolve("shop/aside").toString()))));
        Files.writeString(disk.resolve("home/.mnemo/restore.json"), journal.pretty());
        assertThat(restore("all.zip", "--into", "look")).contains("Finished a restore that was interrupted");
        assertThat(texts(shop)).containsExactly("From the backup");
        assertThat(texts(disk.resolve("shop/aside"))).hasSize(3);
        assertThat(data.resolve("keys.json")).exists();
        assertThat(disk.resolve("home/.mnemo/restore.json")).doesNotExist();
    }

    @Test
    void a_folder_that_a_server_works_on_is_not_replaced() throws Exception {
        backup("all.zip");
        try (var channel =
                FileChannel.open(data.resolve("server.lock"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var holder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            TestProcess.withoutModels(),
                            LockHolder.class.getName(),
                            data.resolve("server.lock").toString())
                    .start();
            try {
                assertThat(holder.inputReader().readLine()).isEqualTo("held");
                assertThat(channel.isOpen()).isTrue();
                assertThatThrownBy(() -> restore("all.zip", "--force"))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("server works on");
            } finally {
                holder.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
            }
        }
        assertThat(texts(shop)).hasSize(2);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        for (var words : List.of(
                List.<String>of(),
                List.of("a.zip", "b.zip"),
                List.of("--frobnicate"),
                List.of("none/a.zip"),
                List.of("home/.mnemo/server/a.zip"),
                List.of("a.zip", "--project", "nobody"))) {
            assertThatThrownBy(() -> backup(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(Refusal.class);
        }
        backup("a.zip", "--project", "shop/a");
        assertThatThrownBy(() -> backup("a.zip")).isInstanceOf(Refusal.class).hasMessageContaining("--force");
        backup("a.zip", "--force");
    }
}
