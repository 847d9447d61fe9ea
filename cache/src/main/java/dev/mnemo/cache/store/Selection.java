package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Instant;
import java.util.Set;

/// Which entries to remove.
public sealed interface Selection {
    /// Whether an entry is selected.
    boolean contains(StoredEntry entry);

    /// The entries with these ids.
    ///
    /// @param ids at most {@link Store#REMOVED_MAX}
    record Ids(Set<Long> ids) implements Selection {
        public Ids {
            ids = Set.copyOf(ids);
            if (ids.size() > Store.REMOVED_MAX) {
                throw new Refusal(
                        "One call removes at most " + Store.REMOVED_MAX + " entries, not " + ids.size() + ".");
            }
        }

        @Override
        public boolean contains(StoredEntry entry) {
            return ids.contains(entry.id());
        }
    }

    /// All entries of a scope.
    ///
    /// @param scope where to look
    record Everything(Scope scope) implements Selection {
        @Override
        public boolean contains(StoredEntry entry) {
            return scope.contains(entry.namespace());
        }
    }

    /// The entries of a scope whose time to live has passed.
    ///
    /// @param scope where to look
    /// @param now the time it is
    record Expired(Scope scope, Instant now) implements Selection {
        @Override
        public boolean contains(StoredEntry entry) {
            return scope.contains(entry.namespace()) && entry.expiredAt(now);
        }
    }

    /// The entries of a scope that bear a tag.
    ///
    /// @param scope where to look
    /// @param tag the label, in full
    record Tagged(Scope scope, String tag) implements Selection {
        @Override
        public boolean contains(StoredEntry entry) {
            return scope.contains(entry.namespace()) && entry.tags().contains(tag);
        }
    }

    /// The entries of a scope that bear a tag and were made from another version of the knowledge than the current
    /// one.
    ///
    /// @param scope where to look
    /// @param tag the label of the source, in full
    /// @param current the source version to keep
    record Outdated(Scope scope, String tag, String current) implements Selection {
        @Override
        public boolean contains(StoredEntry entry) {
            return scope.contains(entry.namespace())
                    && entry.tags().contains(tag)
                    && !entry.sourceVersion().equals(current);
        }
    }
}
