package dev.mnemo.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.doctor.Finding.Level;
import dev.mnemo.app.install.Agent;
import dev.mnemo.app.install.Installer;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private Path disk;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private Function<Consumer<String>, Optional<Embedder>> model = _ -> Optional.of(new HashEmbedder(64));
    private InstantSource clock = InstantSource.system();
    private int port;

    @BeforeEach
    void a_free_port() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    private Patient patient() {
        return new Patient(
                disk.resolve("shop"),
                disk.resolve("shop/.mnemo"),
                disk.resolve("home"),
                disk.resolve("data"),
                port,
                environment,
                List.of("MNEMO_CACHE_STORE"),
                List.of(),
                model,
                clock);
    }

    private int run(String... words) {
        out.reset();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
        return new DoctorCommand(patient()).run(List.of(words), terminal);
    }

    private List<Finding> found(String area) {
        return new DoctorCommand(patient())
                .examine().stream()
                        .filter(finding -> finding.area().equals(area))
                        .toList();
    }

    private Finding one(String area) {
        assertThat(found(area)).as(area).hasSize(1);
        return found(area).getFirst();
    }

    private void store() {
        try (var store = NodeStore.open(disk.resolve("shop/.mnemo"))) {
            store.write(change -> {
                var node = Node.of(NodeType.LEAF, "Tokens expire", List.of(), 1, Json.Obj.EMPTY);
                change.put(node);
                change.activate(node.address());
                return node;
            });
        }
    }

    @Test
    void a_sound_machine_has_no_problem() {
        store();
        assertThat(run()).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("ok      java")
                .contains("1 nodes, 1 active, and nothing is wrong")
                .contains("64 dimensions")
                .contains("0 problems");
        assertThat(run("--json")).isEqualTo(ExitCode.DONE);
        var json = Json.parseObject(out.toString(StandardCharsets.UTF_8));
        assertThat(json.isTrue("sound")).isTrue();
        assertThat(json.array("findings").objects())
                .anyMatch(finding -> finding.string("area", "").equals("java")
                        && finding.string("level", "").equals("ok"));
        assertThatThrownBy(() -> run("--frobnicate")).isInstanceOf(Refusal.class);
    }

    @Test
    void nothing_is_made_by_looking() throws Exception {
        run();
        try (var files = Files.list(disk)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_damaged_node_is_a_problem_with_its_remedy() throws Exception {
        store();
        try (var nodes = Files.newDirectoryStream(disk.resolve("shop/.mnemo/nodes"))) {
            Files.writeString(nodes.iterator().next(), "{ half");
        }
        assertThat(run()).isEqualTo(ExitCode.REFUSED);
        assertThat(found("store").getFirst().level()).isEqualTo(Level.PROBLEM);
        assertThat(found("store").getFirst().advice()).contains("fsck --repair");
    }

    @Test
    void a_socket_that_nobody_answers_is_a_warning() throws Exception {
        store();
        assertThat(one("hooks").level()).isEqualTo(Level.OK);
        Files.createDirectories(disk.resolve("shop/.mnemo/run"));
        Files.writeString(disk.resolve("shop/.mnemo/run/socket"), disk.resolve("gone.sock") + "\n");
        assertThat(one("hooks").level()).isEqualTo(Level.WARNING);
    }

    @Test
    void a_restore_that_was_interrupted_is_a_problem() throws Exception {
        assertThat(found("restore")).isEmpty();
        Files.createDirectories(disk.resolve("home/.mnemo"));
        Files.writeString(disk.resolve("home/.mnemo/restore.json"), "{}");
        assertThat(one("restore").level()).isEqualTo(Level.PROBLEM);
    }

    @Test
    void a_model_that_is_missing_or_broken_is_told() {
        model = said -> {
            said.accept("The weights are not there.");
            return Optional.empty();
        };
        assertThat(one("model").what()).contains("weights");
        model = _ -> {
            throw new MnemoException(Fault.MODEL, "It cannot be loaded.", "Install it.");
        };
        assertThat(one("model")).isEqualTo(Finding.problem("model", "It cannot be loaded.", "Install it."));
    }

    @Test
    void a_clock_in_the_past_is_a_problem() {
        clock = InstantSource.fixed(Instant.EPOCH);
        assertThat(one("clock").level()).isEqualTo(Level.PROBLEM);
        clock = InstantSource.fixed(Instant.parse("2099-01-01T00:00:00Z"));
        assertThat(one("clock").level()).isEqualTo(Level.WARNING);
    }

    @Test
    void a_port_that_somebody_else_has_is_a_warning() throws Exception {
        assertThat(one("server").level()).isEqualTo(Level.OK);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            assertThat(one("server").level()).isEqualTo(Level.WARNING);
        }
    }

    @Test
    void a_server_that_does_not_answer_is_a_problem_and_its_password_is_not_shown() {
        for (var address : List.of(
                "redis://me:sesame@127.0.0.1:" + port + "/0",
                "postgresql://me:sesame@127.0.0.1:" + port + "/x",
                "postgresql://me:sesame@:bad",
                "redis://me:ses ame@x")) {
            environment.put("MNEMO_CACHE_STORE", address);
            assertThat(run()).as(address).isEqualTo(ExitCode.REFUSED);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("MNEMO_CACHE_STORE")
                    .doesNotContain("sesame");
        }
    }

    @Test
    void an_agent_that_starts_a_program_that_is_gone_is_a_problem() throws Exception {
        assertThat(one("agents").level()).isEqualTo(Level.WARNING);
        Files.createDirectories(disk.resolve("home/.claude"));
        assertThat(one("agents").what()).isEqualTo("Claude Code does not know Mnemo.");
        var gone = disk.resolve("old folder/mnemo");
        var installer = new Installer(disk.resolve("home"), disk.resolve("shop"), gone.toString());
        installer.apply(installer.plan(Agent.CLAUDE, false));
        assertThat(one("agents").level()).isEqualTo(Level.PROBLEM);
        assertThat(one("agents").what()).contains(gone.toString());
        Files.writeString(disk.resolve("home/.claude.json"), "{ // a comment");
        assertThat(one("agents").level()).isEqualTo(Level.PROBLEM);
    }

    @Test
    void an_agent_that_has_mnemo_twice_is_a_warning() throws Exception {
        Files.createDirectories(disk.resolve("home/.claude"));
        var settings = disk.resolve("home/.claude/settings.json");
        Files.writeString(settings, "{\"enabledPlugins\": {\"mnemo@mnemo\": true}}");
        assertThat(one("agents").what()).isEqualTo("Claude Code has Mnemo as a plugin.");
        var installer = new Installer(disk.resolve("home"), disk.resolve("shop"), "mnemo");
        installer.apply(installer.plan(Agent.CLAUDE, false));
        assertThat(one("agents").what()).contains("twice");
    }

    @Test
    void an_agent_that_is_told_everything_is_well() throws Exception {
        Files.createDirectories(disk.resolve("home/.claude"));
        var installer = new Installer(disk.resolve("home"), disk.resolve("shop"), "mnemo");
        installer.apply(installer.plan(Agent.CLAUDE, false));
        assertThat(one("agents").level()).isEqualTo(Level.OK);
    }

    @Test
    void keys_that_others_can_read_are_a_warning() throws Exception {
        Files.createDirectories(disk.resolve("data"));
        Files.writeString(disk.resolve("data/keys.json"), "[]");
        Files.setPosixFilePermissions(disk.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(disk.resolve("data/keys.json"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(found("data")).anyMatch(finding -> finding.what().contains("keys.json"));
        Files.setPosixFilePermissions(disk.resolve("data/keys.json"), PosixFilePermissions.fromString("rw-------"));
        assertThat(found("data")).allMatch(finding -> finding.level() == Level.OK);
    }
}
