package dev.mnemo.project.lookup;

import java.util.Arrays;

/// A growing list of numbers.
final class IntList {
    int[] items = new int[4];
    int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    /// Takes out a number that is there once; the last takes its place.
    void remove(int item) {
        for (int at = 0; at < size; at++) {
            if (items[at] == item) {
                items[at] = items[--size];
                return;
            }
        }
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
