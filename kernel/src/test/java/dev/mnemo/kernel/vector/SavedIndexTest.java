package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SavedIndexTest {
    private static final int DIMENSIONS = 24;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(VectorDtype.class)
    void an_opened_index_answers_as_the_saved_one_did_and_changes_like_it(VectorDtype dtype) {
        var random = new Random(dtype.ordinal());
        var index = filled(dtype, random, 3_000);
        var file = folder.resolve("deep/index");
        index.save(file, "model", 42);
        var saved = open(file, dtype).orElseThrow();
        assertThat(saved.stamp()).isEqualTo(42);
        var opened = saved.index();
        checkSame(index, opened, random);
        for (long id = 2_000; id < 4_000; id++) {
            var vector = Reference.vector(random, DIMENSIONS);
            var partition = PartitionedIndexTest.partition(random);
            index.append(id, vector, partition);
            opened.append(id, vector, partition);
            assertThat(opened.remove(id - 1_500)).isEqualTo(index.remove(id - 1_500));
        }
        checkSame(index, opened, random);
        var again = open(file, dtype).orElseThrow().index();
        assertThat(again.contains(3_999)).as("the file is as it was saved").isFalse();
        opened.save(file, "model", 43);
        assertThat(open(file, dtype).orElseThrow().stamp()).isEqualTo(43);
        checkSame(index, open(file, dtype).orElseThrow().index(), random);
        assertThat(folder.resolve("deep")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void an_index_without_vectors_is_saved_and_opened() {
        var file = folder.resolve("index");
        try (var index = new PartitionedIndex(options(VectorDtype.INT8))) {
            index.save(file, "model", -1);
        }
        assertThat(open(file, VectorDtype.INT8).orElseThrow().index().size()).isZero();
    }

    @Test
    void a_file_that_is_missing_or_does_not_fit_is_not_opened() throws IOException {
        var file = folder.resolve("index");
        assertThat(open(file, VectorDtype.INT8)).isEmpty();
        filled(VectorDtype.INT8, new Random(1), 50).save(file, "model", 1);
        assertThat(open(file, VectorDtype.FLOAT16)).isEmpty();
        assertThat(SavedIndex.open(file, "other", options(VectorDtype.INT8))).isEmpty();
        var wider = IndexOptions.of(DIMENSIONS + 1, VectorDtype.INT8, IndexBackend.FLAT);
        assertThat(SavedIndex.open(file, "model", wider)).isEmpty();
        Files.write(file, new byte[0]);
        assertThat(open(file, VectorDtype.INT8)).isEmpty();
        assertThat(open(folder, VectorDtype.INT8)).isEmpty();
    }

    @Test
    void a_file_with_any_damaged_byte_or_cut_anywhere_is_not_opened_wrongly() throws IOException {
        var index = filled(VectorDtype.INT8, new Random(2), 700);
        var file = folder.resolve("index");
        index.save(file, "model", 7);
        var sound = Files.readAllBytes(file);
        var random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int at = i < 150 ? random.nextInt(sound.length) : sound.length - 1 - random.nextInt(2_000);
            var damaged = sound.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            int byteAt = at;
            open(file, VectorDtype.INT8).ifPresent(saved -> {
                // only what lies between the parts may be damaged without harm
                assertThat(sound[byteAt])
                        .as("byte %d of %d", byteAt, sound.length)
                        .isZero();
                checkSame(index, saved.index(), new Random(4));
            });
            Files.write(file, Arrays.copyOf(sound, at));
            assertThat(open(file, VectorDtype.INT8)).as("cut at %d", at).isEmpty();
        }
    }

    @Test
    void a_damaged_body_is_found_by_the_check_and_never_breaks_a_search() throws IOException {
        var file = folder.resolve("index");
        filled(VectorDtype.INT8, new Random(8), 3_000).save(file, "model", 7);
        var sound = Files.readAllBytes(file);
        var random = new Random(9);
        int opened = 0;
        for (int i = 0; i < 100; i++) {
            var damaged = sound.clone();
            int from = random.nextInt(sound.length);
            for (int at = from; at < Math.min(from + 2_000, sound.length); at++) {
                damaged[at] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            var mapped = SavedIndex.map(file, "model", options(VectorDtype.INT8), Runnable::run);
            if (mapped.isPresent()) {
                opened++;
                var index = mapped.get().index();
                for (int query = 0; query < 10; query++) {
                    assertThat(index.search(Reference.vector(random, DIMENSIONS), "large", 7))
                            .hasSizeLessThanOrEqualTo(7);
                }
                assertThat(mapped.get().check().passes()).isFalse();
            }
        }
        assertThat(opened).as("damage in the bodies").isPositive();
    }

    @Test
    void removed_rows_are_not_saved_but_for_those_of_a_graph() {
        var file = folder.resolve("index");
        var index = filled(VectorDtype.FLOAT16, new Random(10), 3_000);
        assertThat(index.tombstoneCount()).isPositive();
        index.save(file, "model", 7);
        var opened = open(file, VectorDtype.FLOAT16).orElseThrow().index();
        assertThat(opened.tombstoneCount()).isLessThan(index.tombstoneCount());
        checkSame(index, opened, new Random(11));
    }

    @Test
    void an_index_can_be_saved_while_it_changes() throws Exception {
        var random = new Random(5);
        try (var index = filled(VectorDtype.INT8, random, 1_500)) {
            var file = folder.resolve("index");
            var saving = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 5; i++) {
                    index.save(file, "model", i);
                }
            });
            for (long id = 10_000; saving.isAlive() && id < 14_000; id++) {
                index.append(id, Reference.vector(random, DIMENSIONS), "large");
                index.remove(id - 9_000);
            }
            saving.join();
            var opened = open(file, VectorDtype.INT8).orElseThrow().index();
            assertThat(opened.search(Reference.vector(random, DIMENSIONS), "large", 10))
                    .hasSize(10);
            opened.append(1, Reference.vector(random, DIMENSIONS), "large");
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_a_fault_with_a_remedy() throws IOException {
        var inTheWay = Files.writeString(folder.resolve("file"), "");
        try (var index = new PartitionedIndex(options(VectorDtype.INT8))) {
            assertThatThrownBy(() -> index.save(inTheWay.resolve("index"), "model", 1))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.INPUT_OUTPUT));
        }
    }

    private static Optional<SavedIndex> open(Path file, VectorDtype dtype) {
        return SavedIndex.open(file, "model", options(dtype), Runnable::run);
    }

    private static IndexOptions options(VectorDtype dtype) {
        return new IndexOptions(DIMENSIONS, dtype, 500, new GraphOptions(6, 40, 20), VectorSource.NONE);
    }

    private static PartitionedIndex filled(VectorDtype dtype, Random random, int count) {
        var index = new PartitionedIndex(options(dtype), Runnable::run);
        for (long id = 0; id < count; id++) {
            index.append(id, Reference.vector(random, DIMENSIONS), PartitionedIndexTest.partition(random));
        }
        for (long id = 0; id < count; id += 11) {
            index.remove(id);
        }
        return index;
    }

    private static void checkSame(PartitionedIndex expected, PartitionedIndex actual, Random random) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (var partition : List.of("large", "small 1", "small 8", "small 30")) {
            for (int query = 0; query < 10; query++) {
                var wanted = Reference.vector(random, DIMENSIONS);
                assertThat(actual.search(wanted, partition, 7)).isEqualTo(expected.search(wanted, partition, 7));
            }
        }
    }
}
