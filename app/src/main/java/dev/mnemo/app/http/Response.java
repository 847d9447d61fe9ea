package dev.mnemo.app.http;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered.
public sealed interface Response {
    /// The status code.
    int status();

    /// Headers beside those that every answer has.
    Map<String, String> headers();

    /// An answer that is known as a whole.
    @SuppressWarnings("ArrayRecordComponent") // an answer is sent, never compared
    record Whole(int status, Map<String, String> headers, byte[] body) implements Response {}

    /// An answer that is written piece by piece.
    record Streamed(int status, Map<String, String> headers, Writer writer) implements Response {}

    /// An answer that finds out what it is while it is made, such as one that comes from another server.
    record Direct(Course course) implements Response {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }
    }

    /// Makes an answer: begins it once, and writes it. What it throws after it began breaks the connection off, so that
    /// nobody takes half an answer for a whole one.
    @FunctionalInterface
    interface Course {
        void run(Start start) throws IOException;
    }

    /// Begins an answer. What is flushed reaches the caller at once; closing the stream ends the answer.
    @FunctionalInterface
    interface Start {
        OutputStream begin(int status, Map<String, String> headers);
    }

    /// Writes an answer; what it flushes reaches the caller at once.
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /// JSON with status 200.
    static Response json(Json body) {
        return json(200, body);
    }

    /// JSON.
    static Response json(int status, Json body) {
        return bytes(status, "application/json", body.compact().getBytes(StandardCharsets.UTF_8));
    }

    /// A text.
    static Response text(int status, String type, String text) {
        return bytes(status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes of some type.
    static Response bytes(int status, String type, byte[] body) {
        return new Whole(status, Map.of("content-type", type), body);
    }

    /// A status and nothing more.
    static Response empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    /// A stream of some type.
    static Response stream(int status, String type, Writer writer) {
        return new Streamed(status, Map.of("content-type", type), writer);
    }

    /// A problem as RFC 9457 has it.
    ///
    /// @param code stable, for programs
    /// @param detail one sentence: what was wrong and what is allowed
    static Response problem(int status, String code, String detail) {
        return bytes(
                status,
                "application/problem+json",
                Json.Obj.EMPTY
                        .with("type", "urn:mnemo:problem:" + code)
                        .with("title", Problems.title(status))
                        .with("status", status)
                        .with("code", code)
                        .with("detail", detail)
                        .compact()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// This answer with one more header.
    default Response with(String name, String value) {
        var more = new LinkedHashMap<>(headers());
        more.put(name, value);
        return switch (this) {
            case Whole whole -> new Whole(whole.status(), Map.copyOf(more), whole.body());
            case Streamed streamed -> new Streamed(streamed.status(), Map.copyOf(more), streamed.writer());
            case Direct(var course) ->
                new Direct(start -> course.run((status, headers) -> {
                    var all = new LinkedHashMap<>(headers);
                    all.put(name, value);
                    return start.begin(status, all);
                }));
        };
    }
}
