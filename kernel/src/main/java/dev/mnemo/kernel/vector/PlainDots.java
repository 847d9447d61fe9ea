package dev.mnemo.kernel.vector;

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
}
