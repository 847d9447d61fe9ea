package dev.mnemo.app.ops;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import java.util.List;
import java.util.function.Function;

/// One thing that can be asked of the memory: at once an MCP tool, a command and a web endpoint.
///
/// @param name what programs call it, such as `memory_recall`
/// @param title what people call it
/// @param summary what it is for; the first sentence must tell an agent when to use it, all of it stays under 2 KB
/// @param effect what running it does to the memory
/// @param audience who is shown it without asking
/// @param input a record whose components carry {@link Param}; a component of type {@link Progress} is no parameter but
///     the place to tell how far long work is
/// @param output a record; its components become the structured answer
/// @param run does it; throws {@link dev.mnemo.kernel.fault.Refusal} for a caller's mistake
/// @param text the answer as an agent or a person reads it: short, addresses first, next step last
public record Operation<I extends Record, O extends Record>(
        String name,
        String title,
        String summary,
        Effect effect,
        Audience audience,
        Class<I> input,
        Class<O> output,
        Function<I, O> run,
        Function<O, String> text) {

    /// What running an operation does; becomes the annotations of an MCP tool.
    public enum Effect {
        /// Nothing that anybody could notice later.
        READS,
        /// Adds something; running it twice may add twice.
        ADDS,
        /// Changes or replaces; running it again with the same input changes nothing more.
        CHANGES,
        /// Removes for good.
        REMOVES
    }

    /// Who is shown an operation.
    public enum Audience {
        /// Every agent, always: the few that matter on every turn.
        CORE,
        /// Every agent, by search.
        ALL,
        /// Programs only; agents are not shown it.
        PROGRAMS
    }

    /// Its parameters, in order.
    public List<Parameter> parameters() {
        return Binding.of(name, input).parameters();
    }

    /// What it accepts, as JSON Schema 2020-12.
    public Json.Obj inputSchema() {
        return Shapes.ofInput(parameters());
    }

    /// What it answers, as JSON Schema 2020-12.
    public Json.Obj outputSchema() {
        return Shapes.ofOutput(output);
    }

    /// Runs it on arguments as a program sends them.
    ///
    /// @param arguments parameters by name
    /// @param progress is told how far long work is
    /// @throws dev.mnemo.kernel.fault.Refusal if the arguments do not fit or the operation does not allow them
    /// @throws dev.mnemo.kernel.fault.MnemoException if something in the world is broken
    public Answer answer(Json.Obj arguments, Progress progress) {
        var result = run.apply(Binding.of(name, input).bind(arguments, progress));
        return new Answer(Plain.text(text.apply(result)), RecordJson.of(result));
    }
}
