package dev.mnemo.app.hook;

import dev.mnemo.app.hook.HookDialect.Heard;
import dev.mnemo.project.ProjectMemory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Answers hooks for the project that is open.
public final class HookResponder implements HookServer.Answering {
    private final ProjectMemory memory;

    public HookResponder(ProjectMemory memory) {
        this.memory = memory;
    }

    @Override
    public Optional<String> answer(String input, String dialect) {
        var words = dialect.split("/", 2);
        var heard = HookDialect.hear(input, words.length > 1 ? words[1] : "");
        if (heard.isEmpty()) {
            return Optional.of("");
        }
        return isOurs(heard.get()) ? Optional.of(answer(words[0], heard.get())) : Optional.empty();
    }

    private String answer(String agent, Heard heard) {
        return memory.current()
                .hooks()
                .respond(heard.event())
                .map(context -> HookDialect.say(agent, heard.name(), context))
                .orElse("");
    }

    /// Whether an event is about the open project: by the file it touches if that is absolute, otherwise by the
    /// folder in which the agent works.
    private boolean isOurs(Heard heard) {
        try {
            var path = Path.of(heard.event().path());
            var place = path.isAbsolute() || heard.folder().isEmpty() ? path : Path.of(heard.folder());
            return !place.isAbsolute()
                    || place.normalize().startsWith(memory.current().root());
        } catch (InvalidPathException noPath) {
            return true;
        }
    }
}
