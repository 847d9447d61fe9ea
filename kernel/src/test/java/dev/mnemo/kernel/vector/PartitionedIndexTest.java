package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PartitionedIndexTest {
    private static final int DIMENSIONS = 40;

    @ParameterizedTest
    @CsvSource({"FLOAT32,1", "FLOAT32,2", "FLOAT16,3", "FLOAT16,4", "INT8,5", "INT8,6"})
    void finds_what_looking_at_every_vector_finds_after_any_changes(VectorDtype dtype, long seed) {
        var random = new Random(seed);
        var index = flat(dtype);
        var model = new Reference();
        for (int step = 0; step < 6_000; step++) {
            long id = random.nextLong(2_500) * 0x1_0000_0001L;
            var partition = partition(random);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> assertThat(index.remove(id)).isEqualTo(model.remove(id));
                default -> {
                    var vector = Reference.vector(random, DIMENSIONS);
                    index.append(id, vector, partition);
                    model.append(id, vector, partition);
                }
            }
            if (step % 1_000 == 999) {
                if (random.nextInt(3) == 0) {
                    index.compact();
                    assertThat(index.tombstoneCount()).isZero();
                }
                check(index, model, random, dtype, "seed " + seed + ", step " + step);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(VectorDtype.class)
    void an_index_that_changes_its_type_still_finds_the_same(VectorDtype first) {
        var random = new Random(11);
        var index = flat(first);
        var model = new Reference();
        fill(index, model, random, 2_000);
        for (long id = 0; id < 300; id++) {
            index.remove(id);
            model.remove(id);
        }
        for (var dtype : VectorDtype.values()) {
            index.requantize(dtype);
            assertThat(index.dtype()).isEqualTo(dtype);
            check(index, model, random, VectorDtype.INT8, first + " to " + dtype);
        }
    }

    @Test
    void a_source_makes_scores_exact_and_brings_exactness_back() {
        var random = new Random(12);
        var model = new Reference();
        VectorSource source = id -> Optional.ofNullable(model.rows().get(id)).map(Reference.Row::vector);
        var index = new PartitionedIndex(
                IndexOptions.of(DIMENSIONS, VectorDtype.INT8, IndexBackend.FLAT).with(source));
        fill(index, model, random, 1_000);
        check(index, model, random, VectorDtype.FLOAT32, "int8 with a source");
        var alone = flat(VectorDtype.INT8);
        model.rows().values().forEach(row -> alone.append(row.id(), row.vector(), row.partition()));
        var query = Reference.vector(random, DIMENSIONS);
        index.requantize(VectorDtype.FLOAT32);
        assertThat(index.search(query, "large", 5)).isNotEqualTo(alone.search(query, "large", 5));
        check(index, model, random, VectorDtype.FLOAT32, "float32 from a source");
    }

    @Test
    void the_minimum_cuts_off_what_is_less_similar_and_nothing_else() {
        var random = new Random(13);
        var index = flat(VectorDtype.FLOAT32);
        var model = new Reference();
        fill(index, model, random, 3_000);
        for (int query = 0; query < 50; query++) {
            var wanted = Reference.vector(random, DIMENSIONS);
            float minimum = random.nextFloat() * 0.6f;
            assertThat(index.search(wanted, "large", 5, minimum).stream().map(Neighbour::id))
                    .as("query %d, at least %s", query, minimum)
                    .containsExactlyElementsOf(model.search(wanted, "large", 5, minimum).stream()
                            .map(Neighbour::id)
                            .toList());
        }
        var own = model.rows().get(7L);
        assertThat(index.search(own.vector(), own.partition(), 1, 0.9999f)).hasSize(1);
        assertThat(index.search(own.vector(), own.partition(), 1, 1.01f)).isEmpty();
    }

    @Test
    void equal_vectors_come_in_the_order_of_their_ids() {
        var index = flat(VectorDtype.INT8);
        var ids = IntStream.range(0, 3_000).boxed().collect(java.util.stream.Collectors.toList());
        java.util.Collections.shuffle(ids, new Random(1));
        var same = Reference.vector(new Random(2), DIMENSIONS);
        ids.forEach(id -> index.append(id, same, "one"));
        assertThat(index.search(same, "one", 100).stream().mapToLong(Neighbour::id))
                .containsExactly(
                        java.util.stream.LongStream.range(0, 100).boxed().toArray(Long[]::new));
        assertThat(index.search(same, "one", 100, -1, id -> id % 2 == 1).stream()
                        .mapToLong(Neighbour::id))
                .containsExactly(java.util.stream.LongStream.range(0, 100)
                        .map(i -> 2 * i + 1)
                        .boxed()
                        .toArray(Long[]::new));
    }

    @Test
    void a_vector_moves_between_partitions_and_an_emptied_partition_is_gone() {
        var random = new Random(3);
        var index = flat(VectorDtype.FLOAT16);
        var vector = Reference.vector(random, DIMENSIONS);
        for (int round = 0; round < 1_000; round++) {
            index.append(1, vector, "p" + round);
            assertThat(index.search(vector, "p" + round, 3)).hasSize(1);
            assertThat(index.search(vector, "p" + (round - 1), 3)).isEmpty();
        }
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.tombstoneCount()).isZero();
        assertThat(index.memoryBytes()).isLessThan(10_000);
        assertThat(index.remove(1)).isTrue();
        assertThat(index.remove(1)).isFalse();
        assertThat(index.search(vector, "p999", 3)).isEmpty();
        index.append(1, vector, "p999");
        assertThat(index.search(vector, "p999", 3)).extracting(Neighbour::id).containsExactly(1L);
    }

    @Test
    void memory_and_tombstones_stay_bounded_however_often_vectors_are_replaced() {
        var random = new Random(4);
        var index = flat(VectorDtype.INT8);
        for (int step = 0; step < 30_000; step++) {
            index.append(random.nextInt(500), Reference.vector(random, DIMENSIONS), "one");
        }
        assertThat(index.size("one")).isEqualTo(index.size());
        assertThat(index.tombstoneCount()).isLessThanOrEqualTo(index.size() / 3 + 32);
        assertThat(index.memoryBytes()).isLessThan(200_000);
    }

    @Test
    void appending_the_same_vector_again_changes_nothing() {
        var index = flat(VectorDtype.FLOAT32);
        var vector = Reference.vector(new Random(5), DIMENSIONS);
        for (int i = 0; i < 10; i++) {
            index.append(7, vector, "one");
        }
        assertThat(index.tombstoneCount()).isZero();
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void a_rebuild_replaces_everything_or_nothing() {
        var random = new Random(6);
        var index = flat(VectorDtype.FLOAT32);
        var model = new Reference();
        fill(index, model, random, 100);
        assertThatThrownBy(() -> index.rebuildFrom(sink -> {
                    sink.row(1, Reference.vector(random, DIMENSIONS), "new");
                    sink.row(2, new float[DIMENSIONS], "new");
                }))
                .isInstanceOf(Refusal.class);
        check(index, model, random, VectorDtype.FLOAT32, "after a refused rebuild");
        index.rebuildFrom(sink -> sink.row(1, Reference.vector(random, DIMENSIONS), "new"));
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.size("new")).isEqualTo(1);
        assertThat(index.size("large")).isZero();
    }

    @Test
    void bad_vectors_and_options_are_refused_and_change_nothing() {
        var index = flat(VectorDtype.INT8);
        var good = Reference.vector(new Random(7), DIMENSIONS);
        var nan = good.clone();
        nan[3] = Float.NaN;
        var infinite = good.clone();
        infinite[0] = Float.NEGATIVE_INFINITY;
        for (var bad : List.of(new float[0], new float[DIMENSIONS], nan, infinite, new float[DIMENSIONS + 1])) {
            assertThatThrownBy(() -> index.append(1, bad, "one")).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> index.search(bad, "one", 1)).isInstanceOf(Refusal.class);
        }
        assertThat(index.size()).isZero();
        assertThatThrownBy(() -> index.search(good, "one", 1, Float.NaN)).isInstanceOf(Refusal.class);
        assertThat(index.search(good, "one", 0)).isEmpty();
        assertThat(index.search(good, "one", -1)).isEmpty();
        assertThatThrownBy(() -> IndexOptions.of(0, VectorDtype.INT8, IndexBackend.FLAT))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new GraphOptions(1, 200, 50)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> VectorDtype.of("float64")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> IndexBackend.of("tree")).isInstanceOf(Refusal.class);
        assertThat(IndexBackend.of("numpy")).isEqualTo(IndexBackend.FLAT);
        assertThat(VectorDtype.of("Float16")).isEqualTo(VectorDtype.FLOAT16);
    }

    @Test
    void readers_see_each_vector_once_while_it_is_replaced_and_others_come_and_go() throws Exception {
        var index = flat(VectorDtype.INT8);
        var one = new float[DIMENSIONS];
        Arrays.fill(one, 1);
        var other = one.clone();
        other[0] = -1;
        int kept = 200;
        for (long id = 0; id < kept; id++) {
            index.append(id, one, "one");
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> reading = () -> {
                for (int read = 0; read < 150; read++) {
                    var ids = index.search(one, "one", 10_000).stream()
                            .mapToLong(Neighbour::id)
                            .filter(id -> id < kept)
                            .sorted()
                            .toArray();
                    assertThat(ids).hasSize(kept).doesNotHaveDuplicates();
                }
                return 1;
            };
            var readers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(reading));
            }
            var random = new Random(8);
            for (int round = 0; !readers.stream().allMatch(Future::isDone); round++) {
                index.append(random.nextInt(kept), round % 2 == 0 ? other : one, "one");
                index.append(kept + random.nextInt(300), one, "one");
                index.remove(kept + random.nextInt(300));
                index.append(10_000 + random.nextInt(20), one, "two");
            }
            for (var reader : readers) {
                assertThat(reader.get()).isEqualTo(1);
            }
        }
    }

    static String partition(Random random) {
        return random.nextInt(3) > 0 ? "large" : "small " + random.nextInt(40);
    }

    private static PartitionedIndex flat(VectorDtype dtype) {
        return new PartitionedIndex(IndexOptions.of(DIMENSIONS, dtype, IndexBackend.FLAT));
    }

    private static void fill(PartitionedIndex index, Reference model, Random random, int count) {
        for (long id = 0; id < count; id++) {
            var vector = Reference.vector(random, DIMENSIONS);
            var partition = partition(random);
            index.append(id, vector, partition);
            model.append(id, vector, partition);
        }
    }

    private static void check(
            PartitionedIndex index, Reference model, Random random, VectorDtype exactness, String when) {
        assertThat(index.size()).as(when).isEqualTo(model.rows().size());
        float error = exactness == VectorDtype.INT8 ? 0.02f : exactness == VectorDtype.FLOAT16 ? 1e-3f : 1e-6f;
        for (var partition : List.of("large", "small 3", "small 17", "nobody")) {
            assertThat(index.size(partition)).as(when).isEqualTo(model.size(partition));
            for (int query = 0; query < 5; query++) {
                var wanted = Reference.vector(random, DIMENSIONS);
                model.check(index.search(wanted, partition, 5), wanted, partition, 5, error, when);
            }
        }
    }
}
