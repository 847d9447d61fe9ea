package dev.mnemo.app.gateway;

import dev.mnemo.app.http.Request;
import dev.mnemo.cache.Lifetime;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.Strictness;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What a caller asks of the gateway by headers; none of them goes on to the upstream.
///
/// @param mode how the cache is used
/// @param namespace whose answers these are
/// @param lifetime how long the answer may be given out
/// @param strictness what is asked of a hit beyond the options of the cache
/// @param user whose memory goes into the prompt, if anybody's
/// @param session the conversation the turn belongs to
record Wishes(
        Mode mode,
        String namespace,
        Lifetime lifetime,
        Strictness strictness,
        Optional<String> user,
        Optional<String> session) {
    /// What every header of the gateway begins with.
    static final String PREFIX = "x-mnemo-";

    private static final String NAMESPACE = "gateway";
    private static final double SECONDS_MAX = Duration.ofDays(3_650).toSeconds();

    /// How the cache is used.
    enum Mode {
        /// Looked into, and filled.
        ON,
        /// Filled only: the answer is fetched anew.
        REFRESH,
        /// Left alone.
        BYPASS
    }

    /// Reads the headers of a request.
    ///
    /// @throws Refusal if one of them has no sense
    static Wishes of(Request request) {
        double similarityMin = number(request, "threshold", -1, 1, Strictness.USUAL.similarityMin());
        double errorRateMax = number(request, "budget", 0, 1, Strictness.USUAL.errorRateMax());
        double seconds = number(request, "ttl", 0.001, SECONDS_MAX, 0);
        var namespace = header(request, "namespace").orElse(NAMESPACE);
        return new Wishes(
                mode(request),
                Question.of("").in(namespace).namespace(),
                seconds == 0 ? Lifetime.standard() : Lifetime.of(Duration.ofMillis(Math.round(seconds * 1_000))),
                new Strictness(false, similarityMin, errorRateMax),
                header(request, "user"),
                header(request, "session"));
    }

    private static Mode mode(Request request) {
        var text = header(request, "cache").orElse("on").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "on" -> Mode.ON;
            case "refresh" -> Mode.REFRESH;
            case "bypass" -> Mode.BYPASS;
            default ->
                throw new Refusal("The header x-mnemo-cache is on, refresh or bypass; '" + text + "' is none of them.");
        };
    }

    private static double number(Request request, String name, double min, double max, double byDefault) {
        var text = header(request, name);
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            double number = Double.parseDouble(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Refusal("The header " + PREFIX + name + " is a number from " + min + " to " + max + ".");
    }

    private static Optional<String> header(Request request, String name) {
        return request.header(PREFIX + name).map(String::strip).filter(value -> !value.isEmpty());
    }
}
