package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.Dialect.Taken;
import dev.mnemo.app.gateway.UpstreamCall.Answered;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Listens to an answer that passes by, and knows at its end whether it was one.
final class Tee {
    /// Bytes of an answer that are listened to; a longer one only passes by.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private final Dialect dialect;
    private final Dialect.Stream stream;
    private final EventReader events;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final boolean isStream;
    private boolean isReadable;
    private long bytes;

    Tee(Dialect dialect, Answered upstream) {
        this.dialect = dialect;
        this.stream = dialect.stream();
        this.events = new EventReader(stream::event);
        var type = upstream.header("content-type");
        this.isStream = type.startsWith("text/event-stream");
        this.isReadable = upstream.status() == 200
                && (isStream || type.startsWith("application/json"))
                && (upstream.header("content-encoding").isEmpty()
                        || upstream.header("content-encoding").equals("identity"));
    }

    /// One who hears nothing.
    static Tee deaf(Answered upstream) {
        var tee = new Tee(new EmbeddingsDialect(), upstream);
        tee.isReadable = false;
        return tee;
    }

    void hear(byte[] piece, int length) {
        bytes += length;
        isReadable &= bytes <= BYTES_MAX;
        if (!isReadable) {
            whole.reset();
        } else if (isStream) {
            events.feed(piece, length);
        } else {
            whole.write(piece, 0, length);
        }
    }

    /// The answer, if it came to a clean end and is understood.
    Optional<Taken> end() {
        if (!isReadable) {
            return Optional.empty();
        }
        if (isStream) {
            return events.isBetweenEvents() ? stream.end() : Optional.empty();
        }
        try {
            return dialect.read(Json.parseObject(whole.toByteArray()));
        } catch (JsonFault _) {
            return Optional.empty();
        }
    }
}
