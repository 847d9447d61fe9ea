package dev.mnemo.kernel.vector;

import java.util.List;
import java.util.function.Consumer;

/// Nearest vectors within partitions: what a cache needs of an index, so that another one can take the place of
/// {@link PartitionedIndex}. Implementations are safe for many threads. Similarities are cosines; vectors that are no
/// direction, have a component that is no finite number or the wrong number of components are refused with a
/// {@link dev.mnemo.kernel.fault.Refusal}.
public interface Index {
    /// Components of every vector.
    int dimensions();

    /// How many vectors there are, removed ones not counted.
    int size();

    /// How exactly vectors are kept.
    VectorDtype dtype();

    /// Adds a vector to a partition, in the place of the one with this id if there is one anywhere. It is found as
    /// soon as this returns.
    void append(long id, float[] vector, String partition);

    /// Removes a vector; it is not found any more when this returns. False if there is none with this id.
    boolean remove(long id);

    /// The nearest vectors of a partition with at least a minimum similarity, nearest first, equally near ones by id.
    ///
    /// @param k how many at most; none if it is not positive
    /// @param minimum least similarity, -1 to 1
    List<Neighbour> search(float[] query, String partition, int k, float minimum);

    /// Takes vectors one by one.
    @FunctionalInterface
    interface RowSink {
        /// @param id its name
        /// @param vector its components, not kept
        /// @param partition whom it belongs to
        void row(long id, float[] vector, String partition);
    }

    /// Replaces everything by the vectors that are given to the sink.
    void rebuildFrom(Consumer<RowSink> rows);

    /// Gives up the memory of removed vectors.
    void compact();

    /// Keeps vectors more or less exactly from now on.
    void requantize(VectorDtype dtype);

    /// Memory in bytes, 0 if it is not known.
    default long memoryBytes() {
        return 0;
    }

    /// Removed vectors that still take memory; 0 if there are none or it is not known.
    default int tombstoneCount() {
        return 0;
    }
}
