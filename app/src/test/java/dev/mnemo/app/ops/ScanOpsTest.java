package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.grammars.TreeSitterOutline;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanOpsTest {
    @TempDir
    Path folder;

    private ProjectMemory memory;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("shop/app"));
        Files.writeString(folder.resolve("shop/app/auth.py"), """
                \"""Who may do what.\"""

                class TokenStore:
                    \"""Keeps refresh tokens.\"""

                    def put(self, token):
                        return token
                """);
        memory = TestMemory.open(
                folder.resolve("shop"), folder, new TreeSitterOutline(), InstantSource.system(), _ -> EventLog.NONE);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String call(String tool, String arguments) {
        return Operations.of(memory)
                .require(tool)
                .answer(Json.parseObject(arguments), Progress.NONE)
                .text();
    }

    @Test
    void a_scan_says_what_it_read_and_what_it_skipped() {
        assertThat(call("memory_scan", "{}")).isEqualTo("""
                        Scan complete: .
                          Files scanned:  1
                          Files skipped:  0 (unchanged)
                          Claims created: 2

                        Per file:
                          app/auth.py: 2 claim(s)""");
        assertThat(call("memory_scan", "{\"path\": \"app\", \"extensions\": \".py\"}"))
                .isEqualTo("""
                        Scan complete: app
                          Files scanned:  0
                          Files skipped:  1 (unchanged)
                          Claims created: 0""");
    }

    @Test
    void coverage_names_what_is_open_and_a_map_closes_it() {
        assertThat(call("memory_coverage", "{}"))
                .contains("Unmapped (1 file):\n    app/auth.py", "0/2 sections covered (0%)", "memory_map(\".\")");
        assertThat(call("memory_map", "{\"path\": \".\"}"))
                .contains("Sections found:   2", "Nodes created:    1", "memory_coverage(\".\")");
        assertThat(call("memory_coverage", "{}"))
                .contains("2/2 sections covered (100%)  ██████████")
                .doesNotContain("Unmapped");
    }

    @Test
    void a_missing_path_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> call("memory_scan", "{\"path\": \"nodir\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Path not found: nodir; give a folder or file of the project, \".\" for all.");
        assertThatThrownBy(() -> call("memory_coverage", "{\"path\": \"../..\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("outside the project");
    }
}
