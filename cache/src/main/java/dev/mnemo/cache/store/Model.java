package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Refusal;
import java.util.List;

/// Whose vectors a store holds.
///
/// @param fingerprint names model, weights and everything else that changes a vector
/// @param dimensions components of every vector, at least 1
public record Model(String fingerprint, int dimensions) {
    public static final int FINGERPRINT_CHARS_MAX = 1_000;
    public static final int DIMENSIONS_MAX = 65_536;

    /// Opens a store without saying whose vectors it will hold: a new store stays without a model and takes no
    /// entries.
    public static final Model UNKNOWN = new Model("unknown", 1);

    public Model {
        if (fingerprint.isBlank() || fingerprint.length() > FINGERPRINT_CHARS_MAX) {
            throw new Refusal("An embedder's fingerprint has 1 to " + FINGERPRINT_CHARS_MAX + " characters.");
        }
        if (dimensions < 1 || dimensions > DIMENSIONS_MAX) {
            throw new Refusal("A vector has 1 to " + DIMENSIONS_MAX + " dimensions, not " + dimensions + ".");
        }
    }

    /// Refuses entries whose vectors cannot be this model's.
    void check(List<StoredEntry> entries) {
        if (equals(UNKNOWN)) {
            throw new Refusal("This store was opened without a model; open it with one to put entries into it.");
        }
        for (var entry : entries) {
            if (entry.dimensions() != dimensions) {
                throw new Refusal(
                        "This store holds vectors of " + dimensions + " dimensions, not " + entry.dimensions() + ".");
            }
        }
    }
}
