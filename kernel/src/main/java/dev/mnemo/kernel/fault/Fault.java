package dev.mnemo.kernel.fault;

/// The kinds of broken world. Programs may match on the names; they do not change.
public enum Fault {
    /// A file cannot be read or written for lack of permission.
    STORE_READ_ONLY,
    /// No space is left; nothing of the attempted write was kept.
    DISK_FULL,
    /// A file of the store is damaged; `mnemo fsck` tells more.
    STORE_DAMAGED,
    /// Another process holds the store for longer than the limit.
    STORE_BUSY,
    /// A later version of Mnemo wrote the store; this one does not understand it.
    STORE_NEWER,
    /// The server that holds the store does not answer or refuses the connection.
    STORE_UNREACHABLE,
    /// Two different texts have the same 48-bit address; the second was refused.
    ADDRESS_COLLISION,
    /// Any other failure of reading or writing.
    INPUT_OUTPUT,
    /// A model or its provider failed or did not answer in time.
    MODEL,
    /// The vectors of a store were made by another embedding model than the one at hand.
    EMBEDDER_MISMATCH,
    /// The configuration asks for something that does not exist.
    CONFIGURATION,
    /// A stated time limit passed before the work was done.
    TIMEOUT
}
