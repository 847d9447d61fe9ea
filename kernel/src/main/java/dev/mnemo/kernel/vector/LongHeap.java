package dev.mnemo.kernel.vector;

import java.util.Arrays;

/// Numbers with the least on top.
final class LongHeap {
    private long[] values;
    private int size;

    LongHeap(int capacity) {
        values = new long[Math.max(1, capacity)];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /// The least; there must be one.
    long top() {
        return values[0];
    }

    void push(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        int place = size++;
        while (place > 0 && values[(place - 1) >>> 1] > value) {
            values[place] = values[(place - 1) >>> 1];
            place = (place - 1) >>> 1;
        }
        values[place] = value;
    }

    /// Takes the least away.
    long pop() {
        long least = values[0];
        long last = values[--size];
        if (size > 0) {
            sink(last);
        }
        return least;
    }

    /// As {@link #pop} and then {@link #push}.
    void replaceTop(long value) {
        sink(value);
    }

    private void sink(long value) {
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (values[child] >= value) {
                break;
            }
            values[place] = values[child];
            place = child;
        }
        values[place] = value;
    }
}
