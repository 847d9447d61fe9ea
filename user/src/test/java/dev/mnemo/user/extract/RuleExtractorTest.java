package dev.mnemo.user.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.extract.chinese.Chinese;
import dev.mnemo.user.extract.english.English;
import dev.mnemo.user.extract.rule.RuleExtractor;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.talk.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What rules learn from sentences, and what they leave alone.
class RuleExtractorTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /// Of what is learned, how much was said; and of what was said, how much is learned.
    private static final double PRECISION_MIN = 0.97;

    private static final double RECALL_MIN = 0.95;

    private final RuleExtractor extractor = new RuleExtractor(new English(), new Chinese());

    private static Message message(String text) {
        return new Message(
                "m1", 1, "s", "user", text, Json.Obj.EMPTY, NOW, NOW, Message.Extraction.PENDING, Optional.empty(), 0);
    }

    private List<Finding> find(String text) {
        return extractor.find(new Window(List.of(), List.of(message(text)), List.of(), ZoneOffset.UTC));
    }

    private static String told(Finding finding) {
        return switch (finding) {
            case Finding.Learned learned ->
                kind(learned.memory()) + "=" + learned.memory().content();
            case Finding.Ended ended ->
                "!" + ended.slot().map(slot -> slot.attribute().split("/")[0]).orElse("");
        };
    }

    private static String kind(NewMemory memory) {
        return switch (memory.type()) {
            case EPISODIC -> "episode";
            case PROCEDURAL -> "procedure";
            default -> memory.slot().map(slot -> slot.attribute().split("/")[0]).orElse("");
        };
    }

    private static boolean fits(String wanted, String told) {
        var parts = wanted.split("=", 2);
        return parts.length == 1
                ? told.equals(wanted)
                : told.startsWith(parts[0] + "=")
                        && Arrays.stream(parts[1].split("\\|"))
                                .anyMatch(words ->
                                        told.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)));
    }

    /// A sentence of the file.
    private record Sentence(String text, List<String> wanted) {}

    private static List<Sentence> sentences() {
        var in = Objects.requireNonNull(RuleExtractorTest.class.getResourceAsStream("sentences.tsv"));
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells ->
                            new Sentence(cells[0], cells[1].equals("-") ? List.of() : List.of(cells[1].split(" ; "))))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sentences_teach_what_they_say_and_no_more() {
        int told = 0;
        int right = 0;
        int wanted = 0;
        var faults = new ArrayList<String>();
        for (var sentence : sentences()) {
            var left = new ArrayList<>(sentence.wanted());
            wanted += left.size();
            for (var finding : find(sentence.text()).stream()
                    .map(RuleExtractorTest::told)
                    .distinct()
                    .toList()) {
                boolean end = finding.startsWith("!");
                var fit = left.stream().filter(one -> fits(one, finding)).findFirst();
                fit.ifPresent(left::remove);
                if (!end || fit.isPresent()) { // an end of what is not believed changes nothing
                    told++;
                    right += fit.isPresent() ? 1 : 0;
                }
                if (fit.isEmpty() && !end) {
                    faults.add("false: " + sentence.text() + " > " + finding);
                }
            }
            left.forEach(one -> faults.add("missed: " + sentence.text() + " > " + one));
        }
        System.out.printf(
                "rules: %d sentences, %d findings, precision %.3f, recall %.3f%n",
                sentences().size(), wanted, (double) right / told, (double) right / wanted);
        faults.forEach(System.out::println);
        assertThat(sentences()).hasSizeGreaterThan(200);
        assertThat((double) right / told).as("%s", faults).isGreaterThanOrEqualTo(PRECISION_MIN);
        assertThat((double) right / wanted).as("%s", faults).isGreaterThanOrEqualTo(RECALL_MIN);
    }

    @Test
    void findings_name_their_source_their_time_and_their_place() {
        var finding = (Finding.Learned)
                find("I ran a marathon last Sunday. I was so happy!").getFirst();
        var memory = finding.memory();
        assertThat(memory.content()).isEqualTo("Ran a marathon (2026-03-01)");
        assertThat(memory.sources()).containsExactly("m1");
        assertThat(memory.sessionId()).contains("s");
        assertThat(memory.saidAt()).contains(NOW);
        assertThat(memory.event()).hasValueSatisfying(event -> {
            assertThat(event.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
            assertThat(event.until()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
            assertThat(event.precision()).isEqualTo("day");
            assertThat(event.words()).isEqualTo("last Sunday");
        });
    }

    @Test
    void any_text_is_read_without_fault_and_in_time() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var pieces = List.of(
                "I ",
                "am ",
                "my ",
                "不",
                "我",
                "在",
                "工作",
                "\n",
                "\"",
                "'",
                "and ",
                ", ",
                "<v>",
                "((",
                "\\",
                "last week ",
                "🙂",
                "because ",
                "not ",
                "of ",
                "a ",
                "。",
                "， ",
                "love ",
                "Google ",
                "\u0000",
                "```",
                "$1 ");
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(find(text.toString())).as("seed %d, text %s", seed, text).isNotNull();
        }
        assertThat(find("I love " + "tea and ".repeat(500) + "milk")).isEmpty();
    }
}
