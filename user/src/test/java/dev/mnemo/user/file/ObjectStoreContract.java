package dev.mnemo.user.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every object storage promises.
public abstract class ObjectStoreContract {
    @TempDir
    protected Path folder;

    protected ObjectStore objects;

    protected abstract ObjectStore create();

    @BeforeEach
    void open() {
        objects = create();
    }

    @AfterEach
    void close() {
        objects.close();
    }

    private void put(String key, byte[] bytes) throws IOException {
        var file = Files.createTempFile(folder, "object", ".bin");
        Files.write(file, bytes);
        objects.put(key, file);
        Files.delete(file);
    }

    private byte[] get(String key) throws IOException {
        try (var in = objects.open(key).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private List<String> keys(String prefix) {
        var keys = new ArrayList<String>();
        objects.each(prefix, object -> keys.add(object.key()));
        return keys;
    }

    @Test
    void what_was_put_is_there_until_it_is_removed() throws IOException {
        assertThat(objects.exists("a/b")).isFalse();
        assertThat(objects.open("a/b")).isEmpty();
        put("a/b", new byte[] {1, 2, 3});
        put("a/b", new byte[] {4, 5});
        put("a/c", new byte[0]);
        assertThat(objects.exists("a/b")).isTrue();
        assertThat(get("a/b")).containsExactly(4, 5);
        assertThat(get("a/c")).isEmpty();
        objects.delete("a/b");
        assertThat(objects.exists("a/b")).isFalse();
        objects.delete("a/b");
        assertThat(keys("")).containsExactly("a/c");
        put("a/b", new byte[] {6});
        assertThat(get("a/b")).containsExactly(6);
    }

    @Test
    void large_objects_come_back_as_they_were() throws IOException {
        var bytes = new byte[9 << 20];
        new Random(1).nextBytes(bytes);
        put("large/one", bytes);
        assertThat(Arrays.equals(get("large/one"), bytes)).isTrue();
        objects.each("large/", object -> assertThat(object.bytes()).isEqualTo(bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "..",
                "../x",
                "a/../../x",
                "a//b",
                "/etc/passwd",
                "a/",
                ".incoming/x",
                "a b",
                "a\\..\\b",
                "a\0b",
                "ä",
                "a/b/c/d/e"
            })
    void no_key_leads_out(String key) {
        assertThatThrownBy(() -> put(key, new byte[] {1})).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> objects.open(key)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> objects.delete(key)).isInstanceOf(Refusal.class);
        assertThat(keys("")).isEmpty();
    }

    /// Against a map.
    @Test
    void any_order_of_changes_leaves_what_a_map_has() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new TreeMap<String, byte[]>();
        for (int i = 0; i < 60; i++) {
            var key = "p" + random.nextInt(3) + "/k" + random.nextInt(6);
            if (random.nextInt(3) == 0) {
                objects.delete(key);
                expected.remove(key);
            } else {
                var bytes = new byte[random.nextInt(2_000)];
                random.nextBytes(bytes);
                put(key, bytes);
                expected.put(key, bytes);
            }
        }
        for (var prefix : List.of("", "p0/", "p1/", "p2/k3", "q")) {
            assertThat(new TreeSet<>(keys(prefix)))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(expected.keySet().stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
        for (var entry : expected.entrySet()) {
            assertThat(get(entry.getKey())).as("seed " + seed).isEqualTo(entry.getValue());
        }
    }
}
