package dev.mnemo.app.rest;

import dev.mnemo.kernel.fault.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// Moments as programs write them: `2026-03-05T10:00:00Z`, `2026-03-05T10:00:00+08:00`, or a date, which means its
/// beginning in UTC.
final class Moments {
    static final String ABOUT = " A moment with its zone, such as 2026-03-05T10:00:00Z, or a date.";

    private static final int DATE_CHARS = 10;
    private static final int SHOWN_CHARS_MAX = 60;

    /// No calendar of ours reaches further, and databases count microseconds.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private Moments() {}

    /// The moment that a text names; empty for the empty text.
    ///
    /// @param name of the field, for the refusal
    static Optional<Instant> of(String name, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            var moment = text.length() == DATE_CHARS
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (!moment.isBefore(EARLIEST) && !moment.isAfter(LATEST)) {
                return Optional.of(moment);
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        throw new Refusal("'" + name + "' is '"
                + (text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "…" : text)
                + "'; it is a moment with its zone, such as 2026-03-05T10:00:00Z, or a date such as 2026-03-05.");
    }

    /// As {@link #of}, for a moment that must be given.
    static Instant required(String name, String text) {
        return of(name, text)
                .orElseThrow(() -> new Refusal("'" + name + "' is missing; it is a moment with its zone, such as"
                        + " 2026-03-05T10:00:00Z, or a date such as 2026-03-05."));
    }

    /// A zone by its name, such as `Europe/Berlin` or `+08:00`.
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Refusal(
                    "'time_zone' is '" + name.substring(0, Math.min(name.length(), SHOWN_CHARS_MAX))
                            + "'; it is a name such as Europe/Berlin or an offset such as +08:00.",
                    e);
        }
    }
}
