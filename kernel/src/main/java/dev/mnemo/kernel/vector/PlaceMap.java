package dev.mnemo.kernel.vector;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/// From ids to places, by open addressing with linear probing. The ids themselves are looked up at the places, so an
/// entry takes 8 bytes, 16 on average with the gaps.
final class PlaceMap {
    static final long ABSENT = -1;
    private static final int CAPACITY_MIN = 16;

    private final LongUnaryOperator idAt;
    private long[] places = empty(CAPACITY_MIN);
    private int size;

    /// @param idAt the id at a place that is in the map
    PlaceMap(LongUnaryOperator idAt) {
        this.idAt = idAt;
    }

    int size() {
        return size;
    }

    long get(long id) {
        return places[slot(id)];
    }

    /// @param place at least 0; the id must be found there
    void put(long id, long place) {
        int slot = slot(id);
        if (places[slot] == ABSENT && ++size * 4L > places.length * 3L) {
            grow();
            slot = slot(id);
        }
        places[slot] = place;
    }

    /// Removes an id that is present and is still found at its place. Entries behind it move up, so that no probe
    /// stops too early.
    void remove(long id) {
        int hole = slot(id);
        int mask = places.length - 1;
        for (int next = (hole + 1) & mask; places[next] != ABSENT; next = (next + 1) & mask) {
            int home = home(idAt.applyAsLong(places[next]), mask);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                places[hole] = places[next];
                hole = next;
            }
        }
        places[hole] = ABSENT;
        size--;
    }

    /// Makes room for this many, so that they come in quickly.
    void reserve(int count) {
        while (places.length * 3L < count * 4L) {
            grow();
        }
    }

    long memoryBytes() {
        return 8L * places.length;
    }

    private int slot(long id) {
        int mask = places.length - 1;
        int slot = home(id, mask);
        while (places[slot] != ABSENT && idAt.applyAsLong(places[slot]) != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        var old = places;
        places = empty(old.length * 2);
        int mask = places.length - 1;
        for (long place : old) {
            if (place != ABSENT) {
                int slot = home(idAt.applyAsLong(place), mask);
                while (places[slot] != ABSENT) {
                    slot = (slot + 1) & mask;
                }
                places[slot] = place;
            }
        }
    }

    private static int home(long id, int mask) {
        long mixed = (id ^ (id >>> 32)) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static long[] empty(int length) {
        var places = new long[length];
        Arrays.fill(places, ABSENT);
        return places;
    }
}
