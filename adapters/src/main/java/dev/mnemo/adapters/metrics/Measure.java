package dev.mnemo.adapters.metrics;

import java.util.List;
import java.util.Locale;

/// What is counted and measured, under the names that both Micrometer and OpenTelemetry show.
enum Measure {
    /// Answers given by text or by meaning.
    HITS(Kind.COUNT, "{answer}", "Answers from the cache", "layer"),
    /// Look-ups without an answer.
    MISSES(Kind.COUNT, "{question}", "Look-ups without an answer", "reason"),
    /// How long a look-up takes.
    LOOKUP(Kind.SECONDS, "s", "Time of a look-up", "result"),
    /// How long it takes to store.
    PUT(Kind.SECONDS, "s", "Time to store an answer"),
    /// Calls of the model that were not made: hits and answers of other callers' calls.
    SAVED_CALLS(Kind.COUNT, "{call}", "Calls of the model that were not made"),
    /// Tokens that hits saved.
    SAVED_TOKENS(Kind.COUNT, "{token}", "Tokens that hits saved"),
    /// Money that hits saved.
    SAVED_MONEY(Kind.COUNT, "{currency}", "Money that hits saved, in the currency prices were told in"),
    /// Time of the model that hits saved.
    SAVED_TIME(Kind.COUNT, "s", "Time of the model that hits saved"),
    /// Answers that were not stored.
    KEPT_OUT(Kind.COUNT, "{answer}", "Answers that were not stored", "reason"),
    /// Entries that went.
    REMOVED(Kind.COUNT, "{entry}", "Entries that made room, expired or were invalidated", "cause"),
    /// Failures of the store or the embedding model.
    FAILURES(Kind.COUNT, "{failure}", "Failures of the store or the embedding model", "part"),
    /// Fresh answers fetched in the background.
    REFRESHES(Kind.COUNT, "{answer}", "Answers fetched anew in the background", "outcome"),
    /// Hits of which it became known whether they were right.
    JUDGED(Kind.COUNT, "{answer}", "Hits that were compared or judged", "by", "right"),
    /// The upper bound on the share of wrong hits by meaning; no number without an error budget.
    WRONG_HIT_BOUND(Kind.LEVEL, "1", "Upper bound on the share of wrong answers by meaning"),
    /// Entries in the store.
    ENTRIES(Kind.LEVEL, "{entry}", "Entries in the store"),
    /// What the index takes in memory.
    INDEX_MEMORY(Kind.LEVEL, "By", "Memory of the vector index");

    /// How a figure behaves.
    enum Kind {
        /// Only grows.
        COUNT,
        /// A time each.
        SECONDS,
        /// Goes up and down and is asked for.
        LEVEL
    }

    private final Kind kind;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final List<String> labels;

    Measure(Kind kind, String unit, String description, String... labels) {
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.labels = List.of(labels);
    }

    String title() {
        return "mnemo.cache." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    Kind kind() {
        return kind;
    }

    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    /// The names of the labels a reading bears, in order, after the namespace.
    List<String> labels() {
        return labels;
    }
}
