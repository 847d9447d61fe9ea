package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSetTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behaves_as_any_sorted_set(long seed) {
        var random = new Random(seed);
        var set = new AddressSet();
        var like = new TreeSet<Address>();
        for (int step = 0; step < 500; step++) {
            var address = new Address(random.nextInt(60));
            if (random.nextInt(3) == 0) {
                assertThat(set.remove(address)).as("seed %d", seed).isEqualTo(like.remove(address));
            } else {
                assertThat(set.add(address)).as("seed %d", seed).isEqualTo(like.add(address));
            }
            var copy = set.copy();
            copy.remove(address);
            assertThat(set).as("seed %d", seed).isEqualTo(like).containsExactlyElementsOf(like);
            assertThat(set.contains(address)).isEqualTo(like.contains(address));
        }
        var middle = new Address(30);
        assertThat(set.first()).isEqualTo(like.first());
        assertThat(set.last()).isEqualTo(like.last());
        assertThat(set.headSet(middle)).isEqualTo(like.headSet(middle));
        assertThat(set.tailSet(middle)).isEqualTo(like.tailSet(middle));
        assertThat(set.subSet(new Address(10), middle)).isEqualTo(like.subSet(new Address(10), middle));
    }
}
