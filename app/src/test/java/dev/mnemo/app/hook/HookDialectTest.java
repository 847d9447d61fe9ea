package dev.mnemo.app.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.project.hook.HookEvent.Moment;
import dev.mnemo.project.hook.HookEvent.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookDialectTest {
    @Test
    void the_common_form_is_understood_and_answered_in_one_line() {
        var heard = HookDialect.hear("""
                        {"hook_event_name": "PreToolUse", "tool_name": "Edit", "cwd": "/w",
                         "tool_input": {"file_path": "/w/a.py", "new_string": "x = 1"}}""", "").orElseThrow();
        assertThat(heard.event().moment()).isEqualTo(Moment.BEFORE_TOOL);
        assertThat(heard.event().tool()).isEqualTo(Tool.CHANGE);
        assertThat(heard.event().path()).isEqualTo("/w/a.py");
        assertThat(heard.event().text()).isEqualTo("x = 1");
        assertThat(HookDialect.say("", heard.name(), "a\n\"b\" ö"))
                .isEqualTo(
                        "{\"hookSpecificOutput\": {\"hookEventName\": \"PreToolUse\", \"additionalContext\": \"a\\n\\\"b\\\" \\u00f6\"}}");
    }

    @Test
    void other_agents_use_other_names() {
        var gemini = HookDialect.hear(
                        "{\"hook_event_name\":\"BeforeTool\",\"tool_name\":\"read_file\",\"tool_input\":{\"path\":\"a\"}}",
                        "")
                .orElseThrow();
        assertThat(gemini.event().tool()).isEqualTo(Tool.READ);
        var copilot = HookDialect.hear(
                        "{\"toolName\":\"edit\",\"toolArgs\":\"{\\\"path\\\":\\\"b.ts\\\"}\"}", "postToolUse")
                .orElseThrow();
        assertThat(copilot.event().moment()).isEqualTo(Moment.AFTER_TOOL);
        assertThat(copilot.event().path()).isEqualTo("b.ts");
        var cursor = HookDialect.hear("{\"hook_event_name\":\"beforeSubmitPrompt\",\"prompt\":\"hi\"}", "")
                .orElseThrow();
        assertThat(cursor.event().text()).isEqualTo("hi");
        assertThat(HookDialect.say("cursor", "x", "c"))
                .isEqualTo("{\"continue\": true, \"additional_context\": \"c\"}");
        var mcp = HookDialect.hear("{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"mcp__mnemo__memory_read\"}", "")
                .orElseThrow();
        assertThat(mcp.event().tool()).isEqualTo(Tool.READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "[1]",
                "null",
                "{\"hook_event_name\": \"SubagentStop\"}",
                "{\"hook_event_name\": 5"
            })
    void what_is_no_event_is_met_with_silence(String input) {
        assertThat(HookDialect.hear(input, "")).isEmpty();
    }

    @Test
    void odd_fields_count_as_absent() {
        var heard = HookDialect.hear(
                        "{\"hook_event_name\":\"PreToolUse\",\"tool_name\":7,\"tool_input\":null,\"cwd\":[]}", "")
                .orElseThrow();
        assertThat(heard.event().path()).isEmpty();
        assertThat(heard.event().tool()).isEqualTo(Tool.OTHER);
    }
}
