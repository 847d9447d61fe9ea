package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// The rows of one partition. Readers take a snapshot and need nothing else; whoever changes rows holds the lock of
/// the index, or is the only one who knows the partition.
final class Partition {
    private static final int FIRST_ROWS = 4;

    /// Dead rows below this number are never worth a compaction.
    private static final int DEAD_ROWS_MIN = 32;

    /// A partition is compacted when more than one in this many rows is dead.
    private static final int DEAD_SHARE = 4;

    private final String name;
    private final int number;
    private Optional<Graph> graph = Optional.empty();
    private boolean rebuilding;
    private volatile Snapshot snapshot;

    /// An empty partition.
    ///
    /// @param number under which the index knows it
    Partition(String name, int number, RowFormat format) {
        this.name = name;
        this.number = number;
        this.snapshot = Snapshot.empty(format);
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

    /// Whether somebody builds the rows anew beside it, so that nobody else should.
    boolean isRebuilding() {
        return rebuilding;
    }

    void rebuilding(boolean is) {
        rebuilding = is;
    }

    boolean hasGraph() {
        return graph.isPresent();
    }

    /// Links all rows that are added from now on; there are none yet.
    void startGraph(GraphOptions options) {
        graph = Optional.of(new Graph(snapshot, Links.none(options)));
    }

    /// Becomes what was saved.
    void restore(Snapshot saved) {
        graph = saved.links().map(links -> new Graph(saved, links));
        snapshot = saved;
    }

    /// Becomes what another partition is, which is not used any more.
    void adopt(Partition other) {
        graph = other.graph;
        snapshot = other.snapshot;
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
        var blocks = withRoom(now);
        int full = now.format().blockRows();
        blocks[now.size() / full].put(now.size() % full, id, vector, copy);
        int dead = now.dead();
        if (replaced >= 0) {
            blocks[replaced / full].die(replaced % full, ++dead);
        }
        return publish(blocks, dead, Math.max(now.error(), vector.error()));
    }

    /// Adds a row of another partition and says which it is here.
    int take(Snapshot from, int row) {
        var now = snapshot;
        var blocks = withRoom(now);
        int full = now.format().blockRows();
        blocks[now.size() / full].take(now.size() % full, from.block(row), row % full);
        return publish(blocks, now.dead(), Math.max(now.error(), from.error()));
    }

    /// Shows the row behind the last one to readers.
    private int publish(Block[] blocks, int dead, float error) {
        var now = snapshot;
        int row = now.size();
        var next = new Snapshot(now.format(), blocks, row + 1, dead, error, now.links());
        if (graph.isPresent()) {
            graph.get().add(next, row);
            next = next.with(graph.get().links());
        }
        snapshot = next;
        return row;
    }

    void kill(int row) {
        var now = snapshot;
        now.block(row).die(row % now.format().blockRows(), now.dead() + 1);
        snapshot = new Snapshot(now.format(), now.blocks(), now.size(), now.dead() + 1, now.error(), now.links());
    }

    /// Lets go of all rows.
    void clear() {
        graph = Optional.empty();
        snapshot = Snapshot.empty(snapshot.format());
    }

    boolean isSparse() {
        var now = snapshot;
        return now.dead() >= DEAD_ROWS_MIN && (long) now.dead() * DEAD_SHARE > now.size();
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
        snapshot = new Snapshot(format, blocks, now.size(), now.dead(), now.error(), now.links());
    }

    /// The blocks, with room for one more row. Those that snapshots know stay as they are. A graph needs its rows in
    /// full blocks.
    private Block[] withRoom(Snapshot now) {
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
        boolean small = last < 0 && graph.isEmpty();
        more[last + 1] = small ? Block.small(now.format(), Math.min(full, FIRST_ROWS)) : Block.full(now.format());
        return more;
    }

    long memoryBytes() {
        var now = snapshot;
        long bytes = now.links().map(Links::memoryBytes).orElse(0L);
        for (var block : now.blocks()) {
            bytes += block.memoryBytes();
        }
        return bytes;
    }
}
