package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.vector.GraphOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of the guide say what the code does.
class CacheGuideTest {
    private static final List<String> GIVEN = List.of("clock", "random");

    @Test
    void every_option_is_in_the_guide_with_its_default() throws Exception {
        var expected = new LinkedHashMap<String, String>();
        var standard = CacheOptions.standard(new TestClock(), new SplittableRandom(1));
        for (var option : CacheOptions.class.getRecordComponents()) {
            if (!GIVEN.contains(option.getName())) {
                expected.put(option.getName(), text(option.getAccessor().invoke(standard)));
            }
        }
        assertThat(table("## Options")).isEqualTo(expected);
    }

    @Test
    void every_event_is_in_the_guide_with_its_attributes() throws Exception {
        var expected = new LinkedHashMap<String, String>();
        for (var event : CacheEvent.values()) {
            expected.put(
                    event.label(),
                    event.attributes().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")));
        }
        assertThat(table("## Events")).isEqualTo(expected);
    }

    @Test
    void every_reason_of_a_miss_is_in_the_guide() throws Exception {
        assertThat(table("## What makes two questions the same").keySet())
                .containsExactlyElementsOf(Arrays.stream(MissReason.values())
                        .map(MissReason::label)
                        .toList());
    }

    @Test
    void the_defaults_that_are_functions_do_what_the_guide_says() {
        var standard = CacheOptions.standard(new TestClock(), new SplittableRandom(1));
        assertThat(standard.confidenceFn().confidence(0.8, 24 * 3_600, Json.Obj.EMPTY))
                .isEqualTo(0.4);
        assertThat(standard.validator().isValid("[ERROR] x")).isFalse();
        assertThat(standard.validator().isValid("x")).isTrue();
    }

    /// First column to second column of the first table below a heading.
    private static Map<String, String> table(String heading) throws Exception {
        var guide = Files.readString(Path.of("..", "docs", "cache.md"));
        var rows = new LinkedHashMap<String, String>();
        guide.substring(guide.indexOf(heading + "\n"))
                .lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .forEach(cells -> rows.put(cells[1].replace("`", ""), cells[2]));
        return rows;
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(CacheGuideTest::text).orElse("none");
            case OptionalLong optional -> optional.isEmpty() ? "none" : Long.toString(optional.getAsLong());
            case Map<?, ?> map when map.isEmpty() -> "none";
            case Set<?> set -> set.stream().map(CacheGuideTest::text).collect(Collectors.joining(", "));
            case Duration duration ->
                duration.toSeconds() > 0 && duration.toSeconds() % 60 == 0
                        ? duration.toMinutes() + " min"
                        : duration.toSeconds() + " s";
            case Double number -> number == Math.rint(number) ? Long.toString(number.longValue()) : number.toString();
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            case MultiProcessMode mode -> mode.label();
            case EvictionOrder order -> order.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case FinishReason reason -> reason.name();
            case Guards guards when guards.equals(Guards.ALL) -> "all";
            case GraphOptions graph when graph.equals(GraphOptions.DEFAULT) -> "the usual";
            case MetricsHook hook when hook.equals(MetricsHook.NONE) -> "none";
            case ConfidenceFn _ -> "halved every 24 h";
            case AnswerComparison _ -> "by text";
            case Validator _ -> "not blank, no error marker";
            default -> value.toString();
        };
    }
}
