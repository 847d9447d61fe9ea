package dev.mnemo.cache;

import dev.mnemo.cache.Acceptance.Near;
import dev.mnemo.kernel.vector.Neighbour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The way from a question to an answer: the same text, else the nearest texts, each of which has to pass the
/// {@link Acceptance}. Reads only. Fails open: a broken store or model is a miss.
final class Lookup {
    /// How much further a look goes when dead rows are in its way.
    private static final int WIDER = 4;

    private final Entries entries;
    private final CacheOptions options;
    private final Embedding embedding;
    private final Acceptance acceptance;
    private final Expiry expiry;

    Lookup(Entries entries, CacheOptions options, Embedding embedding, Acceptance acceptance, Expiry expiry) {
        this.entries = entries;
        this.options = options;
        this.embedding = embedding;
        this.acceptance = acceptance;
        this.expiry = expiry;
    }

    /// The answer to a question, or why there is none.
    ///
    /// @param allowStale whether an answer may be given that is past its time but not gone
    Outcome find(Asked asked, boolean allowStale) {
        if (asked.question().bypass()) {
            return Miss.of(MissReason.BYPASS, "The caller asked not to look.");
        }
        if (Bytes.exceed(asked.question().text(), options.maxQueryBytes())) {
            return Miss.of(MissReason.QUERY_TOO_LONG, "A question has at most " + options.maxQueryBytes() + " bytes.");
        }
        var exact = exact(asked, allowStale);
        return exact.isPresent() ? exact.get() : semantic(asked, allowStale);
    }

    /// The answer to the same text.
    Optional<Hit> exact(Asked asked, boolean allowStale) {
        return entries.find(asked.key())
                .filter(entry -> isAlive(entry, allowStale) && acceptance.isFit(entry))
                .map(entry -> hit(asked, entry, 1, HitLayer.EXACT, Double.NaN, List.of("same text")));
    }

    private Outcome semantic(Asked asked, boolean allowStale) {
        if (asked.question().strictness().sameTextOnly()) {
            return Miss.of(MissReason.NO_MATCH, "The caller wants the same text or nothing.");
        }
        if (options.sameTextOnly()) {
            return Miss.of(MissReason.NO_MATCH, "This text is not stored, and this cache compares nothing by meaning.");
        }
        int tokens = Bytes.tokens(asked.form());
        if (tokens > options.semanticTokensMax()) {
            return Miss.of(
                    MissReason.TOO_LONG_FOR_MEANING,
                    "The question has about " + tokens + " tokens; up to " + options.semanticTokensMax()
                            + " are compared by meaning.");
        }
        var failure = embedding.lookUp(asked);
        if (failure.isPresent()) {
            return failure.get();
        }
        var unit = asked.unit().orElseThrow();
        for (int limit = options.candidates(); ; limit = Math.min(CacheOptions.CANDIDATES_MAX, limit * WIDER)) {
            var neighbours = entries.nearest(asked.key(), unit, limit);
            var near = near(asked, unit, neighbours, allowStale);
            var refused = new ArrayList<Miss.Refused>();
            var accepted = acceptance.choose(asked, unit, near, refused);
            if (accepted.isPresent()) {
                return hit(asked, accepted.get());
            }
            // Only where dead rows took the places of living ones is it worth looking further.
            boolean isCrowded = near.size() < neighbours.size() || near.stream().anyMatch(each -> !each.isAlive());
            if (!isCrowded || neighbours.size() < limit || limit == CacheOptions.CANDIDATES_MAX) {
                return refused.isEmpty()
                        ? Miss.of(MissReason.NO_MATCH, "Nothing is stored that could be compared.")
                        : new Miss(
                                refused.getFirst().reason(), refused.getFirst().detail(), refused);
            }
        }
    }

    /// The entries behind the neighbours, nearest first by the unrounded vectors of the store.
    private List<Near> near(Asked asked, float[] unit, List<Neighbour> neighbours, boolean allowStale) {
        if (neighbours.isEmpty()) {
            return List.of();
        }
        var byId = new HashMap<Long, StoredEntry>();
        entries.get(neighbours.stream().map(Neighbour::id).toList()).forEach(entry -> byId.put(entry.id(), entry));
        var near = new ArrayList<Near>();
        for (var neighbour : neighbours) {
            var entry = byId.get(neighbour.id());
            if (entry == null) {
                entries.forget(neighbour.id());
            } else if (isOf(entry, asked)) {
                double similarity = UnitVectors.cosine(unit, entry.embedding());
                if (!Double.isNaN(similarity)) {
                    near.add(new Near(entry, similarity, isAlive(entry, allowStale)));
                }
            }
        }
        near.sort(Comparator.comparingDouble(Near::similarity)
                .reversed()
                .thenComparingLong(each -> each.entry().id()));
        return near;
    }

    /// Never trust an index alone with what belongs to whom.
    private static boolean isOf(StoredEntry entry, Asked asked) {
        return entry.namespace().equals(asked.key().namespace())
                && entry.partition().equals(asked.key().partition());
    }

    private boolean isAlive(StoredEntry entry, boolean allowStale) {
        return !expiry.isGone(entry) && (allowStale || !expiry.isOver(entry));
    }

    private Hit hit(Asked asked, Acceptance.Accepted accepted) {
        asked.auditDue(accepted.isAudit());
        var near = accepted.near();
        return hit(
                asked, near.entry(), near.similarity(), HitLayer.SEMANTIC, accepted.errorBound(), accepted.reasons());
    }

    private Hit hit(
            Asked asked,
            StoredEntry entry,
            double similarity,
            HitLayer layer,
            double errorBound,
            List<String> reasons) {
        long age = acceptance.age(entry);
        var question = asked.question();
        asked.refreshDue(expiry.isRefreshDue(entry));
        return new Hit(
                entry.response(),
                similarity,
                options.confidenceFn().confidence(similarity, age, entry.metadata()),
                age,
                layer,
                entry.namespace(),
                entry.metadata(),
                entry.id(),
                entry.query(),
                entry.answer(),
                errorBound,
                expiry.isOver(entry),
                asked.unit().map(question::withEmbedding).orElse(question),
                reasons);
    }
}
