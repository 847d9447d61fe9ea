package dev.mnemo.cache;

/// How an answer was found.
public enum HitLayer {
    /// The same question up to white space and case.
    EXACT,
    /// Another question with the same meaning.
    SEMANTIC;

    /// `exact` or `semantic`, as events and metrics say it.
    public String label() {
        return this == EXACT ? "exact" : "semantic";
    }
}
