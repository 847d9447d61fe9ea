package dev.mnemo.kernel.vector;

import java.util.Arrays;

/// From ids to rows: open addressing with linear probing, about 24 bytes an entry instead of the 80 of boxed maps.
final class RowMap {
    static final int ABSENT = -1;

    private long[] ids = new long[16];
    private int[] rows = filled(16);
    private int size;

    int get(long id) {
        return rows[slot(id)];
    }

    void put(long id, int row) {
        int slot = slot(id);
        if (rows[slot] == ABSENT && ++size * 2 > rows.length) {
            grow();
            slot = slot(id);
        }
        ids[slot] = id;
        rows[slot] = row;
    }

    /// Removes an id that is present. Entries behind it move up, so that no probe stops too early.
    void remove(long id) {
        int hole = slot(id);
        int mask = rows.length - 1;
        for (int next = (hole + 1) & mask; rows[next] != ABSENT; next = (next + 1) & mask) {
            int home = home(ids[next], mask);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                ids[hole] = ids[next];
                rows[hole] = rows[next];
                hole = next;
            }
        }
        rows[hole] = ABSENT;
        size--;
    }

    private int slot(long id) {
        int mask = rows.length - 1;
        int slot = home(id, mask);
        while (rows[slot] != ABSENT && ids[slot] != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        var oldIds = ids;
        var oldRows = rows;
        ids = new long[oldIds.length * 2];
        rows = filled(ids.length);
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != ABSENT) {
                int slot = slot(oldIds[i]);
                ids[slot] = oldIds[i];
                rows[slot] = oldRows[i];
            }
        }
    }

    private static int home(long id, int mask) {
        long mixed = (id ^ (id >>> 32)) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static int[] filled(int length) {
        var rows = new int[length];
        Arrays.fill(rows, ABSENT);
        return rows;
    }
}
