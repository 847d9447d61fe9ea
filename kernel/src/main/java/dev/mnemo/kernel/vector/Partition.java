package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The rows of one partition. Readers take a snapshot and need nothing else; whoever changes rows holds the lock of
/// the index.
final class Partition {
    private static final int FIRST_ROWS = 4;

    /// Dead rows below this number are never worth a compaction.
    private static final int DEAD_ROWS_MIN = 32;

    /// A partition is compacted when more than one in this many rows is dead.
    private static final int DEAD_SHARE = 4;

    private final String name;
    private final int number;
    private volatile Snapshot snapshot;

    /// @param number under which the index knows it
    Partition(String name, int number, RowFormat format) {
        this.name = name;
        this.number = number;
        this.snapshot = new Snapshot(format, new Block[0], 0, 0, 0);
    }

    String name() {
        return name;
    }

    int number() {
        return number;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    long id(int row) {
        return snapshot.block(row).id(row % snapshot.format().blockRows());
    }

    boolean holds(int row, Codes vector, MemorySegment copy) {
        return snapshot.block(row).holds(row % snapshot.format().blockRows(), vector, copy);
    }

    /// Adds a row and says which it is. A row that it replaces dies in the same moment.
    ///
    /// @param replaced the row that it replaces, or -1
    int add(long id, Codes vector, MemorySegment copy, int replaced) {
        var now = snapshot;
        int row = now.size();
        var blocks = withRoom(now);
        blocks[row / now.format().blockRows()].put(row % now.format().blockRows(), id, vector, copy);
        int dead = now.dead();
        if (replaced >= 0) {
            kill(now.format(), blocks, replaced, ++dead);
        }
        snapshot = new Snapshot(now.format(), blocks, row + 1, dead, Math.max(now.error(), vector.error()));
        return row;
    }

    void kill(int row) {
        var now = snapshot;
        kill(now.format(), now.blocks(), row, now.dead() + 1);
        snapshot = new Snapshot(now.format(), now.blocks(), now.size(), now.dead() + 1, now.error());
    }

    private static void kill(RowFormat format, Block[] blocks, int row, int version) {
        blocks[row / format.blockRows()].die(row % format.blockRows(), version);
    }

    /// Lets go of all rows.
    void clear() {
        snapshot = new Snapshot(snapshot.format(), new Block[0], 0, 0, 0);
    }

    boolean isSparse() {
        var now = snapshot;
        return now.dead() >= DEAD_ROWS_MIN && (long) now.dead() * DEAD_SHARE > now.size();
    }

    /// Leaves the dead rows out. Rows get new numbers, in the same order.
    void compact() {
        var now = snapshot;
        int rows = now.living();
        int full = now.format().blockRows();
        var blocks = new Block[(rows + full - 1) / full];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = rows <= full / 2 ? Block.small(now.format(), rows) : Block.full(now.format());
        }
        int next = 0;
        for (int row = 0; row < now.size(); row++) {
            if (now.lives(row)) {
                blocks[next / full].take(next % full, now.block(row), row % full);
                next++;
            }
        }
        snapshot = new Snapshot(now.format(), blocks, rows, 0, now.error());
    }

    /// Keeps copies of another type.
    void convert(RowFormat format, VectorSource source) {
        var now = snapshot;
        var blocks = new Block[now.blocks().length];
        Arrays.setAll(blocks, i -> now.blocks()[i].converted(format));
        var rescorer = new Rescorer(
                new float[format.dimensions()], source, now.format().dtype());
        for (int row = 0; row < now.size(); row++) {
            if (now.lives(row)) {
                int at = row % format.blockRows();
                blocks[row / format.blockRows()].putCopy(at, format.copy(rescorer.vector(now.block(row), at)));
            }
        }
        snapshot = new Snapshot(format, blocks, now.size(), now.dead(), now.error());
    }

    /// The blocks, with room for one more row. Those that snapshots know stay as they are.
    private static Block[] withRoom(Snapshot now) {
        var blocks = now.blocks();
        int full = now.format().blockRows();
        int last = blocks.length - 1;
        int capacity = last < 0 ? 0 : last * full + blocks[last].capacity();
        if (now.size() < capacity) {
            return blocks;
        }
        if (last == 0 && capacity < full) {
            return new Block[] {blocks[0].grown(Math.min(full, 2 * capacity))};
        }
        var more = Arrays.copyOf(blocks, last + 2);
        more[last + 1] = last < 0 ? Block.small(now.format(), Math.min(full, FIRST_ROWS)) : Block.full(now.format());
        return more;
    }
}
