package dev.mnemo.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.sql.DriverManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The servers that `./mnemo test` provides are really there. Without this, a test that needs one could be left out
/// unseen.
@Tag("services")
class ServicesTest {
    @Test
    void postgresql_answers_and_knows_vectors() throws Exception {
        try (var connection = DriverManager.getConnection(named("MNEMO_TEST_POSTGRES"));
                var statement = connection.createStatement()) {
            statement.execute("create extension if not exists vector");
            try (var rows = statement.executeQuery("select '[1,0]'::vector <=> '[0,1]'::vector")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getDouble(1)).isEqualTo(1.0);
            }
        }
    }

    @Test
    void redis_answers() throws Exception {
        var address = URI.create(named("MNEMO_TEST_REDIS"));
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void chromium_and_node_start() throws Exception {
        assertThat(versionOf(named("MNEMO_TEST_CHROMIUM"))).containsIgnoringCase("chrom");
        assertThat(versionOf(named("MNEMO_TEST_NODE"))).startsWith("v");
    }

    @Test
    void tmux_starts() throws Exception {
        assertThat(versionOf(named("MNEMO_TEST_TMUX"), "-V")).startsWith("tmux");
    }

    private static String named(String variable) {
        var value = System.getenv(variable);
        assertThat(value)
                .as("%s is not set: run './mnemo test', or './mnemo test --no-services' to leave this out", variable)
                .isNotBlank();
        return value;
    }

    private static String versionOf(String program) throws Exception {
        return versionOf(program, "--version");
    }

    private static String versionOf(String program, String flag) throws Exception {
        var process =
                new ProcessBuilder(program, flag).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
