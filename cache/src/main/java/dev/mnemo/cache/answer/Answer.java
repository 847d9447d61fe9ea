package dev.mnemo.cache.answer;

import dev.mnemo.cache.Cost;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A whole answer with the boundaries of the pieces in which it came.
///
/// @param chunks the pieces of text, in order
/// @param toolCalls the tools the model wants to run, in order
/// @param finish why the model stopped
/// @param cost what it cost
public record Answer(List<String> chunks, List<ToolCall> toolCalls, FinishReason finish, Cost cost) {
    public Answer {
        chunks = List.copyOf(chunks);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A text that came in one piece and ended by itself.
    public static Answer of(String text) {
        return of(text, Cost.UNKNOWN);
    }

    /// As above, with what it cost.
    public static Answer of(String text, Cost cost) {
        return new Answer(List.of(text), List.of(), FinishReason.STOP, cost);
    }

    /// The whole text.
    public String text() {
        return String.join("", chunks);
    }

    /// This answer with what it cost.
    public Answer with(Cost known) {
        return new Answer(chunks, toolCalls, finish, known);
    }

    /// Gives the answer to a sink as it once came: piece by piece, then tool calls, then the end.
    public void replay(AnswerSink sink) {
        chunks.forEach(sink::chunk);
        toolCalls.forEach(sink::toolCall);
        sink.end(finish, cost);
    }

    /// What {@link #restore} needs besides text and cost; empty for a text that came in one piece and ended by itself.
    public Json.Obj form() {
        var form = Json.Obj.EMPTY;
        if (finish != FinishReason.STOP) {
            form = form.with("finish", finish.name());
        }
        if (chunks.size() != 1) {
            form = form.with(
                    "chunks",
                    Json.array(chunks.stream()
                            .map(chunk -> Json.of(chunk.length()))
                            .toList()));
        }
        if (!toolCalls.isEmpty()) {
            form = form.with(
                    "tools",
                    Json.array(toolCalls.stream()
                            .map(call -> Json.strings(List.of(call.id(), call.name(), call.arguments())))
                            .toList()));
        }
        return form;
    }

    /// The answer made of a text, the {@link #form} it had, and what it cost. A form that does not fit the text, as
    /// when another program changed the text, gives the text in one piece.
    public static Answer restore(String text, Json.Obj form, Cost cost) {
        var calls = form.array("tools").items().stream()
                .filter(Json.Arr.class::isInstance)
                .map(item -> ((Json.Arr) item).strings())
                .filter(parts -> parts.size() == 3)
                .map(parts -> new ToolCall(parts.get(0), parts.get(1), parts.get(2)))
                .toList();
        return new Answer(pieces(text, form), calls, finish(form.string("finish", "STOP")), cost);
    }

    private static List<String> pieces(String text, Json.Obj form) {
        if (!form.has("chunks")) {
            return List.of(text);
        }
        var pieces = new ArrayList<String>();
        int at = 0;
        for (var item : form.array("chunks").items()) {
            long length = item instanceof Json.Num number ? number.longValue() : -1;
            if (length < 0 || length > text.length() - at) {
                return List.of(text);
            }
            pieces.add(text.substring(at, at + (int) length));
            at += (int) length;
        }
        return at == text.length() ? pieces : List.of(text);
    }

    private static FinishReason finish(String name) {
        for (var reason : FinishReason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return FinishReason.OTHER;
    }
}
