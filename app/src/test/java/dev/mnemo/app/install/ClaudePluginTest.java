package dev.mnemo.app.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin for Claude Code says what the program understands: the same hooks as the installer writes, commands and
/// tools that there are.
class ClaudePluginTest {
    /// Characters of a skill's description that the agent reads.
    private static final int DESCRIPTION_CHARS_MAX = 1_024;

    private static final Path PLUGIN = Path.of("../integrations/claude-code");

    @TempDir
    private Path home;

    private static Json.Obj json(Path file) throws IOException {
        return Json.parseObject(Files.readAllBytes(file));
    }

    @Test
    void the_marketplace_of_a_clone_leads_to_the_plugin() throws Exception {
        var marketplace = json(Path.of("../.claude-plugin/marketplace.json"));
        var entry = marketplace.array("plugins").objects().getFirst();
        var plugin = json(Path.of("..", entry.string("source", "")).resolve(".claude-plugin/plugin.json"));
        assertThat(plugin.string("name", "")).isEqualTo(entry.string("name", "-"));
        assertThat(plugin.string("description", "")).isEqualTo(entry.string("description", "-"));
        var version = Pattern.compile("<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(plugin.string("version", "")).isEqualTo(version);
    }

    @Test
    void its_hooks_and_its_server_are_those_that_the_installer_writes() throws Exception {
        var edits = new Installer(home, home, "mnemo").plan(Agent.CLAUDE, false);
        var server =
                Json.parseObject(edits.getFirst().after()).object("mcpServers").object("mnemo");
        var ours = json(PLUGIN.resolve(".mcp.json")).object("mcpServers").object("mnemo");
        assertThat(ours.string("command")).isEqualTo(server.string("command"));
        assertThat(ours.array("args")).isEqualTo(server.array("args"));
        var installed = Json.parseObject(edits.getLast().after()).object("hooks");
        assertThat(json(PLUGIN.resolve("hooks/hooks.json")).object("hooks")).isEqualTo(installed);
    }

    @Test
    void its_skill_names_tools_that_there_are() throws Exception {
        var skill = Files.readString(PLUGIN.resolve("skills/project-memory/SKILL.md"));
        var golden = Files.readString(Path.of("src/test/resources/project-memory-tools.json"));
        var named = new ArrayList<String>();
        Pattern.compile("memory_[a-z_]+").matcher(skill).results().forEach(found -> named.add(found.group()));
        assertThat(named).isNotEmpty().allMatch(tool -> golden.contains("\"" + tool + "\""));
        var description = Pattern.compile("(?m)^description: (.+)$").matcher(skill);
        assertThat(description.find()).isTrue();
        assertThat(description.group(1)).hasSizeLessThan(DESCRIPTION_CHARS_MAX);
        assertThat(skill.lines().toList().getFirst()).isEqualTo("---");
        assertThat(List.of("mnemo doctor", "mnemo init")).allMatch(skill::contains);
    }
}
