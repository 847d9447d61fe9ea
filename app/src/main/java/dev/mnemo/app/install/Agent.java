package dev.mnemo.app.install;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A coding agent whose configuration Mnemo can edit.
public enum Agent {
    CLAUDE("Claude Code"),
    CODEX("Codex CLI"),
    GEMINI("Gemini CLI"),
    CURSOR("Cursor"),
    COPILOT("Copilot CLI"),
    OPENCODE("OpenCode");

    private final String title;

    Agent(String title) {
        this.title = title;
    }

    /// What people call it.
    public String title() {
        return title;
    }

    /// What the command line calls it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The agents that a word names: one of them, or `all`.
    ///
    /// @throws Refusal naming the valid words
    public static List<Agent> parse(String word) {
        if (word.equals("all")) {
            return List.of(values());
        }
        return List.of(Arrays.stream(values())
                .filter(agent -> agent.id().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal("Unknown agent '" + word + "'. Valid: "
                        + Arrays.stream(values()).map(Agent::id).collect(Collectors.joining(", ")) + ", all.")));
    }
}
