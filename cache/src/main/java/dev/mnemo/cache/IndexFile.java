package dev.mnemo.cache;

import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.vector.IndexCheck;
import dev.mnemo.kernel.vector.IndexOptions;
import dev.mnemo.kernel.vector.PartitionedIndex;
import dev.mnemo.kernel.vector.SavedIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The index saved beside the store, so that opening maps a file instead of reading every vector, and processes on one
/// machine share the memory of what is in it. It bears the store's name and the place in the change log up to which it
/// goes; whoever opens it reads on from there. It can be deleted at any time.
///
/// Processes that share it take turns: when enough has changed, one of them, who holds the lock file, writes it anew,
/// and all go on with the new file, itself included. So each has only what changed since then in memory of its own.
final class IndexFile {
    private static final String STORE_NAME = "store-name";

    /// The file is written anew after so many changes, or a tenth of the entries if that lies between.
    private static final long CHANGES_MIN = 1_000;

    private static final long CHANGES_MAX = 20_000;
    private static final int CHANGES_SHARE = 10;

    private final Path file;
    private final String label;
    private final IndexOptions wanted;
    private final boolean isShared;
    private final Telemetry telemetry;
    private volatile Thread checking = Thread.ofVirtual().unstarted(() -> {});
    private volatile long saved;
    private Optional<Version> version = Optional.empty();

    /// What tells one writing of the file from another.
    private record Version(Optional<Object> key, long modifiedMillis, long size) {}

    private IndexFile(Path file, String label, IndexOptions wanted, boolean isShared, Telemetry telemetry) {
        this.file = file;
        this.label = label;
        this.wanted = wanted;
        this.isShared = isShared;
        this.telemetry = telemetry;
        this.saved = -1;
    }

    /// An index as it was found, or empty.
    ///
    /// @param sequence the place in the change log up to which it goes; empty if it has to be filled
    record Opened(
            PartitionedIndex index, Optional<Long> sequence, Optional<IndexFile> file, Optional<IndexCheck> check) {}

    /// Opens what is there and fits the store, the model and the options; else an empty index.
    static Opened open(
            Store store, String fingerprint, IndexOptions wanted, CacheOptions options, Telemetry telemetry) {
        if (options.indexFile().isEmpty()) {
            return new Opened(new PartitionedIndex(wanted), Optional.empty(), Optional.empty(), Optional.empty());
        }
        var path = options.indexFile().get();
        var label = fingerprint + "#" + name(store, options.random());
        boolean isShared = options.multiProcessMode() == MultiProcessMode.MMAP_SHARED;
        var file = new IndexFile(path, label, wanted, isShared, telemetry);
        var found = file.newer(store.sequence());
        file.saved = found.map(SavedIndex::stamp).orElse(-1L);
        return new Opened(
                found.map(SavedIndex::index).orElseGet(() -> new PartitionedIndex(wanted)),
                found.map(SavedIndex::stamp),
                Optional.of(file),
                found.map(SavedIndex::check));
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

    /// Reads what was only mapped, in the background. A file that is damaged goes, and the index is made of the store
    /// again; until then its similarities may be wrong, which a hit never rests on.
    void check(IndexCheck check, Runnable rebuild) {
        checking = Thread.ofVirtual().name("mnemo-cache-check").start(() -> {
            if (check.passes()) {
                return;
            }
            telemetry.warn("the saved index is damaged and is made anew", new IOException());
            saved = -1;
            try {
                Files.deleteIfExists(file);
                rebuild.run();
            } catch (IOException | MnemoException failure) {
                telemetry.warn("the saved index could not be made anew", failure);
            }
        });
    }

    /// Goes on with a newer file if there is one, and writes one if much has changed.
    void keepUp(Follower follower, Entries entries) {
        if (entries.index().isBuilding()) {
            return; // a graph that is being built would be lost
        }
        if (isShared) {
            newer(follower.storeSequence()).ifPresent(found -> goOnWith(found, follower, entries));
        }
        long size = entries.index().size();
        if (follower.storeSequence() - saved > Math.clamp(size / CHANGES_SHARE, CHANGES_MIN, CHANGES_MAX)) {
            save(follower, entries);
            if (isShared) {
                newer(follower.storeSequence()).ifPresent(found -> goOnWith(found, follower, entries));
            }
        }
    }

    private void goOnWith(SavedIndex found, Follower follower, Entries entries) {
        found.check().close(); // a process that is alive wrote it a moment ago
        if (found.index().dtype() == entries.index().dtype() && follower.goOnWith(found.index(), found.stamp())) {
            saved = found.stamp();
        }
    }

    /// The file, if it is another one than the last one looked at and fits.
    private Optional<SavedIndex> newer(long sequence) {
        var now = version();
        if (now.isEmpty() || now.equals(version)) {
            return Optional.empty();
        }
        version = now;
        return SavedIndex.map(file, label, wanted).filter(found -> found.stamp() <= sequence);
    }

    private Optional<Version> version() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(
                    Optional.ofNullable(attributes.fileKey()),
                    attributes.lastModifiedTime().toMillis(),
                    attributes.size()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /// Saves everything up to a place in the change log, unless another process does that right now. A failure costs
    /// the time of the next opening and no more.
    void save(Follower follower, Entries entries) {
        try {
            checking.join(); // what is damaged must not be written under a new checksum
            long sequence = follower.catchUpNow();
            if (sequence == saved) {
                return;
            }
            var lockFile = file.toAbsolutePath().resolveSibling(file.getFileName() + ".lock");
            Files.createDirectories(lockFile.resolveSibling(""));
            try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.tryLock()) {
                if (lock != null) {
                    entries.index().save(file, label, sequence);
                    saved = sequence;
                }
            } catch (OverlappingFileLockException anotherCacheOfThisProcess) {
                return;
            }
        } catch (MnemoException | IOException failure) {
            telemetry.warn("the index could not be saved", failure);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
