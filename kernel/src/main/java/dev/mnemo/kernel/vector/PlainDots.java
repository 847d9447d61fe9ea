package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The inner loop in plain code; runs everywhere.
final class PlainDots implements Dots {
    @Override
    public void sums(byte[] rows, int count, short[] codes, int[] sums) {
        int width = codes.length;
        for (int row = 0; row < count; row++) {
            int sum = 0;
            int offset = row * width;
            for (int i = 0; i < width; i++) {
                sum += rows[offset + i] * codes[i];
            }
            sums[row] = sum;
        }
    }

    @Override
    public void sums(MemorySegment rows, int count, short[] codes, int[] sums) {
        for (int row = 0; row < count; row++) {
            sums[row] = sum(rows, (long) row * codes.length, codes);
        }
    }

    @Override
    public int sum(MemorySegment rows, long offset, short[] codes) {
        int sum = 0;
        for (int i = 0; i < codes.length; i++) {
            sum += rows.get(ValueLayout.JAVA_BYTE, offset + i) * codes[i];
        }
        return sum;
    }
}
