package dev.mnemo.kernel.event;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One event as a line of a log: `ts`, `layer`, `event`, `summary`, then `addresses`, `domain` and `detail` if they say
/// anything. Secrets are redacted and texts are cut to named lengths: a log tells what happened, it does not hold what
/// was said.
final class EventLine {
    /// Characters of a summary.
    static final int SUMMARY_CHARS_MAX = 300;

    /// Characters of a text inside the detail.
    static final int DETAIL_TEXT_CHARS_MAX = 400;

    /// Items of a list, and members of an object, inside the detail.
    static final int DETAIL_ITEMS_MAX = 40;

    /// Levels of nesting inside the detail.
    static final int DETAIL_DEPTH_MAX = 3;

    /// Addresses of one event.
    static final int ADDRESSES_MAX = 100;

    /// Characters of a text that are searched for secrets before it is cut.
    private static final int REDACTED_CHARS_MAX = 4_000;

    private static final int ADDRESS_DIGITS = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private EventLine() {}

    static String write(Event event, Instant at) {
        var line = new LinkedHashMap<String, Json>();
        line.put("ts", Json.of(TIME.format(at.atOffset(ZoneOffset.UTC))));
        line.put("layer", Json.of(event.layer().name().toLowerCase(Locale.ROOT)));
        line.put("event", Json.of(event.name()));
        line.put("summary", Json.of(safe(event.summary(), SUMMARY_CHARS_MAX)));
        if (!event.addresses().isEmpty()) {
            line.put(
                    "addresses",
                    Json.strings(event.addresses().stream()
                            .limit(ADDRESSES_MAX)
                            .map(address -> cut(address, ADDRESS_DIGITS))
                            .toList()));
        }
        if (!event.domain().isEmpty()) {
            line.put("domain", Json.of(safe(event.domain(), DETAIL_TEXT_CHARS_MAX)));
        }
        if (!event.detail().members().isEmpty()) {
            line.put("detail", bounded(event.detail(), 0));
        }
        return new Json.Obj(line).line();
    }

    /// What a line says; empty if it is no event.
    static Optional<LoggedEvent> read(String session, byte[] utf8) {
        try {
            var line = Json.parseObject(utf8);
            var layer = Event.Layer.valueOf(line.string("layer", "").toUpperCase(Locale.ROOT));
            var at = OffsetDateTime.parse(line.string("ts", "")).toInstant();
            var event = new Event(
                    layer,
                    line.string("event", ""),
                    line.string("summary", ""),
                    line.array("addresses").strings(),
                    line.string("domain", ""),
                    line.object("detail"));
            return event.name().isEmpty() ? Optional.empty() : Optional.of(new LoggedEvent(session, at, event));
        } catch (RuntimeException broken) {
            return Optional.empty();
        }
    }

    private static Json bounded(Json value, int depth) {
        return switch (value) {
            case Json.Str(var text) -> Json.of(safe(text, DETAIL_TEXT_CHARS_MAX));
            case Json.Arr(var items) -> {
                List<Json> kept = new ArrayList<>();
                if (depth < DETAIL_DEPTH_MAX) {
                    items.stream()
                            .limit(DETAIL_ITEMS_MAX)
                            .map(item -> bounded(item, depth + 1))
                            .forEach(kept::add);
                }
                yield new Json.Arr(kept);
            }
            case Json.Obj(var members) -> {
                var kept = new LinkedHashMap<String, Json>();
                if (depth < DETAIL_DEPTH_MAX) {
                    members.entrySet().stream()
                            .limit(DETAIL_ITEMS_MAX)
                            .forEach(member -> kept.put(
                                    safe(member.getKey(), DETAIL_TEXT_CHARS_MAX),
                                    bounded(member.getValue(), depth + 1)));
                }
                yield new Json.Obj(kept);
            }
            default -> value;
        };
    }

    /// The beginning of a text without its secrets. Redacted before it is cut, because half a key is no longer known as
    /// one; what lies far behind the cut is not looked at.
    private static String safe(String text, int charsMax) {
        return cut(Secrets.redact(cut(text, REDACTED_CHARS_MAX)).text(), charsMax);
    }

    /// The first characters of a text, never half of one; a cut text ends in an ellipsis.
    private static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = charsMax == ADDRESS_DIGITS ? charsMax : charsMax - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + (charsMax == ADDRESS_DIGITS ? "" : "…");
    }
}
