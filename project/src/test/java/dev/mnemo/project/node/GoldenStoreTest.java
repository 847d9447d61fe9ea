package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stores written by the first implementation of the format open here and stay as they were.
class GoldenStoreTest {
    private static final Json.Obj EXPECTED = expected();

    private static Json.Obj expected() {
        try {
            return Json.parseObject(Files.readAllBytes(Folders.GOLDEN.resolve("expected.json")));
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        leaf      | The parser lives in src/parser.ts    |                                        | 557d9ba4ec8b
        supersede | Auth tokens expire after 600 seconds | 734a940617fe                           | 845913a6d7cd
        compress  | Two facts about auth                 | ffffffffffff,000000000001,abcdefabcdef | f467a0ee97b3
        root      | Active nodes: 0                      |                                        | 88ab72e02710
        leaf      |                                      |                                        | 0fe60fed8c0b
        """)
    void addresses_are_those_of_the_format(String type, String content, String inputs, String address) {
        var list = inputs == null ? List.<String>of() : List.of(inputs.split(","));
        assertThat(Address.of(new NodeType(type), content == null ? "" : content, list))
                .hasToString(address);
    }

    @Test
    void addresses_of_texts_with_every_kind_of_character_are_those_of_the_format() {
        var text = "Größe 🎉 line one\nline two\ttab \"quoted\" \\ back";
        assertThat(Address.of(NodeType.LEAF, text, List.of())).hasToString("1cbe057cd2df");
        assertThat(Address.of(
                        NodeType.ROOT,
                        "## architecture\ntokens and stores\n## decisions\nJWT",
                        List.of("bbbbbbbbbbbb", "aaaaaaaaaaaa")))
                .hasToString("82d470b953e4");
    }

    @Test
    void every_golden_node_has_the_address_that_its_text_gives() {
        var nodes = EXPECTED.array("nodes").objects();
        assertThat(nodes).hasSize(48);
        for (var node : nodes) {
            assertThat(Address.of(
                            new NodeType(node.string("type", "")),
                            node.string("content", ""),
                            node.array("inputs").strings()))
                    .hasToString(node.string("addr", ""));
        }
    }

    @Test
    void the_shop_opens_with_its_nodes_active_set_roots_chains_links_and_anchors(@TempDir Path directory)
            throws IOException {
        try (var store = NodeStore.open(Folders.copy(shop(), directory.resolve(".mnemo")))) {
            store.read(view -> {
                assertThat(List.copyOf(view.nodes()))
                        .hasSize(48)
                        .isSortedAccordingTo(Comparator.comparing(Node::address));
                assertThat(view.active().stream().map(Address::toString))
                        .containsExactlyElementsOf(EXPECTED.array("active").strings());
                assertThat(hash(view)).isEqualTo(EXPECTED.string("active_hash", ""));
                assertThat(view.roots().stream().map(Address::toString))
                        .containsExactlyElementsOf(EXPECTED.array("roots").strings());
                assertThat(view.chains()).hasSize(4);
                assertThat(view.linksTo(new Address(0xfafd31dbd466L)).stream().map(ReverseLink::source))
                        .extracting(Address::toString)
                        .containsExactly("4de5de0de081", "bc4d195b531c", "5b4c00b646b5");
                assertThat(view.anchorsByFile().get("src/auth/tokens.py"))
                        .containsExactly(new FileAnchor(new Address(0x4de5de0de081L), 0));
                assertThat(view.activeNodes()).allMatch(node -> view.isActive(node.address()));
                return 0;
            });
        }
    }

    private static String hash(StoreView view) {
        var text = view.active().stream()
                .map(address -> "\"" + address + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return Address.sha256(StandardCharsets.US_ASCII.encode(text)).substring(0, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/.mnemo", "v1", "global"})
    void opening_and_closing_leaves_every_file_as_it_was(String name, @TempDir Path directory) throws IOException {
        var folder = Folders.copy(Folders.GOLDEN.resolve(name), directory.resolve(".mnemo"));
        var before = Folders.files(folder);
        for (int i = 0; i < 2; i++) {
            try (var store = NodeStore.open(folder)) {
                assertThat(store.<Integer>read(view -> view.nodes().size())).isPositive();
            }
            assertThat(Folders.files(folder)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/.mnemo", "v1", "global"})
    void writing_every_node_chain_and_index_again_gives_the_same_bytes(String name, @TempDir Path directory)
            throws IOException {
        var folder = Folders.copy(Folders.GOLDEN.resolve(name), directory.resolve(".mnemo"));
        var before = Folders.files(folder);
        for (int i = 0; i < 2; i++) {
            try (var store = NodeStore.open(folder)) {
                store.write(change -> {
                    change.nodes().forEach(change::put);
                    List.copyOf(change.active()).forEach(address -> {
                        change.deactivate(address);
                        change.activate(address);
                    });
                    change.chains().forEach(change::putChain);
                    return 0;
                });
            }
            assertThat(Folders.files(folder)).isEqualTo(before);
        }
        try (var store = NodeStore.open(folder)) {
            store.rebuild();
        }
        assertThat(Folders.files(folder)).containsAllEntriesOf(before);
    }

    private static Path shop() {
        return Folders.GOLDEN.resolve("shop/.mnemo");
    }
}
