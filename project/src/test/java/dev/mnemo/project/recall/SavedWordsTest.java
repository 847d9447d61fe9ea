package dev.mnemo.project.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedWordsTest {
    private static final int NODES = 400;
    private static final Map<String, Double> QUERY = Map.of("queue", 1.0, "kafka", 1.0, "retry7", 1.0);

    @TempDir
    private Path directory;

    private final AtomicInteger analysed = new AtomicInteger();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void fillAndSave() {
        try (var store = NodeStore.open(directory)) {
            for (int i = 0; i < NODES; i++) {
                nodes.add(claim(store, "Queue " + i + " of kafka retries " + i % 11 + " times, retry" + i % 13));
            }
            corpus(store).save(1);
        }
    }

    private static Node claim(NodeStore store, String content) {
        var node = Node.of(NodeType.LEAF, content, List.of(), 1.5, Json.Obj.EMPTY);
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return 0;
        });
        return node;
    }

    private Corpus corpus(NodeStore store) {
        var words = new Words();
        Analysis counting = text -> {
            analysed.incrementAndGet();
            return words.words(text);
        };
        var corpus = new Corpus(store, counting, Corpus.Part.ACTIVE);
        corpus.read((_, _) -> 0);
        return corpus;
    }

    /// Opens the store, and compares what the corpus finds with what one finds that read every node.
    private int analysedWhenOpened() {
        analysed.set(0);
        try (var store = NodeStore.open(directory)) {
            var opened = corpus(store);
            int count = analysed.get();
            var found = scores(opened);
            SavedWords.empty(store, new Words());
            assertThat(found).isEqualTo(scores(corpus(store))).isNotEmpty();
            return count;
        }
    }

    private static Map<String, List<Double>> scores(Corpus corpus) {
        return corpus.read((_, all) -> {
            var bm25 = all.terms().bm25(QUERY, 1.2, 0.75);
            var cosine = all.terms().cosine(QUERY.keySet().stream().sorted().toList());
            var found = new TreeMap<String, List<Double>>();
            for (int place = 0; place < all.size(); place++) {
                int document = all.documentAt(place);
                found.put(
                        all.node(document).address().toString(),
                        List.of(
                                (double) Math.round(bm25[document] * 1e9),
                                (double) Math.round(cosine[document] * 1e9),
                                (double) all.distinctWords(document)));
            }
            return found;
        });
    }

    private Path file() {
        return directory.resolve("index/words.derived");
    }

    @Test
    void a_process_that_opens_the_store_reads_no_node_again_and_finds_the_same() {
        assertThat(analysedWhenOpened()).isLessThan(5);
    }

    @Test
    void what_changed_since_is_read_and_nothing_else() {
        try (var store = NodeStore.open(directory)) {
            claim(store, "A new queue for kafka");
            store.write(change -> {
                change.deactivate(nodes.get(3).address());
                return 0;
            });
        }
        assertThat(analysedWhenOpened()).isBetween(1, 6);
    }

    @Test
    void a_damaged_file_is_ignored() throws IOException {
        var bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);
        assertThat(analysedWhenOpened()).isGreaterThanOrEqualTo(NODES);
    }

    @Test
    void a_file_of_another_way_to_cut_words_is_ignored() {
        try (var store = NodeStore.open(directory)) {
            Analysis byLength = text -> List.of("w" + text.length());
            var corpus = new Corpus(store, byLength, Corpus.Part.ACTIVE);
            assertThat(corpus.<Integer>read((_, all) -> all.terms().documentFrequency("kafka")))
                    .isZero();
        }
    }

    @Test
    void a_forgotten_word_is_in_no_file() throws IOException {
        try (var store = NodeStore.open(directory)) {
            var corpus = corpus(store);
            var secret = claim(store, "The queue is called xylophoneword");
            for (int i = 0; i < NODES / 20; i++) {
                claim(store, "Worth saving " + i);
            }
            corpus.read((_, _) -> 0);
            corpus.save(1);
            assertThat(holds("xylophoneword")).isTrue();
            store.write(change -> {
                change.forget(secret.address(), Json.Obj.EMPTY);
                return 0;
            });
            assertThat(file()).doesNotExist();
            corpus.read((_, _) -> 0);
            corpus.save(1);
            assertThat(file()).exists();
            assertThat(holds("xylophoneword")).isFalse();
        }
    }

    private boolean holds(String word) throws IOException {
        var text = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
        return text.contains(new Words().words(word).getFirst());
    }
}
