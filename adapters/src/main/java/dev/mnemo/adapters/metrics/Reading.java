package dev.mnemo.adapters.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What an event of the cache says in figures.
///
/// @param measure which figure
/// @param amount how much more, or how many seconds
/// @param labels values of the measure's labels, by name
record Reading(Measure measure, double amount, Map<String, String> labels) {
    /// Under what label the namespaces are counted that have none of their own.
    private static final String OTHER = "other";

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;

    Reading {
        labels = Map.copyOf(labels);
    }

    /// The readings of an event. Events that are not known here say nothing.
    ///
    /// @param namespaces those that are told apart; if there are none, readings bear no namespace
    static void of(String event, Map<String, Object> attributes, Set<String> namespaces, Consumer<Reading> taken) {
        var at = new Event(attributes, namespaces, taken);
        switch (event) {
            case "hit" -> {
                at.tell(Measure.HITS, 1, at.text("layer"));
                at.tell(Measure.LOOKUP, at.number("nanos") / NANOS, "hit");
                at.tell(Measure.SAVED_CALLS, 1);
                at.tell(Measure.SAVED_TOKENS, at.number("saved_tokens"));
                at.tell(Measure.SAVED_MONEY, at.number("saved_money_micros") / MICROS);
                at.tell(Measure.SAVED_TIME, at.number("saved_millis") / MILLIS);
            }
            case "miss" -> {
                at.tell(Measure.MISSES, 1, at.text("reason"));
                at.tell(Measure.LOOKUP, at.number("nanos") / NANOS, "miss");
            }
            case "put" -> at.tell(Measure.PUT, at.number("nanos") / NANOS);
            case "put_rejected" -> at.tell(Measure.KEPT_OUT, 1, at.text("reason"));
            case "put_failed" -> at.tell(Measure.KEPT_OUT, 1, at.text("fault"));
            case "eviction", "expired", "invalidated" -> at.tell(Measure.REMOVED, at.number("count"), event);
            case "embedder_failure" -> at.tell(Measure.FAILURES, 1, "embedder");
            case "store_failure" -> at.tell(Measure.FAILURES, 1, "store");
            case "shared" -> at.tell(Measure.SAVED_CALLS, 1);
            case "refresh" -> at.tell(Measure.REFRESHES, 1, at.text("outcome"));
            case "audit", "feedback" -> at.tell(Measure.JUDGED, 1, event, at.text("right"));
            default -> {}
        }
    }

    private record Event(Map<String, Object> attributes, Set<String> namespaces, Consumer<Reading> taken) {
        void tell(Measure measure, double amount, String... values) {
            var labels = new LinkedHashMap<String, String>();
            if (!namespaces.isEmpty()) {
                var namespace = text("namespace");
                labels.put("namespace", namespaces.contains(namespace) ? namespace : OTHER);
            }
            for (int i = 0; i < values.length; i++) {
                labels.put(measure.labels().get(i), values[i]);
            }
            taken.accept(new Reading(measure, amount, labels));
        }

        String text(String attribute) {
            return String.valueOf(attributes.get(attribute));
        }

        double number(String attribute) {
            return attributes.get(attribute) instanceof Number number ? number.doubleValue() : 0;
        }
    }
}
