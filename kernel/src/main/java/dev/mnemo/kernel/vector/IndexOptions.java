package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;

/// How an index is to work.
///
/// @param dimensions components of every vector, 1 to {@link FlatIndex#DIMENSIONS_MAX}
/// @param dtype how exactly vectors are kept
/// @param graphFromRows vectors from which a partition gets a graph, at least 1
/// @param graph shape of the graphs
/// @param source where the unrounded vectors are; {@link VectorSource#NONE} to go by the copies that `dtype` says
public record IndexOptions(
        int dimensions, VectorDtype dtype, int graphFromRows, GraphOptions graph, VectorSource source) {
    public IndexOptions {
        if (dimensions < 1 || dimensions > FlatIndex.DIMENSIONS_MAX) {
            throw new Refusal("A vector has 1 to " + FlatIndex.DIMENSIONS_MAX + " dimensions, not " + dimensions + ".");
        }
        if (graphFromRows < 1) {
            throw new Refusal("A partition gets a graph from 1 vector on or more, not " + graphFromRows + ".");
        }
    }

    /// The usual options.
    public static IndexOptions of(int dimensions, VectorDtype dtype, IndexBackend backend) {
        return new IndexOptions(dimensions, dtype, backend.graphFromRows(), GraphOptions.DEFAULT, VectorSource.NONE);
    }

    /// These options with another vector type.
    public IndexOptions with(VectorDtype other) {
        return new IndexOptions(dimensions, other, graphFromRows, graph, source);
    }

    /// These options with a source of unrounded vectors.
    public IndexOptions with(VectorSource other) {
        return new IndexOptions(dimensions, dtype, graphFromRows, graph, other);
    }
}
