package dev.mnemo.app.tui;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.LoggedEvent;
import dev.mnemo.kernel.text.Plain;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Events as text that a terminal may be given: whatever a log holds, no control character of it gets through.
final class EventText {
    private static final int NAME_CHARS_MAX = 30;
    private static final int DOMAIN_CHARS_MAX = 20;
    private static final int SUMMARY_CHARS_MAX = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

    private static final Map<String, String> MARKERS = Map.ofEntries(
            Map.entry("recall", "~"),
            Map.entry("claim", "+"),
            Map.entry("update", ">"),
            Map.entry("reinforce", "^"),
            Map.entry("compress", "*"),
            Map.entry("search", "?"),
            Map.entry("query", "."),
            Map.entry("provenance", "<"),
            Map.entry("link", "-"),
            Map.entry("forget", "x"),
            Map.entry("anchor_drift", "!"));

    private EventText() {}

    static String time(LoggedEvent event, ZoneId zone) {
        return TIME.format(event.at().atZone(zone));
    }

    /// Who caused it, in three letters.
    static String layer(Event.Layer layer) {
        return switch (layer) {
            case SUBCONSCIOUS -> "sub";
            case CONSCIOUS -> "con";
            case SYSTEM -> "sys";
        };
    }

    static String name(Event event) {
        return Plain.line(event.name(), NAME_CHARS_MAX);
    }

    static String marked(Event event) {
        return MARKERS.getOrDefault(event.name(), " ") + name(event);
    }

    static String domain(Event event) {
        return Plain.line(event.domain(), DOMAIN_CHARS_MAX);
    }

    /// What happened, without the domain in front, which has a column of its own.
    static String summary(Event event) {
        var summary = Plain.line(event.summary(), SUMMARY_CHARS_MAX);
        var domain = "[" + domain(event) + "] ";
        return summary.startsWith(domain) ? summary.substring(domain.length()) : summary;
    }

    /// An event on one line, for files and pipes.
    static String line(LoggedEvent event, ZoneId zone) {
        var what = event.event();
        var domain = domain(what);
        return time(event, zone) + " [" + layer(what.layer()) + "] " + name(what)
                + (domain.isEmpty() ? "" : " (" + domain + ")") + "  " + summary(what);
    }

    /// Everything that is known of an event, a line each.
    static List<String> details(LoggedEvent event, ZoneId zone) {
        var what = event.event();
        var lines = new ArrayList<String>();
        lines.add("when     " + MOMENT.format(event.at().atZone(zone)) + "   log " + Plain.line(event.session(), 60));
        lines.add("what     " + name(what) + " (" + what.layer().name().toLowerCase(Locale.ROOT) + ")"
                + (what.domain().isEmpty() ? "" : "   domain " + domain(what)));
        lines.add("summary  " + summary(what));
        if (!what.addresses().isEmpty()) {
            lines.add("nodes    " + Plain.line(String.join(" ", what.addresses()), SUMMARY_CHARS_MAX));
        }
        if (!what.detail().members().isEmpty()) {
            Plain.text(what.detail().readable()).lines().forEach(lines::add);
        }
        return lines;
    }

    /// Whether a text stands anywhere in an event, whatever its case.
    static boolean holds(LoggedEvent event, String wanted) {
        var what = event.event();
        return contains(what.name(), wanted)
                || contains(what.domain(), wanted)
                || contains(what.summary(), wanted)
                || what.addresses().stream().anyMatch(address -> contains(address, wanted))
                || contains(what.detail().compact(), wanted);
    }

    private static boolean contains(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
