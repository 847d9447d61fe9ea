package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;

/// The one inner loop of a scan: the sums of products of a query with many rows. Whole numbers only, so every way
/// to compute them gives the same sums.
interface Dots {
    /// Computes `sums[r]` = sum over i of `rows[r * codes.length + i] * codes[i]` for the first `count` rows. Codes
    /// and rows lie within -127 to 127.
    void sums(byte[] rows, int count, short[] codes, int[] sums);

    /// The same for rows in native memory.
    void sums(MemorySegment rows, int count, short[] codes, int[] sums);

    /// The sum of products of the codes with one row in native memory, which begins at `offset`.
    int sum(MemorySegment rows, long offset, short[] codes);
}
