package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {
    private static final int DIMENSIONS = 48;
    private static final int RECORD_BYTES = 8 + 4 + DIMENSIONS + 4;

    @TempDir
    private Path folder;

    @Test
    void a_loaded_index_answers_as_the_saved_one_did() {
        var index = filled(3_000);
        var file = folder.resolve("deep/vectors.bin");
        index.save(file);
        var loaded = FlatIndex.load(file, "model", DIMENSIONS).orElseThrow();
        var random = new Random(9);
        for (int query = 0; query < 20; query++) {
            var wanted = FlatIndexTest.vector(random);
            assertThat(loaded.nearest(wanted, 10)).isEqualTo(index.nearest(wanted, 10));
        }
        assertThat(loaded.ids()).containsExactly(index.ids());
        assertThat(folder.resolve("deep")).isDirectoryContaining("glob:**.bin").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void appending_adds_and_replaces_vectors_and_costs_one_record_each() throws IOException {
        var index = filled(100);
        var file = folder.resolve("vectors.bin");
        index.save(file);
        long before = Files.size(file);
        var replaced = FlatIndexTest.vector(new Random(77));
        index.put(5, replaced);
        index.put(1_000, replaced);
        index.append(file, 5, 1_000, 123_456);
        assertThat(Files.size(file)).isEqualTo(before + 2 * RECORD_BYTES);
        var loaded = FlatIndex.load(file, "model", DIMENSIONS).orElseThrow();
        assertThat(loaded.size()).isEqualTo(101);
        assertThat(loaded.nearest(replaced, 2)).extracting(Neighbour::id).containsExactly(5L, 1_000L);
    }

    @Test
    void appending_to_no_file_or_to_one_of_another_model_writes_everything() {
        var file = folder.resolve("vectors.bin");
        filled(10).append(file, 3);
        assertThat(FlatIndex.load(file, "model", DIMENSIONS).orElseThrow().size())
                .isEqualTo(10);
        var other = new FlatIndex("other", DIMENSIONS);
        other.put(1, FlatIndexTest.vector(new Random(1)));
        other.append(file, 1);
        assertThat(FlatIndex.load(file, "model", DIMENSIONS)).isEmpty();
        assertThat(FlatIndex.load(file, "other", DIMENSIONS).orElseThrow().size())
                .isEqualTo(1);
    }

    @Test
    void a_file_that_is_mostly_stale_is_written_anew() throws IOException {
        var file = folder.resolve("vectors.bin");
        var index = filled(10);
        index.save(file);
        for (int i = 0; i < 1_100; i++) {
            index.append(file, 1, 2);
        }
        assertThat(Files.size(file)).isLessThan(1_100L * RECORD_BYTES);
        assertThat(FlatIndex.load(file, "model", DIMENSIONS).orElseThrow().ids())
                .containsExactly(index.ids());
    }

    @Test
    void a_missing_file_or_one_of_another_model_is_not_loaded() throws IOException {
        var file = folder.resolve("vectors.bin");
        assertThat(FlatIndex.load(file, "model", DIMENSIONS)).isEmpty();
        filled(3).save(file);
        assertThat(FlatIndex.load(file, "model 2", DIMENSIONS)).isEmpty();
        assertThat(FlatIndex.load(file, "mode", DIMENSIONS)).isEmpty();
        assertThat(FlatIndex.load(file, "model", DIMENSIONS + 1)).isEmpty();
        Files.write(file, new byte[0]);
        assertThat(FlatIndex.load(file, "model", DIMENSIONS)).isEmpty();
        assertThat(FlatIndex.load(folder, "model", DIMENSIONS)).isEmpty();
    }

    @Test
    void whatever_byte_is_damaged_no_wrong_vector_is_loaded() throws IOException {
        var index = filled(20);
        var file = folder.resolve("vectors.bin");
        index.save(file);
        var sound = Files.readAllBytes(file);
        int header = sound.length - 20 * RECORD_BYTES;
        for (int at = 0; at < sound.length; at += 5) {
            var damaged = sound.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            var loaded = FlatIndex.load(file, "model", DIMENSIONS);
            if (at < header) {
                assertThat(loaded).as("byte %d", at).isEmpty();
            } else {
                long lost = (at - header) / RECORD_BYTES;
                assertThat(loaded.orElseThrow().ids())
                        .as("byte %d", at)
                        .containsExactly(Arrays.stream(index.ids())
                                .filter(id -> id != lost)
                                .toArray());
            }
        }
    }

    @Test
    void an_interrupted_append_loses_itself_only() throws IOException {
        var index = filled(20);
        var file = folder.resolve("vectors.bin");
        index.save(file);
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
        assertThat(FlatIndex.load(file, "model", DIMENSIONS).orElseThrow().size())
                .isEqualTo(19);
        index.append(file, 19);
        assertThat(FlatIndex.load(file, "model", DIMENSIONS).orElseThrow().ids())
                .containsExactly(index.ids());
    }

    @Test
    void appends_from_many_threads_all_arrive() throws Exception {
        var index = filled(200);
        var file = folder.resolve("vectors.bin");
        new FlatIndex("model", DIMENSIONS).save(file);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var appending : java.util.stream.LongStream.range(0, 200)
                    .mapToObj(id -> threads.submit(() -> index.append(file, id)))
                    .toList()) {
                appending.get();
            }
        }
        assertThat(FlatIndex.load(file, "model", DIMENSIONS).orElseThrow().ids())
                .containsExactly(index.ids());
    }

    @Test
    void a_file_that_cannot_be_written_is_a_fault_with_a_remedy() throws IOException {
        var inTheWay = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> filled(1).save(inTheWay.resolve("vectors.bin")))
                .isInstanceOfSatisfying(
                        MnemoException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.INPUT_OUTPUT));
    }

    private static FlatIndex filled(int count) {
        var random = new Random(count);
        var index = new FlatIndex("model", DIMENSIONS);
        for (long id = 0; id < count; id++) {
            index.put(id, FlatIndexTest.vector(random));
        }
        return index;
    }
}
