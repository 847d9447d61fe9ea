package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import io.helidon.http.RequestException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Failures as problems: a stable code, one sentence, and never a trace.
final class Problems {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "A key is needed"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Method not allowed"),
            Map.entry(406, "Not acceptable"),
            Map.entry(408, "Too slow"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Too large"),
            Map.entry(415, "Unsupported media type"),
            Map.entry(421, "Misdirected request"),
            Map.entry(422, "Not to be processed"),
            Map.entry(429, "Too many requests"),
            Map.entry(500, "Failed"),
            Map.entry(502, "Upstream failed"),
            Map.entry(503, "Not available"),
            Map.entry(504, "Upstream timed out"),
            Map.entry(507, "Disk full"));

    private final BiConsumer<String, Throwable> unexpected;

    /// @param unexpected is told of what nobody foresaw, with the request's line
    Problems(BiConsumer<String, Throwable> unexpected) {
        this.unexpected = unexpected;
    }

    static String title(int status) {
        return Optional.ofNullable(TITLES.get(status)).orElse("Status " + status);
    }

    Response of(String line, Throwable failure) {
        return switch (failure) {
            case Request.UnsupportedMediaType wrong ->
                Response.problem(415, "unsupported_media_type", wrong.sentence());
            case Request.TooLarge large -> Response.problem(413, "too_large", large.sentence());
            case BodyStream.TooSlow slow -> Response.problem(408, "too_slow", slow.sentence());
            case Refusal refusal -> Response.problem(400, "refused", refusal.sentence());
            case MnemoException broken -> {
                unexpected.accept(line, broken);
                yield Response.problem(
                        status(broken.fault()), broken.fault().name().toLowerCase(Locale.ROOT), broken.sentence());
            }
            case RequestException malformed ->
                Response.problem(
                        malformed.status().code() >= 500
                                ? 400
                                : malformed.status().code(),
                        "malformed",
                        "The request is malformed.");
            case null, default -> {
                unexpected.accept(line, failure);
                yield Response.problem(
                        500,
                        "unexpected",
                        "This failed in a way nobody foresaw; nothing is known to be lost, and the server's log has the"
                                + " details.");
            }
        };
    }

    private static int status(Fault fault) {
        return switch (fault) {
            case STORE_BUSY, STORE_UNREACHABLE, TIMEOUT, STORE_READ_ONLY, CONFIGURATION -> 503;
            case DISK_FULL -> 507;
            case MODEL -> 502;
            case ADDRESS_COLLISION -> 409;
            default -> 500;
        };
    }
}
