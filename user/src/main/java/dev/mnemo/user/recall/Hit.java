package dev.mnemo.user.recall;

import java.util.Optional;

/// Something that came to mind.
///
/// @param source which part of the memory it comes from
/// @param memory what is remembered; empty for a relation
/// @param relation the relation; empty for a memory
/// @param factors why it stands where it stands
public record Hit(Source source, Optional<Remembered> memory, Optional<Relation> relation, Factors factors) {
    static Hit of(Remembered memory, Factors factors) {
        return new Hit(memory.kind().source(), Optional.of(memory), Optional.empty(), factors);
    }

    static Hit of(Relation relation, Factors factors) {
        return new Hit(Source.GRAPH, Optional.empty(), Optional.of(relation), factors);
    }

    /// What to show for it.
    public String text() {
        return memory.map(Remembered::text)
                .or(() -> relation.map(Relation::line))
                .orElse("");
    }

    /// What sorts it, larger first.
    public double score() {
        return factors.score();
    }
}
