package dev.mnemo.cache.store;

import java.util.Optional;

/// Which entries a question is about: all of a store, or those of one namespace.
///
/// @param namespace the namespace; empty for the whole store
public record Scope(Optional<String> namespace) {
    /// The whole store.
    public static final Scope ALL = new Scope(Optional.empty());

    /// One namespace.
    public static Scope of(String namespace) {
        return new Scope(Optional.of(namespace));
    }

    /// Whether a namespace is in it.
    public boolean contains(String other) {
        return namespace.isEmpty() || namespace.get().equals(other);
    }
}
