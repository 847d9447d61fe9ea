package dev.mnemo.kernel.vector;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/// An index from a file that {@link PartitionedIndex#save} wrote. Processes share the memory of what is in the file;
/// what they change stays their own.
///
/// @param index the index
/// @param stamp what the one who saved it gave
/// @param check reads what was only mapped so far; until then a damaged file shows in wrong similarities
public record SavedIndex(PartitionedIndex index, long stamp, IndexCheck check) {
    /// Maps a file. Takes as long for long vectors as for short ones, because only what belongs to them is read and
    /// checked. Empty if the file is missing, seen to be damaged, or does not fit the fingerprint and the options;
    /// then build anew, see {@link PartitionedIndex#rebuildFrom}.
    ///
    /// @param builder builds graphs, see {@link PartitionedIndex}
    public static Optional<SavedIndex> map(Path file, String fingerprint, IndexOptions options, Executor builder) {
        return IndexFile.open(file, fingerprint, options)
                .map(opened -> new SavedIndex(
                        new PartitionedIndex(options, builder, opened.partitions()), opened.stamp(), opened.check()));
    }

    /// As above, building in a thread of its own.
    public static Optional<SavedIndex> map(Path file, String fingerprint, IndexOptions options) {
        return map(file, fingerprint, options, PartitionedIndex.builder());
    }

    /// As {@link #map}, and reads and checks everything before it returns.
    public static Optional<SavedIndex> open(Path file, String fingerprint, IndexOptions options, Executor builder) {
        return map(file, fingerprint, options, builder)
                .filter(saved -> saved.check().passes());
    }

    /// As above, building in a thread of its own.
    public static Optional<SavedIndex> open(Path file, String fingerprint, IndexOptions options) {
        return open(file, fingerprint, options, PartitionedIndex.builder());
    }
}
