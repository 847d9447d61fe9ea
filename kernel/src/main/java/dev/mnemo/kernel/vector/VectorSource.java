package dev.mnemo.kernel.vector;

import java.util.Optional;

/// Where the vectors of an index are kept unrounded, usually a store. An index asks it for the few best candidates of
/// a search, and for every vector when it is to keep more exact copies than it has.
@FunctionalInterface
public interface VectorSource {
    /// Knows no vector, so an index goes by its own copies.
    VectorSource NONE = _ -> Optional.empty();

    /// The vector with this id, of any length but zero; empty if it is not there any more.
    Optional<float[]> vector(long id);
}
