package dev.mnemo.cache;

import java.util.List;
import java.util.Locale;

/// The events a {@link MetricsHook} hears, each with its attributes. One table, compared with the guide by a test.
public enum CacheEvent {
    /// An answer was given. `saved_*` is what its first call cost.
    HIT(
            "namespace",
            "layer",
            "similarity",
            "confidence",
            "age_seconds",
            "stale",
            "nanos",
            "saved_tokens",
            "saved_money_micros",
            "saved_millis"),
    /// No answer was given.
    MISS("namespace", "reason", "nanos"),
    /// An entry was stored or replaced.
    PUT("namespace", "nanos"),
    /// The validator or the rules of admission kept an answer out.
    PUT_REJECTED("namespace", "reason"),
    /// An answer could not be stored although its caller got it.
    PUT_FAILED("namespace", "fault"),
    /// Entries made room. One event for each namespace that lost some.
    EVICTION("namespace", "count"),
    /// Entries went because their time had passed.
    EXPIRED("namespace", "count"),
    /// Entries went because a tag was invalidated.
    INVALIDATED("namespace", "count"),
    /// The embedding model failed; a `miss` follows where a look-up was under way.
    EMBEDDER_FAILURE("namespace"),
    /// The store failed during a look-up; a `miss` follows.
    STORE_FAILURE("namespace", "fault"),
    /// A caller got the answer another caller's call brought.
    SHARED("namespace"),
    /// A fresh answer was fetched in the background.
    REFRESH("namespace", "outcome"),
    /// A hit was compared with a fresh answer.
    AUDIT("namespace", "right"),
    /// Somebody said whether a hit was right.
    FEEDBACK("namespace", "right");

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final List<String> attributes;

    CacheEvent(String... attributes) {
        this.attributes = List.of(attributes);
    }

    /// The name in lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The names of the attributes, in order.
    public List<String> attributes() {
        return attributes;
    }
}
