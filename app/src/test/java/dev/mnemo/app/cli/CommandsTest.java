package dev.mnemo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.ops.Param;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CommandsTest {
    record Recall(
            @Param("What to look for.") String message,

            @Param(value = "At most this many.", byDefault = "5", min = 1, max = 9)
            int maxResults,

            @Param(value = "Whether to look everywhere.", byDefault = "true")
            boolean everywhere,

            @Param(value = "Names.", byDefault = "") List<String> names,
            Progress progress) {}

    record Link(@Param("From.") String source, @Param("To.") String target) {}

    record Verify(
            @Param(value = "Which one; all if empty.", byDefault = "")
            String address) {}

    record Said(String said) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean colours;

    private static <I extends Record> Operation<I, Said> row(
            String name, Audience audience, Class<I> input, Function<I, String> said) {
        return new Operation<>(
                name,
                "Title",
                "Does " + name + ". Really.",
                Effect.READS,
                audience,
                input,
                Said.class,
                said.andThen(Said::new),
                Said::said);
    }

    private int run(String... words) {
        var operations = Operations.of(List.of(
                row("memory_recall", Audience.CORE, Recall.class, CommandsTest::recall),
                row("memory_link", Audience.ALL, Link.class, link -> link.source() + " -> " + link.target()),
                row("memory_verify", Audience.ALL, Verify.class, verify -> "verified '" + verify.address() + "'"),
                row("memory_query", Audience.ALL, Verify.class, verify -> "3c022c26 is\u001b[2J here"),
                row("memory_hook", Audience.PROGRAMS, Verify.class, Verify::address)));
        var in = new ByteArrayInputStream("from a pipe\n".getBytes(StandardCharsets.UTF_8));
        var terminal = new Terminal(in, new PrintStream(out, true), new PrintStream(err, true), colours, colours);
        var own = List.of(new Commands.Command("version", "Shows the version.", _ -> ExitCode.DONE));
        return new Commands(operations, own, terminal).run(List.of(words));
    }

    private static String recall(Recall recall) {
        return switch (recall.message()) {
            case "refuse" -> throw new Refusal("No.");
            case "break" -> throw new MnemoException(Fault.DISK_FULL, "Full.", "Make room.");
            default -> recall.message() + " " + recall.maxResults() + " " + recall.everywhere() + " " + recall.names();
        };
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_single_text_takes_all_words_and_options_may_stand_anywhere() {
        assertThat(run(
                        "recall",
                        "how",
                        "do",
                        "--max-results",
                        "3",
                        "we",
                        "--names",
                        "a",
                        "--names",
                        "b",
                        "--no-everywhere"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("how do we 3 false [a, b]\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void several_required_parameters_are_positional_in_order() {
        assertThat(run("link", "a", "b c")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("a -> b c\n");
    }

    @Test
    void an_optional_text_may_be_left_out_and_a_dash_reads_standard_input() {
        run("verify");
        run("verify", "3c02");
        run("recall", "-");
        assertThat(out()).isEqualTo("verified ''\nverified '3c02'\nfrom a pipe 5 true []\n");
    }

    @Test
    void programs_get_json() {
        assertThat(run("link", "a", "b", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("{\n  \"said\": \"a -> b\"\n}\n");
    }

    @Test
    void exit_codes_say_what_happened() {
        assertThat(run("recall", "refuse")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("recall", "break")).isEqualTo(ExitCode.BROKEN);
        assertThat(run("recall")).isEqualTo(ExitCode.USAGE);
        assertThat(run("recall", "x", "--no-such")).isEqualTo(ExitCode.USAGE);
        assertThat(run("recall", "x", "--max-results", "99")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("recal", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("help")).isEqualTo(ExitCode.DONE);
        assertThat(run("version")).isEqualTo(ExitCode.DONE);
        assertThat(run("--version")).isEqualTo(ExitCode.DONE);
        assertThat(err())
                .contains(
                        "mnemo: No.\n",
                        "mnemo: Full. Make room.\n",
                        "mnemo recall: MESSAGE is missing. What to look for.",
                        "mnemo recall: There is no option --no-such.",
                        "'max_results' is 99; allowed is 1 to 9.",
                        "mnemo: there is no command 'recal'; did you mean 'recall'?");
    }

    @Test
    void help_explains_parameters_and_shows_examples() {
        assertThat(run("recall", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out())
                .contains("mnemo recall", "What to look for.", "--max-results", "Default: 5.", "Examples:")
                .doesNotContain("\u001b");
        run("help");
        assertThat(out()).contains("recall", "Does memory_recall.", "version");
    }

    @Test
    void a_line_that_is_not_understood_says_what_would_be() {
        assertThat(run("recall", "x", "--max-result", "3")).isEqualTo(ExitCode.USAGE);
        assertThat(run("recall", "x", "--max-results")).isEqualTo(ExitCode.USAGE);
        assertThat(run("recall", "x", "--max-results", "3", "--max-results", "4"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("link", "a", "b", "c")).isEqualTo(ExitCode.USAGE);
        assertThat(run("link", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(err())
                .contains(
                        "There is no option --max-result. Did you mean --max-results?",
                        "--max-results needs a value.",
                        "Give --max-results once.",
                        "There is nothing that 'c' could be; quote a text of many words.",
                        "TARGET is missing. To.",
                        "'mnemo link --help' shows how it is used.");
    }

    @Test
    void a_value_may_follow_an_equals_sign_and_words_after_two_dashes_are_no_options() {
        run("recall", "--max-results=3", "--", "--what", "is", "'this'");
        assertThat(out()).isEqualTo("--what is 'this' 3 true []\n");
    }

    @Test
    void show_is_another_word_for_query() {
        assertThat(run("show", "3c022c26")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("3c022c26 is here\n");
    }

    @Test
    void colours_are_for_terminals_only() {
        colours = true;
        run("show", "x");
        assertThat(out()).isEqualTo("\u001b[36m3c022c26\u001b[39m is here\n");
    }
}
