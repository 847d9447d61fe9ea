package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
    record Part(
            @Param("What it says.") String content,

            @Param(value = "How sure.", byDefault = "0.8", max = 1)
            double confidence) {}

    record In(
            @Param(value = "What to say.", min = 1, max = 50)
            String firstText,

            @Param(value = "How many.", byDefault = "10", min = 1, max = 20)
            int maxResults,

            @Param(
                    value = "Where.",
                    byDefault = "all",
                    oneOf = {"all", "project", "global"})
            String scope,

            @Param(value = "Whether deep.", byDefault = "false")
            boolean deep,

            @Param(value = "Names.", byDefault = "") List<String> names,

            @Param(value = "Parts.", byDefault = "", max = 3)
            List<Part> parts,

            @Param(value = "More.", byDefault = "") Json.Obj more,

            @Param(value = "A rating.", byDefault = "", max = 1) @Nullable
            Double rating,

            Progress progress) {}

    enum Mood {
        VERY_GOOD
    }

    record Inner(Address address, double score) {}

    record Out(
            String said, Mood mood, Optional<Inner> inner, List<Inner> hits, Map<String, Integer> counts, Instant at) {}

    private final List<In> seen = new ArrayList<>();
    private final Operation<In, Out> operation = new Operation<>(
            "memory_try",
            "Try",
            "Tries.",
            Effect.READS,
            Audience.ALL,
            In.class,
            Out.class,
            this::run,
            out -> "said \u001b[31m" + out.said() + "\u0007\u202e");

    private Out run(In in) {
        seen.add(in);
        in.progress().at(1, 2, "half");
        var address = Address.parse("3c022c2667f6").orElseThrow();
        return new Out(
                in.firstText(),
                Mood.VERY_GOOD,
                Optional.empty(),
                List.of(new Inner(address, 0.5), new Inner(address, Double.NaN)),
                Map.of("a", 1),
                Instant.EPOCH);
    }

    private In bound(String arguments) {
        operation.answer(Json.parseObject(arguments), Progress.NONE);
        return seen.getLast();
    }

    @Test
    void defaults_fill_what_is_not_given() {
        var in = bound("{\"first_text\":\"x\",\"max_results\":null}");
        assertThat(in.maxResults()).isEqualTo(10);
        assertThat(in.scope()).isEqualTo("all");
        assertThat(in.deep()).isFalse();
        assertThat(in.names()).isEmpty();
        assertThat(in.parts()).isEmpty();
        assertThat(in.more()).isEqualTo(Json.Obj.EMPTY);
        assertThat(in.rating()).isNull();
    }

    @Test
    void everything_given_arrives() {
        var in = bound(
                "{\"first_text\":\"x\",\"max_results\":3,\"scope\":\"global\",\"deep\":true,\"names\":[\"a\",\"b\"],"
                        + "\"parts\":[{\"content\":\"c\"},{\"content\":\"d\",\"confidence\":0.5}],\"more\":{\"k\":1},\"rating\":0.25}");
        assertThat(in.names()).containsExactly("a", "b");
        assertThat(in.parts()).containsExactly(new Part("c", 0.8), new Part("d", 0.5));
        assertThat(in.more().number("k")).hasValue(1);
        assertThat(in.rating()).isEqualTo(0.25);
    }

    @Test
    void small_mistakes_that_can_mean_only_one_thing_are_accepted() {
        var in = bound("{\"first_text\":42,\"max_results\":\"5\",\"deep\":\"True\",\"names\":\"[\\\"a\\\",\\\"b\\\"]\","
                + "\"parts\":{\"content\":\"c\"},\"more\":\"{\\\"k\\\":1}\",\"rating\":\"0.5\"}");
        assertThat(in.firstText()).isEqualTo("42");
        assertThat(in.maxResults()).isEqualTo(5);
        assertThat(in.deep()).isTrue();
        assertThat(in.names()).containsExactly("a", "b");
        assertThat(in.parts()).containsExactly(new Part("c", 0.8));
        assertThat(in.more().number("k")).hasValue(1);
        assertThat(in.rating()).isEqualTo(0.5);
        assertThat(bound("{\"first_text\":\"x\",\"names\":\"one\",\"max_results\":5.0}")
                        .names())
                .containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {}                                      | memory_try: 'first_text' is missing; it must be a text: What to say.
        {"first_text":" "}                      | memory_try: 'first_text' is empty; What to say.
        {"first_text":["x"]}                    | memory_try: 'first_text' must be a text, is ["x"].
        {"first_text":"x","max_result":3}       | memory_try: no parameter 'max_result'; did you mean 'max_results'? It takes: first_text, max_results, scope, deep, names, parts, more, rating.
        {"first_text":"x","max_results":2.5}    | memory_try: 'max_results' must be a whole number, is 2.5.
        {"first_text":"x","max_results":"many"} | memory_try: 'max_results' must be a whole number, is "many".
        {"first_text":"x","max_results":1e12}   | memory_try: 'max_results' must be a whole number, is 1e12.
        {"first_text":"x","max_results":21}     | memory_try: 'max_results' is 21; allowed is 1 to 20.
        {"first_text":"x","max_results":0}      | memory_try: 'max_results' is 0; allowed is 1 to 20.
        {"first_text":"x","rating":-0.5}        | memory_try: 'rating' is -0.5; allowed is 0 to 1.
        {"first_text":"x","scope":"globl"}      | memory_try: 'scope' is 'globl' (did you mean 'global'?); allowed are: all, project, global.
        {"first_text":"x","deep":"maybe"}       | memory_try: 'deep' must be true or false, is "maybe".
        {"first_text":"x","names":[["a"]]}      | memory_try: 'names[0]' must be a text, is ["a"].
        {"first_text":"x","parts":[{}]}         | memory_try: 'parts[0].content' is missing; it must be a text: What it says.
        {"first_text":"x","parts":[{"text":1}]} | memory_try: no parameter 'text' in parts[0]. It takes: content, confidence.
        {"first_text":"x","parts":[1]}          | memory_try: 'parts[0]' must be an object with content, confidence, is 1.
        {"first_text":"x","parts":[{},{},{},{}]}| memory_try: 'parts' has 4 items; 3 are allowed.
        {"first_text":"x","more":[]}            | memory_try: 'more' must be an object {...}, is [].
        """)
    void what_does_not_fit_is_refused_with_one_sentence(String arguments, String sentence) {
        assertThatThrownBy(() -> operation.answer(Json.parseObject(arguments), Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessage(sentence);
        assertThat(seen).isEmpty();
    }

    @Test
    void an_over_long_text_is_refused_with_its_limit() {
        assertThatThrownBy(() -> bound("{\"first_text\":\"" + "x".repeat(51) + "\"}"))
                .hasMessage("memory_try: 'first_text' has 51 characters; 50 are allowed.");
    }

    @Test
    void progress_reaches_whoever_asked() {
        var told = new ArrayList<String>();
        operation.answer(
                Json.parseObject("{\"first_text\":\"x\"}"),
                (done, total, what) -> told.add(done + "/" + total + " " + what));
        assertThat(told).containsExactly("1/2 half");
    }

    @Test
    void the_input_schema_is_flat_and_complete() {
        assertThat(operation.inputSchema().compact())
                .isEqualTo("{\"type\":\"object\",\"properties\":{"
                        + "\"first_text\":{\"type\":\"string\",\"description\":\"What to say.\",\"minLength\":1,\"maxLength\":50},"
                        + "\"max_results\":{\"type\":\"integer\",\"description\":\"How many.\",\"default\":10,\"minimum\":1,\"maximum\":20},"
                        + "\"scope\":{\"type\":\"string\",\"description\":\"Where.\",\"default\":\"all\",\"enum\":[\"all\",\"project\",\"global\"]},"
                        + "\"deep\":{\"type\":\"boolean\",\"description\":\"Whether deep.\",\"default\":false},"
                        + "\"names\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"Names.\",\"maxItems\":500},"
                        + "\"parts\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                        + "\"content\":{\"type\":\"string\",\"description\":\"What it says.\",\"maxLength\":20000},"
                        + "\"confidence\":{\"type\":\"number\",\"description\":\"How sure.\",\"default\":0.8,\"minimum\":0,\"maximum\":1}},"
                        + "\"required\":[\"content\"],\"additionalProperties\":false},\"description\":\"Parts.\",\"maxItems\":3},"
                        + "\"more\":{\"type\":\"object\",\"description\":\"More.\"},"
                        + "\"rating\":{\"type\":\"number\",\"description\":\"A rating.\",\"minimum\":0,\"maximum\":1}},"
                        + "\"required\":[\"first_text\"],\"additionalProperties\":false}");
    }

    @Test
    void the_output_schema_describes_what_is_answered() {
        assertThat(operation.outputSchema().compact())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"said\":{\"type\":\"string\"},"
                        + "\"mood\":{\"type\":\"string\",\"enum\":[\"very_good\"]},"
                        + "\"inner\":{\"type\":\"object\",\"properties\":{\"address\":{\"type\":\"string\"},\"score\":{\"type\":\"number\"}},\"required\":[\"address\"]},"
                        + "\"hits\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"address\":{\"type\":\"string\"},\"score\":{\"type\":\"number\"}},\"required\":[\"address\"]}},"
                        + "\"counts\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}},"
                        + "\"at\":{\"type\":\"string\"}},"
                        + "\"required\":[\"said\",\"mood\",\"hits\",\"counts\",\"at\"]}");
    }

    @Test
    void an_answer_carries_the_record_and_a_text_without_terminal_tricks() {
        var answer = operation.answer(Json.parseObject("{\"first_text\":\"x\"}"), Progress.NONE);
        assertThat(answer.text()).isEqualTo("said x");
        assertThat(answer.structured().compact())
                .isEqualTo(
                        "{\"said\":\"x\",\"mood\":\"very_good\",\"hits\":[{\"address\":\"3c022c2667f6\",\"score\":0.5},"
                                + "{\"address\":\"3c022c2667f6\"}],\"counts\":{\"a\":1},\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void an_unknown_tool_is_refused_with_the_nearest() {
        var table = Operations.of(List.of(operation));
        assertThatThrownBy(() -> table.require("memory_tri"))
                .isInstanceOf(Refusal.class)
                .hasMessage("There is no tool 'memory_tri'; did you mean 'memory_try'?");
        assertThatThrownBy(() -> table.require("zzzzzzzzzzz"))
                .hasMessage("There is no tool 'zzzzzzzzzzz'; tools/list names the 1 there are.");
    }
}
