package dev.mnemo.cache.policy;

/// Looks closer at a pair that guards and scores leave open. Asked only in the grey zone and only if one is
/// configured, because it costs a call of a model. Implementations block, are safe for many threads, and
/// never throw: a verifier that fails is {@link Opinion#UNSURE}, which counts as no.
@FunctionalInterface
public interface Verifier {
    /// What a verifier thinks.
    enum Opinion {
        /// The cached answer answers the question.
        SAME,
        /// It does not.
        DIFFERENT,
        /// It cannot tell, or failed.
        UNSURE
    }

    /// Whether the answer to one question answers another as well.
    Opinion verify(String query, String cachedQuery, String cachedAnswer);
}
