package dev.mnemo.user.recall;

import static dev.mnemo.user.recall.Shelved.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecallTest {
    private final Shelved shelf = new Shelved();

    @Test
    void a_perfect_old_match_is_never_buried() {
        long seed = 7;
        var random = new Random(seed);
        var words = List.of("tea", "walk", "train", "music", "river", "office", "bread", "garden", "phone", "winter");
        for (int i = 0; i < 400; i++) {
            var text = new StringBuilder("Ann likes");
            for (int word = 0; word < 6; word++) {
                text.append(' ').append(words.get(random.nextInt(words.size())));
            }
            var fresh = shelf.fact(text + " " + i);
            shelf.put(Shelved.weighed(fresh, 10, new Emotion(1, 1), 1_000));
        }
        var old = shelf.memory(Kind.FACT, "Ann has a peanut allergy", Remembered.USER, "", Duration.ofDays(3_000));
        shelf.put(Shelved.weighed(old, 1, Emotion.NEUTRAL, 0));
        for (var question : List.of("peanut allergy", "does Ann have an allergy", "Ann has a peanut allergy")) {
            assertThat(shelf.ask(question).getFirst())
                    .as("seed " + seed + ": " + question)
                    .isEqualTo(old.text());
        }
    }

    @Test
    void what_only_words_can_find_is_found() {
        shelf.put(shelf.fact("The alarm code is XK-4471"));
        shelf.put(shelf.fact("Call the plumber at 555-0199"));
        shelf.put(shelf.fact("用户在谷歌工作，住在上海"));
        shelf.put(shelf.fact("Alice works at Google"));
        assertThat(shelf.ask("XK-4471?").getFirst()).contains("XK-4471");
        assertThat(shelf.ask("whose number is 555-0199").getFirst()).contains("plumber");
        assertThat(shelf.ask("谷歌").getFirst()).contains("谷歌");
        assertThat(shelf.ask("Where does Alice work?").getFirst()).contains("Google");
    }

    @Test
    void no_question_breaks_recall() {
        shelf.put(shelf.fact("Ann plays the cello"));
        for (var question : List.of(
                "",
                " ",
                "?!*:+-~^\\\"'(){}[]",
                "a AND b OR NOT (c",
                "\u0000\ud800",
                "x".repeat(100_000),
                "cello ".repeat(20_000),
                "% _ ; drop table memories")) {
            assertThat(shelf.ask(question))
                    .as(question.substring(0, Math.min(20, question.length())))
                    .hasSize(1);
        }
    }

    @Test
    void an_empty_question_recalls_the_latest() {
        for (int day = 0; day < 300; day++) {
            shelf.put(shelf.memory(Kind.FACT, "note of day " + day, Remembered.USER, "", Duration.ofDays(day)));
        }
        assertThat(shelf.ask("")).hasSize(Cue.LIMIT_DEFAULT).startsWith("note of day 0", "note of day 1");
    }

    @Test
    void hostile_weights_do_no_harm() {
        var nan = Double.NaN;
        shelf.put(Shelved.weighed(shelf.fact("Ann sails"), nan, new Emotion(nan, -2), -5));
        shelf.put(Shelved.weighed(shelf.fact("Ann sings"), 1e9, new Emotion(-9, 9), Long.MAX_VALUE));
        var found = shelf.ask(Cue.of("what does Ann do"));
        assertThat(found.hits())
                .hasSize(2)
                .allSatisfy(hit -> assertThat(hit.score()).isBetween(0.0, 1.0));
    }

    @Test
    void what_was_superseded_comes_back_only_as_of_then() {
        var changed = NOW.minus(Duration.ofDays(10));
        var google = shelf.memory(Kind.FACT, "Ann works at Google", "user", "", Duration.ofDays(30));
        shelf.put(Shelved.known(google, google.created(), changed));
        shelf.put(shelf.memory(Kind.FACT, "Ann works at Meta", "user", "", Duration.ofDays(10)));
        assertThat(shelf.ask("where does Ann work")).containsExactly("Ann works at Meta");
        assertThat(Shelved.texts(shelf.ask(asOf("where does Ann work", changed.minusSeconds(1)))))
                .containsExactly("Ann works at Google");
        assertThat(Shelved.texts(shelf.ask(asOf("where does Ann work", changed))))
                .containsExactly("Ann works at Meta");
        assertThat(shelf.ask(asOf("where does Ann work", NOW.minus(Duration.ofDays(31))))
                        .hits())
                .isEmpty();
    }

    @Test
    void an_explicit_time_leaves_out_what_was_said_at_other_times_and_keeps_facts() {
        shelf.put(shelf.memory(Kind.MESSAGE, "We painted the fence", "Ann", "s1", Duration.ofDays(1)));
        shelf.put(shelf.memory(Kind.MESSAGE, "We painted the boat", "Ann", "s2", Duration.ofDays(40)));
        shelf.put(shelf.memory(Kind.MESSAGE, "I painted the door yesterday", "Ann", "s3", Duration.ofHours(2)));
        shelf.put(shelf.memory(Kind.FACT, "Ann likes that things are painted", "user", "", Duration.ofDays(90)));
        assertThat(shelf.ask("what was painted yesterday?"))
                .containsExactlyInAnyOrder(
                        "We painted the fence", "I painted the door yesterday", "Ann likes that things are painted");
        assertThat(shelf.ask("what was painted in April 2025"))
                .containsExactlyInAnyOrder("We painted the boat", "Ann likes that things are painted");
        assertThat(shelf.ask("Did I fall off the fence I painted")).hasSize(4);
        assertThat(shelf.ask("what was painted in the fall")).hasSize(4);
    }

    private static Cue in(ZoneId zone, String question) {
        return Cue.of(question).withZone(zone);
    }

    @Test
    void yesterday_is_that_of_each_question_whoever_asked_before() {
        // Eight in the evening in Greenwich is the next morning on Kiritimati.
        var evening = NOW.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(4));
        var age = Duration.between(evening, NOW);
        shelf.put(shelf.memory(Kind.MESSAGE, "I painted the door yesterday", "Ann", "s1", age));
        var today = LocalDate.ofInstant(evening, ZoneOffset.UTC);
        var question = "what was painted on " + today.minusDays(1) + "?";
        var greenwich = ZoneOffset.UTC;
        var kiritimati = ZoneId.of("Pacific/Kiritimati");
        for (int round = 0; round < 3; round++) {
            assertThat(Shelved.texts(shelf.ask(in(greenwich, question)))).hasSize(1);
            assertThat(Shelved.texts(shelf.ask(in(kiritimati, question)))).isEmpty();
            assertThat(Shelved.texts(shelf.ask(in(kiritimati, "what was painted on " + today + "?"))))
                    .hasSize(1);
        }
    }

    @Test
    void bounds_given_by_the_caller_hold_for_everything() {
        shelf.put(shelf.memory(Kind.FACT, "old fact", "user", "", Duration.ofDays(50)));
        shelf.put(shelf.memory(Kind.FACT, "new fact", "user", "", Duration.ofDays(5)));
        var since = Optional.of(NOW.minus(Duration.ofDays(20)));
        var plain = Cue.of("fact");
        var created = new Cue(
                "fact",
                20,
                plain.decay(),
                plain.kinds(),
                since,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                false);
        var event = new Cue(
                "fact",
                20,
                plain.decay(),
                plain.kinds(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                since,
                Optional.empty(),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                false);
        assertThat(Shelved.texts(shelf.ask(created))).containsExactly("new fact");
        assertThat(Shelved.texts(shelf.ask(event))).containsExactly("old fact");
        assertThatThrownBy(() -> new Cue(
                        "fact",
                        20,
                        plain.decay(),
                        plain.kinds(),
                        Optional.of(NOW),
                        since,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        plain.zone(),
                        false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must begin before it ends");
        assertThatThrownBy(() -> plain.withLimit(0)).isInstanceOf(Refusal.class).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> plain.withLimit(-3)).isInstanceOf(Refusal.class);
    }

    @Test
    void kinds_can_be_chosen() {
        shelf.put(shelf.fact("Ann likes figs"));
        shelf.put(shelf.said("Ann", "s", "I like figs"));
        var plain = Cue.of("figs");
        var facts = new Cue(
                "figs",
                20,
                plain.decay(),
                EnumSet.of(Kind.FACT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                false);
        assertThat(Shelved.texts(shelf.ask(facts))).containsExactly("Ann likes figs");
        assertThat(shelf.ask(plain).messages()).hasSize(1);
        assertThat(shelf.ask(plain).memories()).hasSize(1);
    }

    @Test
    void an_answer_is_found_by_its_question() {
        shelf.put(shelf.said("Bob", "s1", "What is the name of your cat?"));
        var answer = shelf.said("Ann", "s1", "Mirabel, after my aunt!");
        shelf.put(answer);
        for (int i = 0; i < 30; i++) {
            shelf.put(shelf.said(i % 2 == 0 ? "Bob" : "Ann", "t" + i / 4, "We talked about topic " + i));
        }
        var found = shelf.ask("what is the name of Ann's cat");
        assertThat(found.subList(0, 2)).contains(answer.text());
    }

    @Test
    void who_is_asked_about_speaks_first() {
        shelf.put(shelf.said("Bob", "s1", "My favourite dish is ramen"));
        shelf.put(shelf.said("Ann", "s2", "My favourite dish is ramen too"));
        shelf.put(shelf.said(Remembered.USER, "s3", "My own favourite dish is ramen"));
        assertThat(shelf.ask("favourite dish of Ann").getFirst()).endsWith("too");
        assertThat(shelf.ask("favourite dish of Bob").getFirst()).isEqualTo("My favourite dish is ramen");
        assertThat(shelf.ask("what is my favourite dish").getFirst()).startsWith("My own");
    }

    @Test
    void every_source_keeps_room() {
        for (int i = 0; i < 60; i++) {
            shelf.put(shelf.fact("Ann visited Lisbon with friend " + i));
        }
        shelf.put(shelf.memory(Kind.MESSAGE, "Lisbon", "Bob", "s", Duration.ofDays(900)));
        shelf.put(shelf.memory(
                Kind.DOCUMENT, "itinerary: Lisbon and much else " + "x ".repeat(50), "", "", Duration.ofDays(900)));
        Relation.Source graph = (_, _, _) -> List.of(new Relation("Ann", "visited", "Lisbon", "", 0.5, NOW));
        var found = Shelved.recall(Recipe.HYBRID)
                .recall("ann", shelf, graph, Cue.of("when did Ann visit Lisbon").withLimit(10));
        assertThat(found.hits()).hasSize(10);
        assertThat(found.hits().stream().map(Hit::source).distinct())
                .containsExactlyInAnyOrder(Source.MEMORY, Source.CONVERSATION, Source.DOCUMENT, Source.GRAPH);
        assertThat(found.hits()).isSortedAccordingTo((one, other) -> Double.compare(other.score(), one.score()));
        assertThat(found.relations().getFirst().line()).isEqualTo("Ann -> visited -> Lisbon");
    }

    @Test
    void the_budget_holds() {
        for (int i = 0; i < 50; i++) {
            shelf.put(shelf.fact("Ann bought item number " + i + " ".repeat(i % 7) + "x".repeat(10 * (i % 9))));
        }
        shelf.put(shelf.fact("Ann bought " + "very much ".repeat(500)));
        for (int budget : new int[] {1, 10, 40, 100, 1_000}) {
            var plain = Cue.of("what has Ann bought");
            var found = shelf.ask(new Cue(
                    plain.text(),
                    20,
                    plain.decay(),
                    plain.kinds(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    budget,
                    plain.zone(),
                    false));
            assertThat(found.tokens()).isLessThanOrEqualTo(budget);
            assertThat(found.hits().isEmpty()).isEqualTo(budget < 10);
        }
    }

    @Test
    void relations_lift_what_names_both_ends_as_words() {
        shelf.put(shelf.fact("The animal shelter is near"));
        shelf.put(shelf.fact("Al met Lee near the library"));
        shelf.put(shelf.fact("Al met Kim near the library"));
        var relations = List.of(new Relation("Al", "met", "Kim", "", 0.9, NOW));
        assertThat(Boosts.graph("the animal shelter", relations)).isZero();
        assertThat(Boosts.graph("al met somebody", relations)).isEqualTo(0.4);
        assertThat(Boosts.graph("al met kim.", relations)).isEqualTo(1);
        assertThat(Boosts.holds("in new york today", "new_york")).isTrue();
        assertThat(Boosts.holds("用户在谷歌工作", "谷歌")).isTrue();
        assertThat(Boosts.holds("the user sleeps", "user")).isFalse();
        var found =
                Shelved.recall(Recipe.HYBRID).recall("ann", shelf, (_, _, _) -> relations, Cue.of("whom did Al meet"));
        assertThat(found.hits().stream()
                        .filter(hit -> hit.memory().isPresent())
                        .findFirst()
                        .orElseThrow()
                        .text())
                .contains("Kim");
    }

    @Test
    void the_classic_recipe_is_the_reference_formula() {
        shelf.put(Shelved.weighed(
                shelf.memory(Kind.FACT, "Ann grows tomatoes", "user", "", Duration.ofDays(30)),
                8,
                new Emotion(0, 1),
                0));
        shelf.put(Shelved.weighed(
                shelf.memory(Kind.FACT, "Ann repairs bikes", "user", "", Duration.ZERO), 5, Emotion.NEUTRAL, 0));
        Relation.Source graph = (_, _, _) -> List.of(new Relation("Ann", "grows", "tomatoes", "", 1, NOW));
        var found = Shelved.recall(Recipe.CLASSIC).recall("ann", shelf, graph, Cue.of("Ann grows tomatoes"));
        var factors = found.memories().getFirst().factors();
        assertThat(found.memories().getFirst().text()).isEqualTo("Ann grows tomatoes");
        assertThat(factors.rrf()).isCloseTo(1, within(1e-12));
        assertThat(factors.recency()).isCloseTo(Math.exp(-1 / 1.5), within(1e-12));
        assertThat(factors.importance()).isCloseTo(0.8, within(1e-12));
        assertThat(factors.graphBoost()).isCloseTo(1.5, within(1e-12));
        assertThat(factors.score())
                .isCloseTo(factors.recency() * factors.importance() * factors.graphBoost(), within(1e-12));
    }

    @Test
    void feeling_alike_decides_between_equals() {
        shelf.put(Shelved.weighed(shelf.fact("A day by the lake."), 5, new Emotion(-0.8, 0.2), 0));
        shelf.put(Shelved.weighed(shelf.fact("A day by the lake!"), 5, new Emotion(0.9, 0.8), 0));
        var plain = Cue.of("a day by the lake");
        for (var feeling : List.of(new Emotion(-0.8, 0.2), new Emotion(0.9, 0.8))) {
            var found = shelf.ask(new Cue(
                    plain.text(),
                    20,
                    plain.decay(),
                    plain.kinds(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(feeling),
                    plain.tokenBudget(),
                    plain.zone(),
                    false));
            assertThat(found.hits().getFirst().memory().orElseThrow().emotion()).isEqualTo(feeling);
        }
    }

    @Test
    void a_broken_store_is_an_error_and_no_empty_answer() {
        Shelf broken = (_, _) -> {
            throw new MnemoException(Fault.INPUT_OUTPUT, "The disk is gone.", "Put it back.");
        };
        var recall = Shelved.recall(Recipe.HYBRID);
        assertThatThrownBy(() -> recall.recall("ann", broken, Relation.Source.NONE, Cue.of("anything")))
                .isInstanceOf(MnemoException.class)
                .hasMessage("The disk is gone.");
        Relation.Source brokenGraph = (_, _, _) -> {
            throw new MnemoException(Fault.INPUT_OUTPUT, "The graph is gone.", "Put it back.");
        };
        assertThatThrownBy(() -> recall.recall("bob", shelf, brokenGraph, Cue.of("anything")))
                .hasMessage("The graph is gone.");
    }

    @Test
    void without_a_model_words_count_alone() {
        shelf.put(shelf.fact("Ann collects stamps"));
        shelf.put(shelf.fact("Ann hates noise"));
        var recall = new Recall(Recipe.HYBRID, Optional.empty(), () -> NOW, Recall.HELD_BYTES_DEFAULT);
        var found = recall.recall("ann", shelf, Relation.Source.NONE, Cue.of("stamps"));
        assertThat(found.hits().getFirst().text()).isEqualTo("Ann collects stamps");
        assertThat(found.hits().getFirst().factors().relevance()).isZero();
    }

    @Test
    void explain_says_what_each_stage_did() {
        shelf.put(shelf.fact("Ann paints icons"));
        var plain = Cue.of("what did Ann paint last week");
        var cue = new Cue(
                plain.text(),
                20,
                plain.decay(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                true);
        var steps = shelf.ask(cue).trace().steps();
        assertThat(steps.stream().map(step -> step.stage()))
                .contains("time", "words", "meaning", "likeness", "conversation", "bonuses");
        assertThat(shelf.ask(plain).trace().steps()).isEmpty();
        assertThat(shelf.ask(plain).time().orElseThrow().words()).isEqualTo("last week");
    }

    private static Cue asOf(String text, Instant moment) {
        var plain = Cue.of(text);
        return new Cue(
                text,
                20,
                plain.decay(),
                plain.kinds(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(moment),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                false);
    }
}
