package dev.mnemo.user.recall;

/// Why a hit stands where it stands.
///
/// @param relevance cosine of its meaning and that of the question, -1..1; 0 without vectors
/// @param bm25 how much its words say about those of the question; 0 without a shared word
/// @param rrf its places in the lists by words and by meaning, 1 for the first in both, 0 for neither
/// @param recency what its age adds (or, in the recipe `classic`, leaves)
/// @param importance what its importance adds (or, in the recipe `classic`, leaves)
/// @param graphBoost what the relations named in the question add (or, in the recipe `classic`, multiply)
/// @param access what having been recalled before adds
/// @param emotion what feeling alike adds
/// @param score by which hits are sorted
public record Factors(
        double relevance,
        double bm25,
        double rrf,
        double recency,
        double importance,
        double graphBoost,
        double access,
        double emotion,
        double score) {}
