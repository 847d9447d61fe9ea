package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionedGraphTest {
    private static final int DIMENSIONS = 32;
    private static final int NEAREST = 3;
    private static final GraphOptions GRAPH = new GraphOptions(8, 60, 30);

    @ParameterizedTest
    @CsvSource({"FLOAT32,1", "FLOAT16,2", "INT8,3", "INT8,4"})
    void finds_nearly_all_that_is_near_and_nothing_that_is_not_there_after_any_changes(VectorDtype dtype, long seed) {
        var random = new Random(seed);
        var index = new PartitionedIndex(options(dtype), Runnable::run);
        var model = new Reference();
        for (int step = 1; step <= 5_000; step++) {
            long id = random.nextLong(2_200);
            var partition = PartitionedIndexTest.partition(random);
            if (random.nextInt(10) < 3) {
                assertThat(index.remove(id)).isEqualTo(model.remove(id));
            } else {
                var vector = Reference.clustered(random, DIMENSIONS);
                index.append(id, vector, partition);
                model.append(id, vector, partition);
            }
            if (step % 1_000 == 0) {
                var when = "seed " + seed + ", step " + step;
                checkTruth(index, model, random, when);
                assertThat(recall(index, model, random)).as(when).isGreaterThan(0.95);
            }
        }
        index.compact();
        assertThat(index.tombstoneCount()).isZero();
        for (var other : VectorDtype.values()) {
            index.requantize(other);
            checkTruth(index, model, random, dtype + " to " + other);
        }
        for (long id = 0; id < 2_200; id++) {
            assertThat(index.remove(id)).isEqualTo(model.remove(id));
        }
        assertThat(index.size()).isZero();
        assertThat(index.search(Reference.clustered(random, DIMENSIONS), "large", 3))
                .isEmpty();
    }

    @Test
    void at_the_usual_options_99_of_100_truthneighbours_are_found() {
        var random = new Random(5);
        var index = new PartitionedIndex(
                IndexOptions.of(DIMENSIONS, VectorDtype.FLOAT32, IndexBackend.HNSW), Runnable::run);
        var model = new Reference();
        for (long id = 0; id < 4_000; id++) {
            var vector = Reference.clustered(random, DIMENSIONS);
            index.append(id, vector, "large");
            model.append(id, vector, "large");
        }
        assertThat(recall(index, model, random)).isGreaterThan(0.99);
    }

    @Test
    void searches_go_on_while_a_graph_is_built_and_miss_nothing_that_came_or_went_meanwhile() {
        var waiting = new ArrayDeque<Runnable>();
        var index = new PartitionedIndex(options(VectorDtype.FLOAT32), waiting::add);
        var random = new Random(6);
        var model = new Reference();
        for (long id = 0; id < 1_500; id++) {
            var vector = Reference.clustered(random, DIMENSIONS);
            index.append(id, vector, "large");
            model.append(id, vector, "large");
        }
        assertThat(waiting).as("one build, however long it takes").hasSize(1);
        checkTruth(index, model, random, "before the graph");
        for (long id = 0; id < 1_500; id += 5) {
            assertThat(index.remove(id)).isEqualTo(model.remove(id));
        }
        waiting.remove().run();
        assertThat(recall(index, model, random)).isGreaterThan(0.95);
        for (long id = 1; id < 1_500; id += 3) {
            var vector = Reference.clustered(random, DIMENSIONS);
            index.append(id, vector, "large");
            model.append(id, vector, "large");
        }
        assertThat(recall(index, model, random)).isGreaterThan(0.95);
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
        checkTruth(index, model, random, "after all");
        assertThat(recall(index, model, random)).isGreaterThan(0.95);
    }

    @Test
    void a_partition_that_shrinks_goes_back_to_looking_at_every_vector() {
        var index = new PartitionedIndex(options(VectorDtype.INT8), Runnable::run);
        var random = new Random(7);
        var model = new Reference();
        for (long id = 0; id < 2_000; id++) {
            var vector = Reference.clustered(random, DIMENSIONS);
            index.append(id, vector, "large");
            model.append(id, vector, "large");
        }
        long before = index.memoryBytes();
        for (long id = 0; id < 1_950; id++) {
            index.remove(id);
            model.remove(id);
        }
        index.compact();
        checkTruth(index, model, random, "shrunk");
        assertThat(index.memoryBytes()).isLessThan(before / 4);
    }

    @Test
    void equal_vectors_are_all_found() {
        var index = new PartitionedIndex(options(VectorDtype.INT8), Runnable::run);
        var random = new Random(8);
        for (long id = 0; id < 2_000; id++) {
            index.append(id, Reference.clustered(random, DIMENSIONS), "large");
        }
        var same = Reference.clustered(random, DIMENSIONS);
        for (long id = 5_000; id < 5_020; id++) {
            index.append(id, same, "large");
        }
        assertThat(index.search(same, "large", 20).stream().map(Neighbour::id))
                .allMatch(id -> id >= 5_000)
                .hasSize(20);
    }

    @Test
    void readers_and_writers_and_builders_do_not_disturb_each_other() throws Exception {
        var random = new Random(9);
        var kept = new ArrayList<float[]>();
        try (var builder = Executors.newSingleThreadExecutor();
                var index = new PartitionedIndex(options(VectorDtype.FLOAT16), builder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int id = 0; id < 400; id++) {
                kept.add(Reference.clustered(random, DIMENSIONS));
                index.append(id, kept.getLast(), "large");
            }
            Callable<Integer> reading = () -> {
                int found = 0;
                for (int read = 0; read < 3_000; read++) {
                    int id = read % kept.size();
                    for (var neighbour : index.search(kept.get(id), "large", NEAREST)) {
                        assertThat(neighbour.similarity()).isBetween(-1f, 1f);
                        if (neighbour.id() < kept.size()) {
                            var truth = Reference.cosine(kept.get(id), kept.get((int) neighbour.id()));
                            assertThat(neighbour.similarity()).isCloseTo(truth, within(1e-3f));
                        }
                        found += neighbour.id() == id ? 1 : 0;
                    }
                }
                return found;
            };
            var readers = List.of(threads.submit(reading), threads.submit(reading));
            int changes = 0;
            for (; changes < 6_000 && !readers.stream().allMatch(Future::isDone); changes++) {
                long id = 1_000 + random.nextInt(1_200);
                if (random.nextInt(3) == 0) {
                    index.remove(id);
                } else {
                    index.append(id, Reference.clustered(random, DIMENSIONS), "large");
                }
            }
            for (var reader : readers) {
                assertThat(reader.get())
                        .as("of 3,000 searches for what is there")
                        .isGreaterThan(2_900);
            }
        }
    }

    private static IndexOptions options(VectorDtype dtype) {
        return new IndexOptions(DIMENSIONS, dtype, 300, GRAPH, VectorSource.NONE);
    }

    /// Whatever is found is there, belongs there, and has its true similarity; as many are found as there are.
    private static void checkTruth(PartitionedIndex index, Reference model, Random random, String when) {
        assertThat(index.size()).as(when).isEqualTo(model.rows().size());
        for (var partition : List.of("large", "small 3", "small 9")) {
            for (int query = 0; query < 10; query++) {
                var wanted = Reference.clustered(random, DIMENSIONS);
                var found = index.search(wanted, partition, NEAREST);
                assertThat(found).as(when).hasSize(Math.min(NEAREST, model.size(partition)));
                for (var neighbour : found) {
                    var row = model.rows().get(neighbour.id());
                    assertThat(row).as(when).isNotNull();
                    assertThat(row.partition()).as(when).isEqualTo(partition);
                    assertThat(neighbour.similarity())
                            .as(when)
                            .isCloseTo(Reference.cosine(wanted, row.vector()), within(0.02f));
                }
            }
        }
    }

    private static double recall(PartitionedIndex index, Reference model, Random random) {
        int right = 0;
        int all = 0;
        for (int query = 0; query < 100; query++) {
            var wanted = Reference.clustered(random, DIMENSIONS);
            var found = index.search(wanted, "large", NEAREST).stream()
                    .map(Neighbour::id)
                    .collect(Collectors.toSet());
            for (var neighbour : model.search(wanted, "large", NEAREST, -1)) {
                right += found.contains(neighbour.id()) ? 1 : 0;
                all++;
            }
        }
        return (double) right / all;
    }
}
