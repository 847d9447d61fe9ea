package dev.mnemo.cache.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps an answer from a question that looks like the one it was given to and is another: other numbers, names,
/// dates, a negation, the reverse direction. Vectors hardly see these; a comparison of words does. Deterministic, takes
/// microseconds, and says why. Made for English; of other languages it knows digits, number words of Chinese and some
/// neighbours, negations, weekdays and names in capitals, and errs on the side of refusing.
///
/// @param watched the guards that are asked
public record Guards(Set<Guard> watched) {
    /// Every guard.
    public static final Guards ALL = new Guards(EnumSet.allOf(Guard.class));

    /// No guard.
    public static final Guards NONE = new Guards(EnumSet.noneOf(Guard.class));

    public Guards {
        watched = Set.copyOf(watched);
    }

    /// These guards without some; such as {@link Guard#CONTEXT} where the earlier turns are part of the key.
    public Guards without(Guard... unwatched) {
        var rest = EnumSet.noneOf(Guard.class);
        rest.addAll(watched);
        List.of(unwatched).forEach(rest::remove);
        return new Guards(rest);
    }

    /// All reasons why the two must not share an answer, in a fixed order; empty if there is none.
    public List<Verdict> verdicts(Reading query, Reading cached) {
        return watched.isEmpty()
                ? List.of()
                : query.against(cached).stream()
                        .filter(verdict -> watched.contains(verdict.guard()))
                        .toList();
    }

    /// The first of {@link #verdicts}.
    public Optional<Verdict> check(Reading query, Reading cached) {
        return verdicts(query, cached).stream().findFirst();
    }

    /// The first of {@link #verdicts}.
    public Optional<Verdict> check(String query, String cached) {
        return check(Reading.of(query), Reading.of(cached));
    }
}
