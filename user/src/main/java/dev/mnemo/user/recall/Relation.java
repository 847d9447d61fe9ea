package dev.mnemo.user.recall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something known about two people or things: an edge of the graph.
///
/// @param subject the name of the one
/// @param relation how they are related
/// @param object the name of the other
/// @param text the sentence it was learned from; may be empty
/// @param confidence how sure it is, 0..1
/// @param validFrom since when it holds
public record Relation(
        String subject, String relation, String object, String text, double confidence, Instant validFrom) {
    public Relation {
        confidence = Double.isNaN(confidence) ? 0 : Math.clamp(confidence, 0, 1);
    }

    /// `subject -> relation -> object`.
    public String line() {
        return subject + " -> " + relation + " -> " + object;
    }

    /// Where relations come from.
    @FunctionalInterface
    public interface Source {
        /// No graph.
        Source NONE = (_, _, _) -> List.of();

        /// The relations of whoever and whatever a question names, surest first.
        ///
        /// @param asOf the moment at which they must have held; now if empty
        /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read
        List<Relation> named(String question, Optional<Instant> asOf, int limit);
    }
}
