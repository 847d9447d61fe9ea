package dev.mnemo.kernel.vector;

/// One walk through a graph. For one thread; can be started again and again.
///
/// Nodes are kept with their scores in one number, the better the larger: the score so that it compares as a whole
/// number, then the complement of the node, so that equal scores rank by node.
final class GraphSearch {
    private final NodeSet visited = new NodeSet();
    private final LongHeap candidates = new LongHeap(256);
    private final LongHeap results = new LongHeap(256);
    private final int[] neighbours;

    private final boolean livingOnly;
    private final int shift;
    private final int mask;
    private final long width;

    private Snapshot rows;
    private Links links;
    private Dots dots;
    private short[] query = {};
    private float queryScale;

    /// @param livingOnly whether dead nodes are left out of results; they are passed through all the same
    GraphSearch(Snapshot rows, Links links, boolean livingOnly) {
        this.livingOnly = livingOnly;
        this.neighbours = new int[links.options().room(0)];
        this.shift = rows.format().blockShift();
        this.mask = rows.format().rowMask();
        this.width = rows.format().dimensions();
        this.rows = rows;
        this.links = links;
        this.dots = FastestDots.get(links.options().ef());
    }

    /// Goes on in what the graph has become.
    ///
    /// @param now the nodes that count
    void moveTo(Snapshot now, Links then) {
        rows = now;
        links = then;
        dots = FastestDots.get(links.options().efConstruction());
    }

    void aim(short[] codes, float scale) {
        query = codes;
        queryScale = scale;
    }

    /// The score of a node.
    float score(int node) {
        var block = rows.blocks()[node >>> shift];
        int row = node & mask;
        return dots.sum(block.codes(), row * width, query) * block.scale(row) * queryScale;
    }

    /// Walks downhill from a node to where no neighbour in the layer is nearer.
    int descend(int from, int layer) {
        int at = from;
        long best = pack(score(at), at);
        for (boolean moved = true; moved; ) {
            moved = false;
            int count = links.read(at, layer, neighbours);
            for (int i = 0; i < count; i++) {
                if (neighbours[i] < rows.size()) {
                    long packed = pack(score(neighbours[i]), neighbours[i]);
                    if (packed > best) {
                        best = packed;
                        moved = true;
                    }
                }
            }
            at = node(best);
        }
        return at;
    }

    /// The best nodes of a layer that a walk from here finds, best first, packed.
    long[] walk(int from, int layer, int ef) {
        visited.clear();
        candidates.clear();
        results.clear();
        visited.add(from);
        offer(pack(score(from), from), ef);
        while (candidates.size() > 0) {
            long candidate = ~candidates.pop();
            if (results.size() >= ef && candidate < results.top()) {
                break;
            }
            int count = fresh(links.read(node(candidate), layer, neighbours));
            for (int i = 0; i < count; i++) {
                offer(pack(score(neighbours[i]), neighbours[i]), ef);
            }
        }
        var found = new long[results.size()];
        for (int place = found.length - 1; place >= 0; place--) {
            found[place] = results.pop();
        }
        return found;
    }

    private void offer(long packed, int ef) {
        boolean full = results.size() >= ef;
        if (full && packed < results.top()) {
            return;
        }
        candidates.push(~packed);
        if (livingOnly && !rows.lives(node(packed))) {
            return;
        }
        if (full) {
            results.replaceTop(packed);
        } else {
            results.push(packed);
        }
    }

    /// Moves the neighbours that were not visited to the front and says how many they are.
    private int fresh(int count) {
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            int node = neighbours[i];
            if (node < rows.size() && visited.add(node)) {
                neighbours[fresh++] = node;
            }
        }
        return fresh;
    }

    static long pack(float score, int node) {
        int bits = Float.floatToRawIntBits(score);
        return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | (~node & 0xffff_ffffL);
    }

    static int node(long packed) {
        return ~(int) packed;
    }

    static float score(long packed) {
        int bits = (int) (packed >> 32);
        return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }
}
