package dev.mnemo.cache;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// No answer, and why.
///
/// @param reason what decided
/// @param detail one sentence more about it, empty if there is nothing to add
/// @param refused the stored questions that were looked at, nearest first, each with what spoke against it
public record Miss(MissReason reason, String detail, List<Refused> refused) implements Outcome {
    /// A stored question that was near and not near enough, or near and not the same.
    ///
    /// @param entryId its entry
    /// @param text the stored question
    /// @param similarity cosine of the two questions
    /// @param reason what spoke against it
    /// @param detail the same in one sentence, with the numbers
    /// @param needed the similarity that would have been enough; empty if none would
    public record Refused(
            long entryId, String text, double similarity, MissReason reason, String detail, OptionalDouble needed) {}

    public Miss {
        refused = List.copyOf(refused);
    }

    static Miss of(MissReason reason, String detail) {
        return new Miss(reason, detail, List.of());
    }

    /// The stored question nearest to the one asked, if the search got that far and found one.
    public Optional<Refused> nearest() {
        return refused.stream().findFirst();
    }

    /// The whole explanation, for a person.
    public String explanation() {
        var text = new StringBuilder("Miss (" + reason.label() + ").");
        if (!detail.isEmpty()) {
            text.append(' ').append(detail);
        }
        for (var candidate : refused) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %.4f \"%s\" [%s] %s",
                    candidate.similarity(),
                    candidate.text(),
                    candidate.reason().label(),
                    candidate.detail()));
            candidate.needed().ifPresent(needed -> text.append(String.format(Locale.ROOT, " Needed: %.4f.", needed)));
        }
        return text.toString();
    }
}
