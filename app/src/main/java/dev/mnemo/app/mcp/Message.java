package dev.mnemo.app.mcp;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.util.List;

/// One JSON-RPC 2.0 message from a client, or what came in its place.
public sealed interface Message {
    /// The most messages in one batch.
    int BATCH_MESSAGES_MAX = 100;

    /// A request: it gets exactly one answer.
    ///
    /// @param id a text or a whole number, repeated in the answer
    record Request(Json id, String method, Json.Obj params) implements Message {}

    /// A message that gets no answer.
    record Notification(String method, Json.Obj params) implements Message {}

    /// The client's answer to something asked by the server, which asks nothing.
    record Reply() implements Message {}

    /// Several messages in one array.
    record Batch(List<Message> messages) implements Message {}

    /// Something that is no message.
    ///
    /// @param id the id it seems to have, or `null`
    record Broken(Json id, Outcome.Failure failure) implements Message {}

    /// Reads what stands on one line or in one body. Never throws.
    static Message read(byte[] utf8) {
        try {
            return of(Json.parse(utf8), true);
        } catch (JsonFault fault) {
            return new Broken(
                    Json.Null.NULL, Outcome.Failure.of(Outcome.Failure.PARSE, "Parse error: " + fault.getMessage()));
        }
    }

    private static Message of(Json json, boolean batchAllowed) {
        return switch (json) {
            case Json.Obj object -> of(object);
            case Json.Arr(var items)
            when batchAllowed && !items.isEmpty() && items.size() <= BATCH_MESSAGES_MAX ->
                new Batch(items.stream().map(item -> of(item, false)).toList());
            default -> broken(Json.Null.NULL, "a message is one JSON object");
        };
    }

    private static Message of(Json.Obj object) {
        var id = object.get("id");
        var shown = id.filter(Message::isId).orElse(Json.Null.NULL);
        if (!object.string("jsonrpc", "").equals("2.0")) {
            return broken(shown, "\"jsonrpc\" must be \"2.0\"");
        }
        var method = object.string("method");
        if (method.isEmpty()) {
            return object.has("result") || object.has("error")
                    ? new Reply()
                    : broken(shown, "\"method\" must be a text");
        }
        if (object.get("params").isPresent() && !(object.get("params").get() instanceof Json.Obj)) {
            return broken(shown, "\"params\" must be an object");
        }
        if (id.isEmpty()) {
            return new Notification(method.get(), object.object("params"));
        }
        return isId(id.get())
                ? new Request(id.get(), method.get(), object.object("params"))
                : broken(Json.Null.NULL, "\"id\" must be a text or a whole number");
    }

    private static boolean isId(Json id) {
        return id instanceof Json.Str || (id instanceof Json.Num number && number.isInteger());
    }

    private static Broken broken(Json id, String sentence) {
        return new Broken(
                id, Outcome.Failure.of(Outcome.Failure.INVALID_REQUEST, "Invalid request: " + sentence + "."));
    }
}
