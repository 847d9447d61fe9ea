package dev.mnemo.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
    /// A line of `different.tsv` or `same.tsv`: half, class, two questions.
    private record Pair(String half, String kind, String one, String other) {
        boolean isBlocked() {
            return Guards.ALL.check(one, other).isPresent();
        }
    }

    private static List<Pair> pairs(String file, String half) {
        var pairs = new ArrayList<Pair>();
        for (var line : Lexicon.lines(file)) {
            var cells = line.split("\t");
            if (cells[0].equals(half)) {
                pairs.add(new Pair(cells[0], cells[1], cells[2], cells[3]));
            }
        }
        return pairs;
    }

    @Test
    void the_sets_are_large() {
        assertThat(Lexicon.lines("different.tsv").size()).isGreaterThanOrEqualTo(300);
        assertThat(Lexicon.lines("same.tsv").size()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "held-out"})
    void questions_that_only_look_alike_are_kept_apart(String half) {
        var different = pairs("different.tsv", half);
        var missed = different.stream().filter(pair -> !pair.isBlocked()).toList();
        assertThat(missed.size()).as(() -> missed.toString()).isLessThanOrEqualTo(different.size() * 5 / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "held-out"})
    void true_paraphrases_pass(String half) {
        var same = pairs("same.tsv", half);
        var lost = same.stream().filter(Pair::isBlocked).toList();
        assertThat(lost.size()).as(() -> lost.toString()).isLessThanOrEqualTo(same.size() * 2 / 100);
    }

    @Test
    void the_order_of_the_two_questions_does_not_matter() {
        for (var file : List.of("different.tsv", "same.tsv")) {
            for (var half : List.of("development", "held-out")) {
                for (var pair : pairs(file, half)) {
                    assertThat(Guards.ALL.check(pair.other(), pair.one()).isPresent())
                            .as(pair.toString())
                            .isEqualTo(pair.isBlocked());
                }
            }
        }
    }

    @Test
    void a_question_is_never_kept_from_itself_unless_it_needs_its_context() {
        for (var file : List.of("different.tsv", "same.tsv")) {
            for (var half : List.of("development", "held-out")) {
                for (var pair : pairs(file, half)) {
                    assertThat(Guards.ALL.without(Guard.CONTEXT).check(pair.one(), pair.one()))
                            .as(pair.one())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NUMBER     | two                | three             | How many calories are in two eggs?  | How many calories are in three eggs?
            UNIT       | 3 GB               | 3 TB              | Is 3 GB enough?                     | Is 3 TB enough?
            DATE       | Monday             | Thursday          | Are you open on Monday?             | Are you open on Thursday?
            NEGATION   | ''                 | not               | Which foods contain nuts?           | Which foods do not contain nuts?
            POLARITY   | ''                 | not               | Is it safe to swim here?            | Is it not safe to swim here?
            OPPOSITE   | enable             | disable           | How do I enable alerts?             | How do I disable alerts?
            QUANTIFIER | every              | some              | Delete every row                    | Delete some rows
            DIRECTION  | before             | after             | Should I eat before a run?          | Should I eat after a run?
            NAME       | France             | Spain             | What is the capital of France?      | What is the capital of Spain?
            ORDER      | JSON to XML        | XML to JSON       | How do I turn JSON to XML?          | How do I turn XML to JSON?
            QUOTE      | break a leg        | hit the sack      | What does "break a leg" mean?       | What does "hit the sack" mean?
            IDENTIFIER | PROJ-12            | PROJ-21           | Who works on PROJ-12?               | Who works on PROJ-21?
            URL        | https://x.org/a    | https://x.org/b   | Read https://x.org/a                | Read https://x.org/b
            CONTEXT    | what about         | ''                | What about the second one?          | How many moons has Mars?
            """)
    void every_guard_says_what_it_saw(Guard guard, String here, String there, String query, String cached) {
        var verdict = Guards.ALL.verdicts(Reading.of(query), Reading.of(cached)).stream()
                .filter(said -> said.guard() == guard)
                .findFirst()
                .orElseThrow();
        assertThat(verdict.inQuery()).isEqualTo(here);
        assertThat(verdict.inCached()).isEqualTo(there);
        assertThat(verdict.sentence()).endsWith(".").contains(here).contains(there);
    }

    @Test
    void a_guard_that_is_not_watched_says_nothing() {
        assertThat(Guards.ALL.without(Guard.NUMBER).check("two eggs", "three eggs"))
                .isEmpty();
        assertThat(Guards.NONE.check("What about it?", "Is 3 more than 4 in Rome?"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_text_can_be_read(long seed) {
        var random = new Random(seed);
        var alphabet =
                "aZ0 9.,:;/-_'\"`«»$€%°()@#\n\t\u0000二十不没éß\ud83d\ude00\ud83d one hundred million don't not 2024-13-45 1e999 ";
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                int at = random.nextInt(alphabet.length());
                text.append(alphabet, at, Math.min(alphabet.length(), at + 1 + random.nextInt(6)));
            }
            var reading = Reading.of(text.toString());
            assertThat(Guards.ALL.without(Guard.CONTEXT).check(reading, Reading.of(text.toString())))
                    .as(() -> "seed " + seed + ": " + text)
                    .isEmpty();
        }
    }

    @Test
    void a_long_text_is_read_in_time_that_grows_with_its_length() {
        var text = "no. 5 x-y 'a \" one hundred thousand A.b/c ".repeat(2_000);
        assertThat(Guards.ALL.without(Guard.CONTEXT).check(text, text)).isEmpty();
    }
}
