package dev.mnemo.project.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.ClassicWords;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.recall.Retrieval.Hit;
import dev.mnemo.project.recall.Signals.Talk;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The classic recipe answers as the stores' first program did, query by query.
class ClassicGoldenTest {
    private static final double TOLERANCE = 0.0011;
    private static final int EVERYTHING = 1000;

    @TempDir
    private Path directory;

    private NodeStore shop;
    private NodeStore first;
    private Classic inShop;
    private Classic inFirst;

    static Stream<Json.Obj> queries() {
        return Golden.queries().stream();
    }

    @BeforeEach
    void open() {
        shop = Golden.open("shop/.mnemo", directory.resolve("shop"));
        first = Golden.open("v1", directory.resolve("v1"));
        inShop = new Classic(shop, Golden.CLOCK);
        inFirst = new Classic(first, Golden.CLOCK);
    }

    @AfterEach
    void close() {
        shop.close();
        first.close();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void reads_the_same_signals(Json.Obj query) {
        var expected = query.object("signals");
        var signals = Signals.of(query.string("q", ""));
        assertThat(signals.keywords())
                .containsExactlyInAnyOrderElementsOf(expected.array("keywords").strings());
        assertThat(signals.isQuestion()).isEqualTo(expected.isTrue("is_question"));
        assertThat(signals.isQuestion() ? signals.question().name().toLowerCase(Locale.ROOT) : "")
                .isEqualTo(expected.string("question_type", ""));
        assertThat(signals.talk())
                .isEqualTo(Map.of(
                                Talk.ARCHITECTURE, "architecture_discussion",
                                Talk.DEBUGGING, "debugging",
                                Talk.DECISION, "decision_making",
                                Talk.CONVENTION, "convention_setting",
                                Talk.DEPENDENCY, "dependency_talk",
                                Talk.TASK, "task_signal",
                                Talk.HISTORY, "history_signal",
                                Talk.CORRECTION, "is_correction")
                        .entrySet()
                        .stream()
                        .filter(entry -> expected.isTrue(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
        assertThat(signals.density().name().toLowerCase(Locale.ROOT)).isEqualTo(query.string("density", ""));
        assertThat((double) signals.lengthChars()).isEqualTo(expected.number("message_length", -1));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void scores_the_same_nodes_for_the_same_reasons(Json.Obj query) {
        same(inShop.relevant(query.string("q", ""), EVERYTHING), query.array("relevant"));
        same(inFirst.relevant(query.string("q", ""), EVERYTHING), query.array("v1_relevant"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void recalls_the_same_nodes(Json.Obj query) {
        sameCut(query, "recall_addrs", "relevant", recalled(inShop, query));
        sameCut(query, "v1_recall_addrs", "v1_relevant", recalled(inFirst, query));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void ranks_the_same_chains_and_says_the_same(Json.Obj query) {
        var signals = Signals.of(query.string("q", ""));
        var hits = recalled(inShop, query);
        shop.read(view -> {
            var chains = ChainRanking.rank(view, hits, Set.of(), false, Golden.NOW);
            var expected = query.array("chains").objects();
            assertThat(chains).hasSameSizeAs(expected);
            for (int i = 0; i < chains.size(); i++) {
                assertThat(chains.get(i).chain().id()).isEqualTo(expected.get(i).string("chain_id", ""));
                assertThat(chains.get(i).score()).isCloseTo(expected.get(i).number("score", 0), within(12 * TOLERANCE));
            }
            var text = new ClassicText(view, signals, hits, Golden.NOW);
            assertThat(text.render(chains, 25_000)).isEqualTo(query.string("preload", ""));
            assertThat(text.tensions()).hasSize((int) query.number("tension_count", -1));
            return null;
        });
        first.read(view -> {
            var text = new ClassicText(view, signals, recalled(inFirst, query), Golden.NOW);
            assertThat(text.render(List.of(), 25_000)).isEqualTo(query.string("v1_preload", ""));
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("queries")
    void finds_the_same_by_words_alone(Json.Obj query) {
        var expected = query.array("search").objects();
        var found = inShop.search(query.string("q", ""), EVERYTHING);
        assertThat(found).hasSameSizeAs(expected);
        for (var want : expected) {
            assertThat(found.stream()
                            .filter(hit -> hit.node().address().toString().equals(want.string("addr", "")))
                            .findFirst())
                    .hasValueSatisfying(
                            hit -> assertThat(hit.score()).isCloseTo(want.number("score", 0), within(1e-6)));
        }
        assertThat(found).isSortedAccordingTo((one, other) -> Double.compare(other.score(), one.score()));
    }

    @Test
    void knows_the_sitting_and_the_file_in_work() {
        var expected = Golden.expected().object("with_session");
        var turns = expected.array("recalled_recent").items().stream()
                .map(turn -> addresses((Json.Arr) turn))
                .toList()
                .reversed();
        var cue = new Cue(
                expected.string("q", ""),
                EVERYTHING,
                addresses(expected.array("session_addrs")),
                turns,
                expected.string("focus_file", ""),
                false);
        same(inShop.recall(cue).hits(), expected.array("relevant"));
    }

    @Test
    void weighs_words_the_same() {
        var expected = Golden.expected().object("tfidf");
        new Corpus(shop, new ClassicWords(), Corpus.Part.ACTIVE).read((_, corpus) -> {
            assertThat(corpus.size()).isEqualTo((int) expected.number("doc_count", 0));
            expected.object("idf")
                    .members()
                    .forEach((word, weight) -> assertThat(corpus.terms().classicWeight(word))
                            .as(word)
                            .isCloseTo(((Json.Num) weight).value(), within(1e-9)));
            expected.object("norms")
                    .members()
                    .forEach((address, norm) -> assertThat(corpus.terms()
                                    .norm(corpus.document(Address.parse(address).orElseThrow())))
                            .isCloseTo(((Json.Num) norm).value(), within(1e-9)));
            return null;
        });
    }

    @Test
    void tells_the_same_of_the_active_nodes_and_of_the_last_sitting() {
        shop.read(view -> {
            assertThat(ActiveText.of(view, Golden.NOW))
                    .isEqualTo(Golden.expected().string("active_context", ""));
            return null;
        });
        var global = Golden.open("global", directory.resolve("global"));
        assertThat(new Orientation(
                                shop.read(StoreView::activeNodes),
                                global.read(StoreView::activeNodes),
                                Golden.NOW,
                                true)
                        .text())
                .isEqualTo(Golden.expected().string("orientation", ""));
        global.close();
    }

    private static List<Hit> recalled(Classic ranking, Json.Obj query) {
        return ranking.recall(Cue.of(query.string("q", ""), Cue.ADAPTIVE)).hits();
    }

    private static void same(List<Hit> hits, Json.Arr expected) {
        var wanted = expected.objects();
        assertThat(hits.stream().map(hit -> hit.node().address().toString()))
                .containsExactlyInAnyOrderElementsOf(
                        wanted.stream().map(want -> want.string("addr", "")).toList());
        for (var want : wanted) {
            var hit = hits.stream()
                    .filter(each -> each.node().address().toString().equals(want.string("addr", "")))
                    .findFirst()
                    .orElseThrow();
            assertThat(hit.score()).as(want.line()).isCloseTo(want.number("score", 0), within(TOLERANCE));
            assertThat(hit.why())
                    .isEqualTo(String.join(", ", want.array("reasons").strings()));
        }
        for (int i = 1; i < wanted.size(); i++) {
            if (wanted.get(i - 1).number("score", 0) - wanted.get(i).number("score", 0) > TOLERANCE) {
                assertThat(place(hits, wanted.get(i - 1))).isLessThan(place(hits, wanted.get(i)));
            }
        }
    }

    /// The cut is the same but for nodes that score as much as the last one in.
    private static void sameCut(Json.Obj query, String cut, String all, List<Hit> hits) {
        var wanted = new HashSet<>(query.array(cut).strings());
        var found = hits.stream().map(hit -> hit.node().address().toString()).collect(Collectors.toSet());
        assertThat(found).hasSameSizeAs(wanted);
        var scores = query.array(all).objects().stream()
                .collect(Collectors.toMap(each -> each.string("addr", ""), each -> each.number("score", 0)));
        double last = wanted.stream().mapToDouble(scores::get).min().orElse(0);
        assertThat(found).allSatisfy(address -> assertThat(scores.get(address)).isGreaterThan(last - TOLERANCE));
        assertThat(wanted)
                .filteredOn(address -> scores.get(address) > last + TOLERANCE)
                .isSubsetOf(found);
    }

    private static int place(List<Hit> hits, Json.Obj want) {
        return hits.stream()
                .map(hit -> hit.node().address().toString())
                .toList()
                .indexOf(want.string("addr", ""));
    }

    private static Set<Address> addresses(Json.Arr texts) {
        return texts.strings().stream()
                .map(text -> Address.parse(text).orElseThrow())
                .collect(Collectors.toSet());
    }
}
