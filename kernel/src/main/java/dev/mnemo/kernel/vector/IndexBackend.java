package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How an index finds the nearest vectors of a partition.
public enum IndexBackend {
    /// By looking at every vector of the partition.
    FLAT(Integer.MAX_VALUE),
    /// By a graph as soon as a graph is of any use; a handful of vectors is looked at one by one all the same.
    HNSW(1_000),
    /// By looking at every vector while that is quick, by a graph from then on.
    AUTO(10_000);

    private final int graphFromRows;

    IndexBackend(int graphFromRows) {
        this.graphFromRows = graphFromRows;
    }

    /// The backend of a name such as `hnsw`, in any case. `numpy` is another name of `flat`.
    ///
    /// @throws Refusal if there is none of this name
    public static IndexBackend of(String name) {
        var wanted = name.equalsIgnoreCase("numpy") ? "flat" : name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(backend -> backend.toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal("An index backend is one of "
                        + Arrays.stream(values()).map(IndexBackend::toString).collect(Collectors.joining(", "))
                        + ", not " + name + "."));
    }

    /// Vectors from which a partition gets a graph.
    public int graphFromRows() {
        return graphFromRows;
    }

    /// `flat`, `hnsw` or `auto`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
