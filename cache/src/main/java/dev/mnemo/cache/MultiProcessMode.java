package dev.mnemo.cache;

import java.util.Locale;

/// How processes that share a store keep in step.
public enum MultiProcessMode {
    /// They do not: exact hits are shared through the store, hits by meaning are of this process's entries and of
    /// what was there when it opened.
    SINGLE,
    /// Each follows the store's change log, at most one `staleCheckInterval` behind.
    STALE_TOLERANT,
    /// As above, and the vectors lie in one file that all processes on this machine map.
    MMAP_SHARED;

    /// The original's name: `single`, `stale-tolerant`, `mmap-shared`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
