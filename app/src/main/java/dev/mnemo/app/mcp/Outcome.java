package dev.mnemo.app.mcp;

import dev.mnemo.kernel.json.Json;

/// What became of a request.
public sealed interface Outcome {
    /// It was done.
    record Result(Json.Obj value) implements Outcome {}

    /// The protocol does not allow it. (A tool that refuses or fails is a {@link Result} that says so.)
    ///
    /// @param code one of the codes below
    /// @param message one sentence
    /// @param data further facts, or the empty object
    record Failure(int code, String message, Json.Obj data) implements Outcome {
        static final int PARSE = -32700;
        static final int INVALID_REQUEST = -32600;
        static final int METHOD_NOT_FOUND = -32601;
        static final int INVALID_PARAMS = -32602;
        static final int INTERNAL = -32603;
        static final int UNSUPPORTED_VERSION = -32022;

        static Failure of(int code, String message) {
            return new Failure(code, message, Json.Obj.EMPTY);
        }
    }

    /// The client no longer wants an answer.
    record Silence() implements Outcome {}

    /// The answer on the wire.
    default Json.Obj toJson(Json id) {
        var answer = Json.Obj.EMPTY.with("jsonrpc", "2.0").with("id", id);
        return switch (this) {
            case Result(var value) -> answer.with("result", value);
            case Failure(var code, var message, var data) -> {
                var error = Json.Obj.EMPTY.with("code", code).with("message", message);
                yield answer.with("error", data.members().isEmpty() ? error : error.with("data", data));
            }
            case Silence() -> throw new IllegalStateException("silence has no answer");
        };
    }
}
