package dev.mnemo.kernel.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 100, 1000})
    void keeps_what_a_stable_sort_would_put_first(int limit) {
        var random = new Random(limit);
        var top = new TopK(limit);
        var all = new ArrayList<TopK.Scored>();
        for (int row = 0; row < 300; row++) {
            double score = random.nextInt(20);
            top.offer(row, score);
            all.add(new TopK.Scored(row, score));
        }
        all.sort(Comparator.comparingDouble(TopK.Scored::score).reversed());
        assertThat(top.best()).isEqualTo(List.copyOf(all.subList(0, Math.min(limit, all.size()))));
    }

    @Test
    void rounds_on_the_binary_value_and_to_even() {
        assertThat(Rounding.round(0.0005, 3)).isEqualTo(0.001);
        assertThat(Rounding.round(0.0625, 3)).isEqualTo(0.062);
        assertThat(Rounding.round(2.675, 2)).isEqualTo(2.67);
        assertThat(Rounding.text(0.125, 2)).isEqualTo("0.12");
        assertThat(Rounding.text(-0.375, 2)).isEqualTo("-0.38");
        assertThat(Rounding.round(1e15, 3)).isEqualTo(1e15);
    }
}
