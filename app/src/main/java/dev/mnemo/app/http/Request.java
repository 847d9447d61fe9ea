package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// One request, as handlers see it.
public final class Request {
    /// Bytes of the largest body that is read as a whole.
    public static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final ServerRequest request;
    private final Caller caller;

    Request(ServerRequest request, Caller caller) {
        this.request = request;
        this.caller = caller;
    }

    /// Who asks.
    public Caller caller() {
        return caller;
    }

    /// The method, in capitals.
    public String method() {
        return request.prologue().method().text();
    }

    /// The path, decoded.
    public String path() {
        return request.path().path();
    }

    /// A parameter of the path, decoded.
    public String part(String name) {
        return request.path().pathParameters().get(name);
    }

    /// A parameter of the query, if it is given and not blank.
    public Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isBlank());
    }

    /// A whole number in the query.
    ///
    /// @throws Refusal if it is no number between the bounds
    public int number(String name, int byDefault, int min, int max) {
        var text = query(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Refusal("'" + name + "' must be a whole number from " + min + " to " + max + ".");
    }

    /// A header, if it is there.
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// The body as one JSON object; an empty body counts as `{}`.
    ///
    /// @throws Refusal if it is something else, or longer than {@link #BODY_BYTES_MAX}
    public Json.Obj json() {
        var bytes = bytes(BODY_BYTES_MAX);
        if (bytes.length == 0) {
            return Json.Obj.EMPTY;
        }
        var type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json") && !type.contains("+json")) {
            throw new UnsupportedMediaType("The body must be JSON with the header 'Content-Type: application/json'"
                    + (type.isEmpty() ? "." : "; it is '" + type + "'."));
        }
        try {
            return Json.parseObject(text(bytes));
        } catch (JsonFault fault) {
            throw new Refusal("The body must be one JSON object: " + fault.getMessage(), fault);
        }
    }

    /// A body that is not JSON where JSON is needed; without this check a page of another site could send one.
    static final class UnsupportedMediaType extends Refusal {
        private static final long serialVersionUID = 1;

        UnsupportedMediaType(String sentence) {
            super(sentence);
        }
    }

    /// A body that is longer than allowed.
    static final class TooLarge extends Refusal {
        private static final long serialVersionUID = 1;

        TooLarge(String sentence) {
            super(sentence);
        }
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException fault) {
            throw new Refusal("The body must be UTF-8.", fault);
        }
    }

    /// The body.
    ///
    /// @throws Refusal if it is longer
    public byte[] bytes(int bytesMax) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (var in = stream()) {
            var bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new TooLarge("The body may have " + bytesMax + " bytes at most.");
            }
            return bytes;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /// The body as it comes in.
    public InputStream stream() {
        return request.content().inputStream();
    }
}
