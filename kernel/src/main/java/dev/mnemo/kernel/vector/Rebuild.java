package dev.mnemo.kernel.vector;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Builds the rows of a partition anew, without the dead ones and with a graph if they are many, while readers and
/// writers go on with the old ones; then takes over what changed meanwhile.
final class Rebuild {
    /// The builder takes over the rest under the lock when there are only so many rows left to add.
    private static final int REST_ROWS = 64;

    private static final int GONE = -1;

    private final Partition old;
    private final RowFormat format;
    private final Partition fresh;
    private int[] freshRows = new int[0];
    private int copied;

    /// @param options of the index as they are now
    Rebuild(Partition old, IndexOptions options) {
        this.old = old;
        this.format = old.snapshot().format();
        this.fresh = new Partition(old.name(), old.number(), format);
        if (old.snapshot().living() >= options.graphFromRows()) {
            fresh.startGraph(options.graph());
        }
    }

    /// Copies rows until few are left. False if it is not wanted any more.
    boolean run(BooleanSupplier wanted) {
        while (old.snapshot().size() - copied > REST_ROWS) {
            if (!copy(old.snapshot(), wanted)) {
                return false;
            }
        }
        return true;
    }

    private boolean copy(Snapshot now, BooleanSupplier wanted) {
        if (now.size() < copied || !now.format().equals(format)) {
            return false; // emptied or converted meanwhile
        }
        freshRows = Arrays.copyOf(freshRows, now.size());
        for (; copied < now.size(); copied++) {
            if (!wanted.getAsBoolean()) {
                return false;
            }
            freshRows[copied] = now.lives(copied) ? fresh.take(now, copied) : GONE;
        }
        return true;
    }

    /// Brings the new rows up to date and puts them in the place of the old ones. The caller holds the lock. False,
    /// and nothing changed, if the partition became another one meanwhile.
    boolean finish(PlaceMap places) {
        var now = old.snapshot();
        if (now.living() == 0 || !copy(now, () -> true)) {
            return false;
        }
        for (int row = 0; row < now.size(); row++) {
            if (freshRows[row] != GONE && !now.lives(row)) {
                fresh.kill(freshRows[row]);
            }
        }
        for (int row = 0; row < now.size(); row++) {
            if (now.lives(row)) {
                places.remove(old.id(row));
            }
        }
        old.adopt(fresh);
        for (int row = 0; row < now.size(); row++) {
            if (now.lives(row)) {
                places.put(old.id(freshRows[row]), Partitions.place(old, freshRows[row]));
            }
        }
        return true;
    }
}
