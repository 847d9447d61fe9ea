package dev.mnemo.cache.policy;

/// Why two questions must not share an answer.
///
/// @param guard which guard says so
/// @param inQuery the words of the new question that it is about; empty if they are missing there
/// @param inCached the words of the cached question that it is about; empty if they are missing there
public record Verdict(Guard guard, String inQuery, String inCached) {
    /// One sentence for people.
    public String sentence() {
        if (guard == Guard.CONTEXT) {
            return "The question depends on what was said before ('" + (inQuery.isEmpty() ? inCached : inQuery) + "').";
        }
        if (inQuery.isEmpty()) {
            return "The cached question has " + guard.what() + " that this one lacks: '" + inCached + "'.";
        }
        return inCached.isEmpty()
                ? "This question has " + guard.what() + " that the cached one lacks: '" + inQuery + "'."
                : "The questions differ in " + guard.what() + ": '" + inQuery + "' is not '" + inCached + "'.";
    }
}
