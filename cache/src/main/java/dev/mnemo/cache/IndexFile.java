package dev.mnemo.cache;

import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.vector.IndexOptions;
import dev.mnemo.kernel.vector.PartitionedIndex;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The index saved beside the store, so that opening maps a file instead of reading every vector, and processes on one
/// machine share the memory of what is in it. It bears the store's name and the place in the change log up to which it
/// goes; whoever opens it reads on from there. It can be deleted at any time.
final class IndexFile {
    private static final String STORE_NAME = "store-name";

    /// Changes after which the file is written anew while the cache is open.
    private static final long CHANGES_MAX = 20_000;

    private final Path file;
    private final String label;
    private final PartitionedIndex index;
    private final Telemetry telemetry;
    private long saved;

    private IndexFile(Path file, String label, PartitionedIndex index, Telemetry telemetry, long saved) {
        this.file = file;
        this.label = label;
        this.index = index;
        this.telemetry = telemetry;
        this.saved = saved;
    }

    /// An index as it was found, or empty.
    ///
    /// @param sequence the place in the change log up to which it goes; empty if it has to be filled
    record Opened(PartitionedIndex index, Optional<Long> sequence, Optional<IndexFile> file) {}

    /// Opens what is there and fits the store, the model and the options; else an empty index.
    static Opened open(
            Store store, String fingerprint, IndexOptions wanted, CacheOptions options, Telemetry telemetry) {
        if (options.indexFile().isEmpty()) {
            return new Opened(new PartitionedIndex(wanted), Optional.empty(), Optional.empty());
        }
        var file = options.indexFile().get();
        var label = fingerprint + "#" + name(store, options.random());
        long now = store.sequence();
        var found = PartitionedIndex.open(file, label, wanted).filter(each -> each.stamp() <= now);
        var index = found.map(PartitionedIndex.Saved::index).orElseGet(() -> new PartitionedIndex(wanted));
        var sequence = found.map(PartitionedIndex.Saved::stamp);
        return new Opened(
                index, sequence, Optional.of(new IndexFile(file, label, index, telemetry, sequence.orElse(-1L))));
    }

    /// The store's own name, given once: a file of another store must not be taken for this one's.
    private static String name(Store store, RandomGenerator random) {
        var known = store.note(STORE_NAME);
        if (known.isPresent()) {
            return known.get();
        }
        synchronized (random) {
            store.writeNotes(Map.of(STORE_NAME, Long.toHexString(random.nextLong())));
        }
        return store.note(STORE_NAME).orElseThrow(); // of several processes the last to write has named it
    }

    /// Saves if much has changed since the last time.
    void saveIfDue(Follower follower) {
        if (follower.storeSequence() - saved > CHANGES_MAX) {
            save(follower);
        }
    }

    /// Saves everything up to a place in the change log. A failure costs the time of the next opening and no more.
    void save(Follower follower) {
        try {
            long sequence = follower.catchUpNow();
            if (sequence != saved) {
                index.save(file, label, sequence);
                saved = sequence;
            }
        } catch (MnemoException failure) {
            telemetry.warn("the index could not be saved", failure);
        }
    }
}
