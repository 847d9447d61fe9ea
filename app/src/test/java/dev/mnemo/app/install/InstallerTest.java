package dev.mnemo.app.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstallerTest {
    @TempDir
    Path home;

    private Installer installer() {
        return new Installer(home, home.resolve("project"), "mnemo");
    }

    private void write(String file, String text) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Json.Obj read(String file) throws IOException {
        return Json.parseObject(Files.readString(home.resolve(file)));
    }

    private Map<String, String> everything() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(home)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                files.put(home.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void installing_twice_is_installing_once_and_uninstalling_leaves_nothing(Agent agent) throws IOException {
        installer().apply(installer().plan(agent, false));
        var once = everything();
        assertThat(String.join("\n", once.values())).contains("serve").contains("hook");
        assertThat(installer().plan(agent, false)).noneMatch(Edit::changes);
        installer().apply(installer().plan(agent, false));
        assertThat(everything()).isEqualTo(once);

        installer().apply(installer().plan(agent, true));
        assertThat(everything()).isEmpty();
        assertThat(installer().plan(agent, true)).noneMatch(Edit::changes);
    }

    @Test
    void what_others_configured_stays_and_comes_back_unchanged() throws IOException {
        var settings = """
                {
                  "model": "größer",
                  "hooks": {
                    "PreToolUse": [
                      {
                        "matcher": "Bash",
                        "hooks": [
                          {
                            "type": "command",
                            "command": "check"
                          }
                        ]
                      }
                    ]
                  }
                }
                """;
        write(".claude/settings.json", settings);
        write(".claude.json", "{\"mcpServers\":{\"other\":{\"command\":\"x\"}},\"n\":1.50}");

        installer().apply(installer().plan(Agent.CLAUDE, false));

        var hooks = read(".claude/settings.json").object("hooks");
        assertThat(hooks.array("PreToolUse").items()).hasSize(2);
        assertThat(hooks.members().keySet())
                .contains(
                        "SessionStart", "UserPromptSubmit", "PostToolUse", "PostToolUseFailure", "Stop", "PreCompact");
        assertThat(read(".claude.json").object("mcpServers").members().keySet()).containsExactly("other", "mnemo");
        assertThat(Files.readString(home.resolve(".claude.json"))).contains("1.50");
        assertThat(home.resolve(".claude/settings.json" + Installer.BACKUP_SUFFIX))
                .hasContent(settings);

        installer().apply(installer().plan(Agent.CLAUDE, true));
        assertThat(home.resolve(".claude/settings.json")).hasContent(settings);
        assertThat(read(".claude.json").object("mcpServers").members().keySet()).containsExactly("other");
    }

    @Test
    void hooks_of_the_first_implementation_count_as_ours() throws IOException {
        write(".claude/settings.json", """
                {"hooks": {"PreToolUse": [{"matcher": "Read|Edit|Write", "hooks": [{"type": "command", "command": "mnemo hook"}]}]}}
                """);
        installer().apply(new Installer(home, home, "/opt/mnemo/bin/mnemo").plan(Agent.CLAUDE, false));
        var hooks = read(".claude/settings.json").object("hooks");
        assertThat(hooks.array("PreToolUse").items()).hasSize(1);
        assertThat(hooks.array("Stop").items().getFirst().compact()).contains("/opt/mnemo/bin/mnemo hook");
    }

    @Test
    void a_file_that_cannot_be_understood_is_never_touched() throws IOException {
        write(".claude/settings.json", "{ // a comment\n}");
        write(".claude.json", "{}");
        assertThatThrownBy(() -> installer().plan(Agent.CLAUDE, false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("settings.json")
                .hasMessageContaining("nothing was changed");
        assertThat(everything()).containsOnlyKeys(".claude.json", ".claude/settings.json");
    }

    @Test
    void the_tables_of_others_in_a_toml_file_stay() throws IOException {
        write(
                ".codex/config.toml",
                "model = \"o\"\n\n[mcp_servers.mnemo]\ncommand = \"old\"\nargs = []\n\n[tui]\nx = 1\n");
        installer().apply(installer().plan(Agent.CODEX, false));
        assertThat(home.resolve(".codex/config.toml"))
                .hasContent(
                        "model = \"o\"\n\n[tui]\nx = 1\n\n[mcp_servers.mnemo]\ncommand = \"mnemo\"\nargs = [\"serve\"]\n");
        installer().apply(installer().plan(Agent.CODEX, true));
        assertThat(home.resolve(".codex/config.toml")).hasContent("model = \"o\"\n\n[tui]\nx = 1\n");
    }

    @Test
    void a_linked_configuration_is_edited_where_it_lies() throws IOException {
        write("dotfiles/settings.json", "{}");
        Files.createDirectories(home.resolve(".claude"));
        Files.createSymbolicLink(home.resolve(".claude/settings.json"), home.resolve("dotfiles/settings.json"));
        installer().apply(installer().plan(Agent.CLAUDE, false));
        assertThat(Files.isSymbolicLink(home.resolve(".claude/settings.json"))).isTrue();
        assertThat(read("dotfiles/settings.json").has("hooks")).isTrue();
    }

    @Test
    void an_unknown_agent_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> Agent.parse("emacs"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("claude, codex, gemini, cursor, copilot, opencode, all");
        assertThat(Agent.parse("all")).containsExactly(Agent.values());
    }

    @Test
    void a_status_line_goes_in_where_there_is_none_and_out_again_and_that_of_others_stays() throws Exception {
        var plain = new Installer(home, home.resolve("project"), "/opt/my tools/mnemo");
        var wanted = plain.withStatusLine();
        var settings = home.resolve(".claude/settings.json");
        wanted.apply(wanted.plan(Agent.CLAUDE, false));
        assertThat(Json.parseObject(Files.readAllBytes(settings)).object("statusLine"))
                .isEqualTo(
                        Json.Obj.EMPTY.with("type", "command").with("command", "\"/opt/my tools/mnemo\" statusline"));
        assertThat(wanted.plan(Agent.CLAUDE, false)).noneMatch(Edit::changes);
        assertThat(plain.plan(Agent.CLAUDE, false)).noneMatch(Edit::changes);
        plain.apply(plain.plan(Agent.CLAUDE, true));
        assertThat(settings).doesNotExist();
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"statusLine\": {\"type\": \"command\", \"command\": \"mine\"}}");
        wanted.apply(wanted.plan(Agent.CLAUDE, false));
        assertThat(Files.readString(settings)).contains("\"mine\"").doesNotContain("mnemo\" statusline");
    }
}
