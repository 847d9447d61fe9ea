package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Questions that must never again get the answer of an entry, and their neighbours with them. A question is
/// a neighbour if it is at least as near to the rejected question as to the entry's own: the border runs
/// midway between the two, so the entry keeps its own side. Nothing is deleted.
///
/// Safe for many threads; costs nothing for entries without a rejection.
public final class Rejections {
    /// Rejected questions kept for one entry. After as many complaints it answers nothing but its own text.
    public static final int REJECTED_PER_ENTRY_MAX = 64;

    private final Map<Long, List<float[]>> rejected = new ConcurrentHashMap<>();

    /// One rejection, as the store keeps it.
    ///
    /// @param entry whose answer was wrong
    /// @param query the unit vector of the question
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, never compared
    public record Rejection(long entry, float[] query) {
        public Rejection {
            query = query.clone();
            for (float component : query) {
                if (!Float.isFinite(component)) {
                    throw new Refusal("The vector of a rejected question must hold finite numbers.");
                }
            }
        }

        @Override
        public float[] query() {
            return query.clone();
        }
    }

    /// Remembers a rejection; an old one of the same vector is not repeated.
    public void add(Rejection rejection) {
        rejected.compute(rejection.entry(), (_, known) -> {
            var queries = new ArrayList<float[]>(known == null ? List.of() : known);
            if (queries.size() < REJECTED_PER_ENTRY_MAX
                    && queries.stream().noneMatch(query -> java.util.Arrays.equals(query, rejection.query()))) {
                queries.add(rejection.query());
            }
            return List.copyOf(queries);
        });
    }

    /// Whether an entry must not answer a question.
    ///
    /// @param query the question's unit vector
    /// @param similarity its cosine with the entry's own question
    public boolean blocks(long entry, float[] query, double similarity) {
        var queries = rejected.get(entry);
        if (queries == null) {
            return false;
        }
        return queries.size() >= REJECTED_PER_ENTRY_MAX
                || queries.stream().anyMatch(one -> cosine(one, query) >= similarity - ROUNDING);
    }

    /// How far rounding may carry two cosines of the same vectors apart.
    private static final double ROUNDING = 1e-4;

    private static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            return -1;
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    /// Forgets the rejections of an entry, because it was deleted or its answer replaced.
    public void forget(long entry) {
        rejected.remove(entry);
    }

    /// All rejections, for the store.
    public List<Rejection> all() {
        var all = new ArrayList<Rejection>();
        rejected.forEach((entry, queries) -> queries.forEach(query -> all.add(new Rejection(entry, query))));
        return all;
    }
}
