package dev.mnemo.kernel.vector;

import java.util.function.LongPredicate;

/// What a search wants.
///
/// @param codes the vector to be near to
/// @param limit how many neighbours at most, at least 1
/// @param minimum least cosine of a neighbour
/// @param admits which ids count; {@link #EVERY} if all
record Query(Codes codes, int limit, float minimum, LongPredicate admits) {
    static final LongPredicate EVERY = _ -> true;

    /// Rows kept for each one wanted by a search with rounded vectors, to be scored again without rounding.
    private static final int SHORTLIST_FACTOR = 4;

    private static final int SHORTLIST_ROWS_MIN = 32;

    /// Rows that a walk through a graph keeps for each one wanted: with fewer, more than one in a hundred of the
    /// true ten nearest of 100,000 sentences was missed.
    private static final int WALK_FACTOR = 10;

    /// Rows to score again.
    int shortlistRows() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max((long) limit * SHORTLIST_FACTOR, SHORTLIST_ROWS_MIN));
    }

    /// Rows that a walk through a graph keeps.
    int walkRows(GraphOptions graph) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(graph.ef(), (long) limit * WALK_FACTOR));
    }

    @SuppressWarnings("ReferenceEquality") // the one predicate that need not be asked
    boolean admitsAll() {
        return admits == EVERY;
    }
}
