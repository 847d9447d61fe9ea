package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop in vector instructions: the only class that knows the incubating module. Eleven times as fast as
/// plain code with 512-bit registers.
final class SimdDots implements Dots {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    /// Registers narrower than this are not worth it.
    private static final int BITS_MIN = 256;

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHORTS.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

    /// Whether this processor has registers that are wide enough.
    static boolean isWorthIt() {
        return SHORTS.vectorBitSize() >= BITS_MIN;
    }

    /// Products of two codes lie within 16,129, so two of them fit a 16-bit lane before they are widened to 32
    /// bits.
    @Override
    public void sums(byte[] rows, int count, short[] codes, int[] sums) {
        for (int row = 0; row < count; row++) {
            sums[row] = sum(rows, row * codes.length, codes);
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
        int width = codes.length;
        int step = SHORTS.length();
        int vectorized = width - width % (2 * step);
        var lanes = IntVector.zero(INTS);
        for (int i = 0; i < vectorized; i += 2 * step) {
            lanes = add(
                    lanes, product(rows, offset + i, codes, i).add(product(rows, offset + i + step, codes, i + step)));
        }
        int sum = lanes.reduceLanes(VectorOperators.ADD);
        for (int i = vectorized; i < width; i++) {
            sum += rows.get(ValueLayout.JAVA_BYTE, offset + i) * codes[i];
        }
        return sum;
    }

    /// A method of its own, so that it is called often and the optimising compiler gets to it soon.
    private static int sum(byte[] rows, int offset, short[] codes) {
        int width = codes.length;
        int step = SHORTS.length();
        int vectorized = width - width % (2 * step);
        var lanes = IntVector.zero(INTS);
        for (int i = 0; i < vectorized; i += 2 * step) {
            lanes = add(
                    lanes, product(rows, offset + i, codes, i).add(product(rows, offset + i + step, codes, i + step)));
        }
        int sum = lanes.reduceLanes(VectorOperators.ADD);
        for (int i = vectorized; i < width; i++) {
            sum += rows[offset + i] * codes[i];
        }
        return sum;
    }

    private static ShortVector product(byte[] rows, int offset, short[] codes, int i) {
        var row = (ShortVector) ByteVector.fromArray(BYTES, rows, offset).castShape(SHORTS, 0);
        return row.mul(ShortVector.fromArray(SHORTS, codes, i));
    }

    private static ShortVector product(MemorySegment rows, long offset, short[] codes, int i) {
        var row = (ShortVector) ByteVector.fromMemorySegment(BYTES, rows, offset, ByteOrder.LITTLE_ENDIAN)
                .castShape(SHORTS, 0);
        return row.mul(ShortVector.fromArray(SHORTS, codes, i));
    }

    private static IntVector add(IntVector lanes, ShortVector products) {
        var pairs = products.reinterpretAsInts();
        var high = pairs.lanewise(VectorOperators.ASHR, 16);
        var low = pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
        return lanes.add(high).add(low);
    }
}
