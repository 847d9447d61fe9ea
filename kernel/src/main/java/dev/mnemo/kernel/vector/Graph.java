package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A graph over the rows of a partition in which near rows are linked, in layers of which each holds a fraction of the
/// rows of the one below (Malkov and Yashunin 2016, with the names of that paper). Row and node have the same number.
///
/// One thread at a time adds nodes; searches go on meanwhile, by the {@link Links} that were there when they began.
final class Graph {
    private static final int LAYERS_MAX = 15;

    private final GraphOptions options;
    private final int[] list;
    private final int[] chosen;
    private final short[] codes;
    private final byte[] bytes;
    private final GraphSearch search;
    private Links links;

    /// @param rows its rows so far
    /// @param links their links
    Graph(Snapshot rows, Links links) {
        this.options = links.options();
        this.links = links;
        this.list = new int[options.room(0) + 1];
        this.chosen = new int[options.room(0)];
        this.codes = new short[rows.format().dimensions()];
        this.bytes = new byte[rows.format().dimensions()];
        this.search = new GraphSearch(rows, links, false);
    }

    Links links() {
        return links;
    }

    /// Links the next row.
    ///
    /// @param rows the rows, in memory of full blocks; a row that is dead there may be linked as well
    /// @param row one more than the last one added
    void add(Snapshot rows, int row) {
        int layers = layers(row);
        links = links.withRoom(row, layers);
        if (links.entry() < 0) {
            links = links.withEntry(row, layers);
            return;
        }
        search.moveTo(rows, links);
        aim(rows, row);
        int at = links.entry();
        for (int layer = links.top(); layer > layers; layer--) {
            at = search.descend(at, layer);
        }
        for (int layer = Math.min(layers, links.top()); layer >= 0; layer--) {
            aim(rows, row);
            var near = search.walk(at, layer, options.efConstruction());
            at = GraphSearch.node(near[0]);
            int count = choose(rows, near, options.m());
            links.write(row, layer, chosen, count);
            linkBack(rows, row, layer, count);
        }
        if (layers > links.top()) {
            links = links.withEntry(row, layers);
        }
    }

    private void linkBack(Snapshot rows, int row, int layer, int count) {
        int[] targets = Arrays.copyOf(chosen, count);
        for (int target : targets) {
            int linked = links.read(target, layer, list);
            if (linked < options.room(layer)) {
                list[linked] = row;
                links.write(target, layer, list, linked + 1);
            } else {
                list[linked] = row;
                aim(rows, target);
                var candidates = new long[linked + 1];
                for (int i = 0; i <= linked; i++) {
                    candidates[i] = ~GraphSearch.pack(search.score(list[i]), list[i]);
                }
                Arrays.sort(candidates); // complements, so that the best comes first
                for (int i = 0; i <= linked; i++) {
                    candidates[i] = ~candidates[i];
                }
                links.write(target, layer, chosen, choose(rows, candidates, options.room(layer)));
            }
        }
    }

    /// Chooses nodes to link to: going from the nearest to the farthest, each that is not nearer to one already chosen
    /// than to the node itself, so that links lead into all directions.
    private int choose(Snapshot rows, long[] candidates, int atMost) {
        int count = 0;
        for (int i = 0; i < candidates.length && count < atMost; i++) {
            int node = GraphSearch.node(candidates[i]);
            float score = GraphSearch.score(candidates[i]);
            aim(rows, node);
            boolean crowded = false;
            for (int c = 0; c < count && !crowded; c++) {
                crowded = search.score(chosen[c]) > score;
            }
            if (!crowded) {
                chosen[count++] = node;
            }
        }
        return count;
    }

    private void aim(Snapshot rows, int row) {
        var block = rows.block(row);
        int at = row % rows.format().blockRows();
        MemorySegment.copy(block.codes(), ValueLayout.JAVA_BYTE, (long) at * bytes.length, bytes, 0, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            codes[i] = bytes[i];
        }
        search.aim(codes, block.scale(at));
    }

    /// The highest layer of a node: as random as a good mixture of the bits of its number is.
    private int layers(int node) {
        long mixed = (node + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        double uniform = (((mixed ^ (mixed >>> 31)) >>> 11) + 1) * 0x1p-53;
        return Math.min(LAYERS_MAX, (int) (-Math.log(uniform) / Math.log(options.m())));
    }
}
