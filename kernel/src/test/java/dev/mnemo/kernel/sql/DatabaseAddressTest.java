package dev.mnemo.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:p%40ss+word@db.example.org:6432/memory?sslmode=require",
                "jdbc:postgresql://db.example.org:6432/memory?user=ann&password=p%40ss+word&sslmode=require",
                "postgresql+asyncpg://ann:p%40ss+word@db.example.org:6432/memory?sslmode=require",
                "postgres://ann:p%40ss+word@db.example.org:6432/memory?sslmode=require"
            })
    void a_server_is_read_from_every_usual_form(String text) {
        var address = DatabaseAddress.parse(text);
        assertThat(address)
                .isEqualTo(new DatabaseAddress.Server(
                        "db.example.org", 6432, "memory", "ann", "p@ss+word", Map.of("sslmode", "require")));
        assertThat(address).hasToString("postgresql://db.example.org:6432/memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:/data/m.db", "jdbc:sqlite:/data/m.db", "/data/m.db", "sqlite:////data/m.db"})
    void a_file_is_read_from_every_usual_form(String text) {
        assertThat(DatabaseAddress.parse(text)).isEqualTo(new DatabaseAddress.File(Path.of("/data/m.db")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://root:hunter2secret@h/db", "postgresql://u:hunter2secret^@h/db", "postgresql://h", " "})
    void anything_else_is_refused_without_showing_a_password(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(Refusal.class)
                .hasNoCause()
                .hasMessageNotContaining("hunter2secret");
    }

    @Test
    void a_server_without_a_port_has_the_usual_one() {
        assertThat(((DatabaseAddress.Server) DatabaseAddress.parse("postgresql://h/db")).port())
                .isEqualTo(5432);
    }
}
