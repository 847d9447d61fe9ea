package dev.mnemo.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;

/// A partition at one moment. Searching takes no lock and copies nothing: rows are only added behind the ones seen
/// here, and a row that dies later still lives here.
///
/// @param format how rows lie in the blocks
/// @param blocks the rows; never changed
/// @param size how many rows there are, dead ones included
/// @param dead how many of them are dead; a row lives here if it dies in a later version
/// @param error how far the codes of the worst row are from its vector
/// @param links the links of its graph, if it has one
@SuppressWarnings("ArrayRecordComponent") // never handed out of the package, never compared
record Snapshot(RowFormat format, Block[] blocks, int size, int dead, float error, Optional<Links> links) {
    /// A walk through a graph that keeps more than one in so many rows is no quicker than looking at all of them.
    private static final int WALK_SHARE = 16;

    /// Codes that a second thread is worth it for.
    private static final long SHARED_BYTES = 4 << 20;

    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbour::similarity).reversed().thenComparingLong(Neighbour::id);

    static Snapshot empty(RowFormat format) {
        return new Snapshot(format, new Block[0], 0, 0, 0, Optional.empty());
    }

    Snapshot with(Links other) {
        return new Snapshot(format, blocks, size, dead, error, Optional.of(other));
    }

    int living() {
        return size - dead;
    }

    /// The nearest rows, nearest first, equally near ones by id.
    List<Neighbour> nearest(Query query, Rescorer rescorer) {
        if (living() == 0) {
            return List.of();
        }
        var found = new ArrayList<Neighbour>();
        for (int row : walks(query) ? walk(query) : scan(query)) {
            float similarity = rescorer.similarity(block(row), row & format.rowMask());
            if (similarity >= query.minimum()) {
                found.add(new Neighbour(block(row).id(row & format.rowMask()), similarity));
            }
        }
        found.sort(NEAREST_FIRST);
        return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
    }

    boolean lives(int row) {
        return block(row).lives(row & format.rowMask(), dead);
    }

    Block block(int row) {
        return blocks[row >> format.blockShift()];
    }

    private boolean walks(Query query) {
        return links.isPresent()
                && query.admitsAll()
                && query.walkRows(links.get().options()) <= living() / WALK_SHARE;
    }

    private int[] walk(Query query) {
        var graph = links.orElseThrow();
        var search = new GraphSearch(this, graph, true);
        search.aim(query.codes().shorts(), query.codes().scale());
        int at = graph.entry();
        for (int layer = graph.top(); layer > 0; layer--) {
            at = search.descend(at, layer);
        }
        var found = search.walk(at, 0, query.walkRows(graph.options()));
        return Arrays.stream(found).mapToInt(GraphSearch::node).toArray();
    }

    /// Scores every row; two threads share the work if there is much of it and one is free.
    private int[] scan(Query query) {
        int half = size / 2 & -format.blockRows();
        if ((long) half * format.dimensions() < SHARED_BYTES) {
            return scan(query, 0, size).rows();
        }
        var later = ForkJoinTask.adapt(() -> scan(query, half, size)).fork();
        var found = scan(query, 0, half);
        found.addAll(later.tryUnfork() ? scan(query, half, size) : later.join());
        return found.rows();
    }

    /// Scores the rows from one, where a block begins, to another. The living ones are told from the dead among good
    /// candidates only, which are few.
    private Shortlist scan(Query query, int from, int to) {
        var codes = query.codes();
        var shortlist = new Shortlist(Math.min(query.shortlistRows(), living()));
        // no cosine of rounded vectors is further from the true one than both are from the vectors
        float floor = (query.minimum() - error - codes.error()) / codes.scale();
        var dots = FastestDots.get(to - from);
        var shorts = codes.shorts();
        var sums = new int[Math.min(to - from, format.blockRows())];
        for (int first = from; first < to; first += format.blockRows()) {
            var block = block(first);
            int count = Math.min(format.blockRows(), to - first);
            block.sums(dots, count, shorts, sums);
            for (int row = 0; row < count; row++) {
                float score = sums[row] * block.scale(row);
                if (score >= floor
                        && shortlist.wants(score, block.id(row))
                        && block.lives(row, dead)
                        && query.admits().test(block.id(row))) {
                    shortlist.add(score, block.id(row), first + row);
                }
            }
        }
        return shortlist;
    }
}
