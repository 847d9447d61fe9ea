package dev.mnemo.kernel.vector;

import java.util.Arrays;

/// Which nodes a search has been at. As large as the search, not as the graph.
final class NodeSet {
    private static final int CAPACITY_MIN = 4_096;

    /// Nodes plus one, so that 0 is a gap.
    private int[] slots = new int[CAPACITY_MIN];

    private int size;

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /// False if it was in already.
    boolean add(int node) {
        int slot = slot(slots, node + 1);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = node + 1;
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        var more = new int[slots.length * 2];
        for (int value : slots) {
            if (value != 0) {
                more[slot(more, value)] = value;
            }
        }
        slots = more;
    }

    private static int slot(int[] slots, int value) {
        int mask = slots.length - 1;
        int slot = ((value * 0x9e3779b9) >>> 7) & mask;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
