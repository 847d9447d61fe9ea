package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 31, 64, 100, 384, 1_536, 8_192})
    void vector_instructions_and_plain_code_give_the_same_sums(int width) {
        assertThat(FastestDots.hasVectorModule())
                .as("the tests run with the module")
                .isTrue();
        var random = new Random(width);
        int count = 50;
        var rows = new byte[count * width];
        var codes = new short[width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = code(random);
        }
        for (int i = 0; i < width; i++) {
            codes[i] = code(random);
        }
        var plain = new int[count];
        new PlainDots().sums(rows, count, codes, plain);
        var vectorized = new int[count];
        new SimdDots().sums(rows, count, codes, vectorized);
        assertThat(vectorized).containsExactly(plain);
        var memory = Arena.ofAuto().allocate(rows.length).copyFrom(MemorySegment.ofArray(rows));
        for (var dots : List.of(new PlainDots(), new SimdDots())) {
            var sums = new int[count];
            dots.sums(memory, count, codes, sums);
            assertThat(sums).containsExactly(plain);
            assertThat(dots.sum(memory, (long) (count - 1) * width, codes)).isEqualTo(plain[count - 1]);
        }
    }

    @Test
    void a_trial_ends_with_whichever_is_faster() {
        var plain = new PlainDots();
        var idle = new Waiting(0);
        assertThat(FastestDots.trial(idle, plain, Duration.ofSeconds(10))).isSameAs(idle);
        assertThat(FastestDots.trial(new Waiting(100_000_000), idle, Duration.ofMillis(300)))
                .isSameAs(idle);
    }

    /// Computes nothing, for this long.
    private record Waiting(long nanos) implements Dots {
        @Override
        public void sums(byte[] rows, int count, short[] codes, int[] sums) {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
        }

        @Override
        public void sums(MemorySegment rows, int count, short[] codes, int[] sums) {}

        @Override
        public int sum(MemorySegment rows, long offset, short[] codes) {
            return 0;
        }
    }

    /// The largest values often, so that a lane that is too narrow shows.
    private static byte code(Random random) {
        return (byte) (random.nextInt(3) > 0 ? (random.nextBoolean() ? 127 : -127) : random.nextInt(-127, 128));
    }
}
