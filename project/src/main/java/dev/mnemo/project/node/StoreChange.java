package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;

/// A change of a store, seen from inside: reads see what the change has done so far. All of it becomes durable
/// together when the change returns, or nothing of it does if it throws.
public interface StoreChange extends StoreView {
    /// Stores a node, or replaces its meta. Does not make it active.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `ADDRESS_COLLISION` if the
    ///     address belongs to another text
    /// @throws dev.mnemo.kernel.fault.Refusal if exactly this text was forgotten; see {@link #revive}
    void put(Node node);

    /// Stores a node although its text was forgotten: somebody says again, on purpose, what was to be
    /// forgotten. Otherwise the same as {@link #put}.
    void revive(Node node);

    /// Lets recall surface a node.
    void activate(Address address);

    /// Keeps a node but hides it from recall.
    void deactivate(Address address);

    /// Stores a chain file under its id.
    void putChain(String id, Json.Obj chain);

    /// Appends a root.
    void addRoot(Address address);

    /// Removes what a node says for good, from every file of the store, and leaves a tombstone with its
    /// address, its SHA-256 and the given meta. Links to it are cut, and it is no longer active. Forgetting an
    /// address that the store does not know does nothing.
    void forget(Address address, Json.Obj tombstoneMeta);
}
