package dev.mnemo.providers;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// When a provider wants to be asked again, as the header `Retry-After` of RFC 9110, section 10.2.3, says it: after
/// so many seconds, or at a moment, which is compared with the provider's own `Date`, so that no clock need agree.
final class RetryAfter {
    /// Heard by whoever sends a request, on the thread of the call that it belongs to.
    static final ScopedValue<RetryAfter> HEARD = ScopedValue.newInstance();

    private static final String HEADER = "retry-after";
    private static final String DATE = "date";

    /// More digits mean more than thirty years.
    private static final String SECONDS = "\\d{1,9}";

    private Optional<Duration> pause = Optional.empty();

    /// Takes note of the headers of a refusal.
    static void hear(HttpHeaders headers) {
        if (HEARD.isBound()) {
            HEARD.get().pause = read(headers);
        }
    }

    /// How long the provider wants to be left alone; empty if it said nothing, or nothing that can be read.
    Optional<Duration> pause() {
        return pause;
    }

    private static Optional<Duration> read(HttpHeaders headers) {
        var said = headers.firstValue(HEADER).map(String::strip);
        if (said.filter(text -> text.matches(SECONDS)).isPresent()) {
            return said.map(text -> Duration.ofSeconds(Long.parseLong(text)));
        }
        return said.flatMap(RetryAfter::date)
                .flatMap(then ->
                        headers.firstValue(DATE).flatMap(RetryAfter::date).map(now -> Duration.between(now, then)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
