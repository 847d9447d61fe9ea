package dev.mnemo.cache;

import dev.mnemo.kernel.fault.Refusal;

/// How much more one caller asks of a hit than the options do. It can only make a cache give less.
///
/// @param sameTextOnly whether no other text will do, whatever it means; then nothing is embedded
/// @param similarityMin cosine that a hit by meaning must have at least; -1 asks for nothing
/// @param errorRateMax the bound of the error budget under which a hit by meaning may be given, 0 to 1; 1 asks for
///     nothing. Below 1, a cache without an error budget gives nothing by meaning
public record Strictness(boolean sameTextOnly, double similarityMin, double errorRateMax) {
    /// As the options say.
    public static final Strictness USUAL = new Strictness(false, -1, 1);

    /// The same text or nothing.
    public static final Strictness SAME_TEXT = new Strictness(true, -1, 1);

    public Strictness {
        CacheOptions.checkThreshold(similarityMin);
        if (!(errorRateMax >= 0 && errorRateMax <= 1)) {
            throw new Refusal("The largest share of wrong answers lies within 0 and 1, not " + errorRateMax + ".");
        }
    }
}
