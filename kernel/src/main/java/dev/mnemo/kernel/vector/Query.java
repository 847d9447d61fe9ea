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

    /// Rows to score again.
    int shortlistRows() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max((long) limit * SHORTLIST_FACTOR, SHORTLIST_ROWS_MIN));
    }
}
