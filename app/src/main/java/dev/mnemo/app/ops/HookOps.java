package dev.mnemo.app.ops;

import dev.mnemo.app.hook.HookResponder;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import java.util.List;

/// Hooks that reach the memory as a tool call: no process at all.
final class HookOps {
    private HookOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        var responder = new HookResponder(memory);
        return List.of(new Operation<>(
                "memory_hook",
                "Answer a hook",
                "Answer an editor's hook: takes the hook's JSON and gives back the JSON that the agent reads, or nothing."
                        + " Called by hooks of the type mcp_tool, never by an agent itself.",
                Effect.CHANGES,
                Audience.PROGRAMS,
                Hook.class,
                Answered.class,
                input -> new Answered(
                        responder.answer(input.input(), input.agent()).orElse("")),
                Answered::line));
    }

    /// Input of `memory_hook`.
    public record Hook(
            @Param(value = "The hook's input: one JSON object.", max = 1_000_000)
            String input,

            @Param(
                    value = "Whose dialect: empty for the common one, or cursor, copilot, codex, gemini.",
                    byDefault = "")
            String agent) {}

    /// Output of `memory_hook`.
    ///
    /// @param line what the agent reads; an empty text is silence
    public record Answered(String line) {}
}
