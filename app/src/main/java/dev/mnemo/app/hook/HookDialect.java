package dev.mnemo.app.hook;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.hook.HookEvent;
import dev.mnemo.project.hook.HookEvent.Moment;
import dev.mnemo.project.hook.HookEvent.Tool;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How coding agents say what they do, and how they want to be answered. They agree on most of it.
public final class HookDialect {
    private static final Map<String, Moment> MOMENTS = Map.ofEntries(
            Map.entry("sessionstart", Moment.SESSION_START),
            Map.entry("userpromptsubmit", Moment.PROMPT),
            Map.entry("userpromptsubmitted", Moment.PROMPT),
            Map.entry("beforesubmitprompt", Moment.PROMPT),
            Map.entry("beforeagent", Moment.PROMPT),
            Map.entry("pretooluse", Moment.BEFORE_TOOL),
            Map.entry("beforetool", Moment.BEFORE_TOOL),
            Map.entry("posttooluse", Moment.AFTER_TOOL),
            Map.entry("aftertool", Moment.AFTER_TOOL),
            Map.entry("posttoolusefailure", Moment.AFTER_FAILURE),
            Map.entry("erroroccurred", Moment.AFTER_FAILURE),
            Map.entry("stop", Moment.STOP),
            Map.entry("agentstop", Moment.STOP),
            Map.entry("precompact", Moment.BEFORE_COMPACTION),
            Map.entry("precompress", Moment.BEFORE_COMPACTION));

    private static final Map<String, Tool> TOOLS = Map.ofEntries(
            Map.entry("read", Tool.READ),
            Map.entry("memory_read", Tool.READ),
            Map.entry("read_file", Tool.READ),
            Map.entry("view", Tool.READ),
            Map.entry("edit", Tool.CHANGE),
            Map.entry("multiedit", Tool.CHANGE),
            Map.entry("write", Tool.CHANGE),
            Map.entry("memory_edit", Tool.CHANGE),
            Map.entry("memory_write", Tool.CHANGE),
            Map.entry("replace", Tool.CHANGE),
            Map.entry("write_file", Tool.CHANGE),
            Map.entry("create", Tool.CHANGE),
            Map.entry("str_replace", Tool.CHANGE),
            Map.entry("apply_patch", Tool.CHANGE));

    private static final List<String> PATH_KEYS = List.of("file_path", "path", "file", "filePath");
    private static final List<String> TEXT_KEYS = List.of("new_string", "content", "newString", "new_str");

    private HookDialect() {}

    /// What an agent said.
    ///
    /// @param event what it is about
    /// @param name the event as the agent names it
    /// @param folder where the agent works, or an empty text
    public record Heard(HookEvent event, String name, String folder) {
        /// A folder of the project that the event is about: of the file it touches, else where the agent works,
        /// else where this process does.
        public Path place(Path workingDirectory) {
            try {
                var working = folder.isBlank() ? workingDirectory : workingDirectory.resolve(folder);
                var parent = working.resolve(event.path()).normalize().getParent();
                return event.path().isBlank() || parent == null ? working.normalize() : parent;
            } catch (InvalidPathException noPath) {
                return workingDirectory;
            }
        }
    }

    /// Understands a hook's input; empty if it is nothing that the memory listens to, or no JSON object at all.
    ///
    /// @param input what the agent wrote
    /// @param named the event's name if the agent's configuration gives it, or an empty text
    public static Optional<Heard> hear(String input, String named) {
        try {
            return hear(Json.parseObject(input), named);
        } catch (Refusal noObject) {
            return Optional.empty();
        }
    }

    private static Optional<Heard> hear(Json.Obj input, String named) {
        var name = input.string("hook_event_name", named.isEmpty() ? "PreToolUse" : named);
        var moment = MOMENTS.get(name.toLowerCase(Locale.ROOT));
        if (moment == null) {
            return Optional.empty();
        }
        var toolName = input.string("tool_name", input.string("toolName", ""));
        var bare = toolName.substring(toolName.lastIndexOf("__") < 0 ? 0 : toolName.lastIndexOf("__") + 2);
        var tool = TOOLS.getOrDefault(bare.toLowerCase(Locale.ROOT), Tool.OTHER);
        var arguments = arguments(input);
        var fresh = moment == Moment.SESSION_START
                ? List.of("startup", "clear", "").contains(input.string("source", ""))
                : input.object("tool_response").isTrue("created");
        var text = moment == Moment.PROMPT || moment == Moment.AFTER_FAILURE
                ? first(input, List.of("prompt", "error", "userPrompt"))
                : first(arguments, TEXT_KEYS);
        var event = new HookEvent(moment, tool, first(arguments, PATH_KEYS), text, fresh);
        return Optional.of(new Heard(event, name, input.string("cwd", "")));
    }

    private static Json.Obj arguments(Json.Obj input) {
        if (input.has("toolArgs")) {
            try {
                return Json.parseObject(input.string("toolArgs", "{}"));
            } catch (Refusal noObject) {
                return input.object("toolArgs");
            }
        }
        return input.object("tool_input");
    }

    private static String first(Json.Obj object, List<String> keys) {
        return keys.stream()
                .flatMap(key -> object.string(key).stream())
                .findFirst()
                .orElse("");
    }

    /// The one line an agent reads.
    ///
    /// @param agent whose dialect: `cursor`, `copilot`, or anything else for the common one
    /// @param name the event as the agent named it
    /// @param context what to tell it
    public static String say(String agent, String name, String context) {
        return switch (agent) {
            case "cursor" ->
                Json.Obj.EMPTY
                        .with("continue", true)
                        .with("additional_context", context)
                        .line();
            case "copilot" -> Json.Obj.EMPTY.with("additionalContext", context).line();
            default ->
                Json.Obj.EMPTY
                        .with(
                                "hookSpecificOutput",
                                Json.Obj.EMPTY.with("hookEventName", name).with("additionalContext", context))
                        .line();
        };
    }
}
