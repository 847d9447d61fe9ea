package dev.mnemo.app.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.project.node.Relation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InstructionsTest {
    @Test
    void they_fit_into_what_clients_keep_and_name_every_relation() {
        assertThat(Instructions.TEXT.getBytes(StandardCharsets.UTF_8).length).isLessThan(Instructions.CHARS_MAX);
        for (var relation : Relation.values()) {
            assertThat(Instructions.TEXT).contains(relation.text());
        }
    }
}
