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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request, as handlers see it.
public final class Request {
    /// Bytes of the largest body that is read as a whole.
    public static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final ServerRequest request;
    private final Caller caller;
    private final Map<String, String> parts;
    private byte @Nullable [] whole;

    Request(ServerRequest request, Caller caller, Map<String, String> parts) {
        this.request = request;
        this.caller = caller;
        this.parts = parts;
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
        return Optional.ofNullable(parts.get(name))
                .orElseThrow(() -> new IllegalStateException("the path has no part '" + name + "'"));
    }

    /// A parameter of the query, if it is given and not blank.
    public Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isBlank());
    }

    /// The query as it was sent; empty if there is none.
    String queryText() {
        return request.query().rawValue();
    }

    /// The parameters of the query that are not blank, as texts; one that is given several times is a list.
    public Json.Obj queries() {
        var members = new LinkedHashMap<String, Json>();
        for (var name : request.query().names()) {
            var values = request.query().all(name).stream()
                    .filter(value -> !value.isBlank())
                    .toList();
            if (!values.isEmpty()) {
                members.put(name, values.size() == 1 ? Json.of(values.getFirst()) : Json.strings(values));
            }
        }
        return new Json.Obj(members);
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

    /// All headers, by their names in lower case.
    public Map<String, List<String>> headers() {
        var headers = new LinkedHashMap<String, List<String>>();
        request.headers().forEach(header -> headers.put(header.headerName().lowerCase(), header.allValues()));
        return headers;
    }

    /// Whether the connection is encrypted here.
    public boolean isSecure() {
        return request.isSecure();
    }

    /// The path and the query as they were sent, still encoded.
    public String target() {
        var path = request.prologue().uriPath().rawPath();
        var query = request.prologue().query().rawValue();
        return query.isEmpty() ? path : path + "?" + query;
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
    public static final class TooLarge extends Refusal {
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

    /// The body. May be asked for again.
    ///
    /// @throws Refusal if it is longer
    public byte[] bytes(int bytesMax) {
        var known = whole;
        if (known == null) {
            known = read(bytesMax);
            whole = known;
        }
        if (known.length > bytesMax) {
            throw new TooLarge("The body may have " + bytesMax + " bytes at most.");
        }
        return known;
    }

    private byte[] read(int bytesMax) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (var in = stream()) {
            return in.readNBytes(bytesMax + 1);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /// The body as it comes in. What goes wrong with it is thrown as a {@link Refusal}.
    public InputStream stream() {
        return new BodyStream(request.content().inputStream(), System::nanoTime);
    }

    /// Takes one part of a form.
    @FunctionalInterface
    public interface PartReader {
        /// @param name of the field
        /// @param filename as the sender calls the file, if the part is one
        /// @param in what the part holds; ends with it
        /// @throws IOException if what was read cannot be kept
        void read(String name, Optional<String> filename, InputStream in) throws IOException;
    }

    /// The parts of a form in `multipart/form-data`, one after the other as they come in.
    ///
    /// @throws Refusal if the body is no such form
    /// @throws IOException as the reader does
    public void form(PartReader reader) throws IOException {
        Form.read(header("content-type").orElse(""), stream(), reader);
    }
}
