package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;

/// Shape of a graph of nearest vectors (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
/// using Hierarchical Navigable Small World graphs", 2016), with the names of that paper.
///
/// @param m links that a new vector gets in each layer, 2 to 64; the lowest layer has room for twice as many
/// @param efConstruction candidates looked at for the links of a new vector, `m` to 2,000
/// @param ef candidates kept by a search, 1 to 10,000; a search for more results keeps more
public record GraphOptions(int m, int efConstruction, int ef) {
    /// 16 links, 200 candidates for a new vector, 50 for a search.
    public static final GraphOptions DEFAULT = new GraphOptions(16, 200, 50);

    private static final int M_MIN = 2;
    private static final int M_MAX = 64;
    private static final int EF_CONSTRUCTION_MAX = 2_000;
    private static final int EF_MAX = 10_000;

    public GraphOptions {
        if (m < M_MIN || m > M_MAX) {
            throw new Refusal("M is " + M_MIN + " to " + M_MAX + ", not " + m + ".");
        }
        if (efConstruction < m || efConstruction > EF_CONSTRUCTION_MAX) {
            throw new Refusal("efConstruction is M to " + EF_CONSTRUCTION_MAX + ", not " + efConstruction + ".");
        }
        if (ef < 1 || ef > EF_MAX) {
            throw new Refusal("ef is 1 to " + EF_MAX + ", not " + ef + ".");
        }
    }

    /// Links that a vector has room for in a layer.
    int room(int layer) {
        return layer == 0 ? 2 * m : m;
    }
}
