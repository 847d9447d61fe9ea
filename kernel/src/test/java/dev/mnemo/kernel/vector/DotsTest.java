package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    }

    @Test
    void a_trial_ends_with_whichever_is_faster() {
        var plain = new PlainDots();
        Dots idle = (rows, count, codes, sums) -> {};
        assertThat(FastestDots.trial(idle, plain, Duration.ofSeconds(10))).isSameAs(idle);
        Dots slow = (rows, count, codes, sums) -> LockSupport.parkNanos(100_000_000);
        assertThat(FastestDots.trial(slow, idle, Duration.ofMillis(300))).isSameAs(idle);
    }

    /// The largest values often, so that a lane that is too narrow shows.
    private static byte code(Random random) {
        return (byte) (random.nextInt(3) > 0 ? (random.nextBoolean() ? 127 : -127) : random.nextInt(-127, 128));
    }
}
