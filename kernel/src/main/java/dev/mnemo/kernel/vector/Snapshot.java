package dev.mnemo.kernel.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A partition at one moment. Searching takes no lock and copies nothing: rows are only added behind the ones seen
/// here, and a row that dies later still lives here.
///
/// @param format how rows lie in the blocks
/// @param blocks the rows; never changed
/// @param size how many rows there are, dead ones included
/// @param dead how many of them are dead; a row lives here if it dies in a later version
/// @param error how far the codes of the worst row are from its vector
@SuppressWarnings("ArrayRecordComponent") // never handed out of the package, never compared
record Snapshot(RowFormat format, Block[] blocks, int size, int dead, float error) {
    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbour::similarity).reversed().thenComparingLong(Neighbour::id);

    int living() {
        return size - dead;
    }

    /// The nearest rows, nearest first, equally near ones by id.
    List<Neighbour> nearest(Query query, Rescorer rescorer) {
        if (living() == 0) {
            return List.of();
        }
        var shortlist = scan(query);
        var found = new ArrayList<Neighbour>(shortlist.size());
        for (int place = 0; place < shortlist.size(); place++) {
            int row = shortlist.row(place);
            float similarity = rescorer.similarity(block(row), row % format.blockRows());
            if (similarity >= query.minimum()) {
                found.add(new Neighbour(shortlist.id(place), similarity));
            }
        }
        found.sort(NEAREST_FIRST);
        return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
    }

    boolean lives(int row) {
        return block(row).lives(row % format.blockRows(), dead);
    }

    Block block(int row) {
        return blocks[row / format.blockRows()];
    }

    /// Scores every row. The living ones are told from the dead among good candidates only, which are few.
    private Shortlist scan(Query query) {
        var codes = query.codes();
        var shortlist = new Shortlist(Math.min(query.shortlistRows(), living()));
        // no cosine of rounded vectors is further from the true one than both are from the vectors
        float floor = (query.minimum() - error - codes.error()) / codes.scale();
        var dots = FastestDots.get(size);
        var shorts = codes.shorts();
        var sums = new int[Math.min(size, format.blockRows())];
        for (int first = 0; first < size; first += format.blockRows()) {
            var block = block(first);
            int count = Math.min(format.blockRows(), size - first);
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
