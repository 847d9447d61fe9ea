package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
    @TempDir
    Path disk;

    private final Random random = new Random(7);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String run(String... words) {
        out.reset();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
        var clock = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));
        var around = new Surroundings(Map.of(), Map.of(), disk, disk);
        new KeyCommand(terminal, file -> new Keys(file, clock, random), around).run(List.of(words));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_key_keeps_its_role_its_tenant_and_its_rate() {
        run("create", "--role", "tenant", "--tenant", "acme", "--rate", "60");
        run("create", "--role", "admin");
        assertThat(run("list"))
                .containsPattern("key_[0-9a-f]{8} +tenant +acme +60 +2026")
                .containsPattern("key_[0-9a-f]{8} +admin +all +6000 +2026");
    }

    @Test
    void a_rate_that_is_none_is_refused_and_makes_no_key() {
        for (var rate : List.of("0", "-1", "1000001", "many")) {
            assertThatThrownBy(() -> run("create", "--role", "reader", "--rate", rate))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("1 to 1000000")
                    .hasMessageContaining(rate);
        }
        assertThat(disk.resolve(".mnemo/server/keys.json")).doesNotExist();
    }

    @Test
    void keys_from_before_rates_have_the_usual_one() throws IOException {
        var file = disk.resolve(".mnemo/server/keys.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"keys\":[{\"id\":\"key_00000001\",\"role\":\"reader\",\"tenant\":\"\",\"created\":\"2026-01-01\",\"hash\":\"00\"}]}");
        assertThat(run("list")).containsPattern("key_00000001 +reader +all +6000 +2026-01-01");
    }
}
