package dev.mnemo.project.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeriveTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    Path directory;

    @Test
    void clauses_with_numbers_are_kept_word_for_word() {
        assertThat(Fragments.of(
                        "Pool size is 5; raising it above 20 exhausts Postgres. See v2.1! Bare\n42\nlatency 3.5 ms,"
                                + " budget 200 ms"))
                .containsExactly(
                        "Pool size is 5",
                        "raising it above 20 exhausts Postgres",
                        "See v2.1",
                        "latency 3.5 ms, budget 200 ms");
        var longClause = "word ".repeat(30) + "limit 10, another part without digits, and 20 more";
        assertThat(Fragments.of(longClause)).containsExactly(("word ".repeat(30) + "limit 10").strip(), "and 20 more");
        assertThat(Fragments.of("")).isEmpty();
    }

    @Test
    void coverage_weighs_rare_words_more() {
        assertThat(Coverage.of(List.of("alpha beta", "alpha gamma"), "alpha", Set.of()))
                .isBetween(0.2, 0.3);
        assertThat(Coverage.of(List.of("alpha beta"), "alpha", Set.of("beta"))).isEqualTo(1);
        assertThat(Coverage.of(List.of(), "alpha", Set.of())).isZero();
    }

    private static Node golden(String address) throws IOException {
        return Node.ofJson(
                Json.parseObject(Files.readString(GOLDEN.resolve("shop/.mnemo/nodes/" + address + ".json"))));
    }

    @Test
    void summaries_carry_the_meta_that_the_golden_data_say() throws IOException {
        var expected = Json.parseObject(Files.readString(GOLDEN.resolve("expected.json")))
                .object("compress_meta");
        for (var name : List.of("cmp1", "cmp2")) {
            var address = Json.parseObject(Files.readString(GOLDEN.resolve("names.json")))
                    .string(name, "");
            var original = golden(address);
            try (var store = NodeStore.open(directory.resolve(name))) {
                var made = store.write(change -> {
                    var inputs = original.inputs().stream()
                            .map(input -> stored(change, input))
                            .toList();
                    return Compression.compress(
                            change, inputs, original.content(), original.meta().domain(), original.created());
                });
                assertThat(made.node().address()).isEqualTo(original.address());
                expected.object(name)
                        .members()
                        .forEach((key, value) -> assertThat(
                                        made.node().meta().json().get(key))
                                .as(key)
                                .contains(value));
            }
        }
    }

    @Test
    void corrections_carry_the_meta_that_the_golden_data_say() throws IOException {
        var expected = Json.parseObject(Files.readString(GOLDEN.resolve("expected.json")))
                .object("supersede_meta");
        for (var name : List.of("svc3", "old2")) {
            var address = Json.parseObject(Files.readString(GOLDEN.resolve("names.json")))
                    .string(name, "");
            var original = golden(address);
            try (var store = NodeStore.open(directory.resolve(name))) {
                var reason = original.meta().json().string("reason", "");
                var made = store.write(change -> Supersession.supersede(
                        change,
                        stored(change, original.inputs().getFirst()),
                        new Supersession.Correction(
                                original.content(), reason, original.meta().domain(), Json.Obj.EMPTY),
                        original.created()));
                assertThat(made.address()).isEqualTo(original.address());
                assertThat(made.meta().json().without("sha256")).isEqualTo(expected.object(name));
            }
        }
    }

    private static Node stored(dev.mnemo.project.node.StoreChange change, String address) {
        try {
            var node = golden(address);
            change.put(node);
            change.activate(node.address());
            return change.node(Address.parse(address).orElseThrow()).orElseThrow();
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }
}
