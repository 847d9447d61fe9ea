package dev.mnemo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.SourceOutline;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path folder;

    @Test
    void every_example_of_the_help_is_understood() {
        var options = new ProjectOptions(
                folder,
                folder.resolve(ProjectMemory.STORE_FOLDER),
                folder.resolve("home/global"),
                folder.resolve("home/projects.json"),
                ProjectOptions.RECALL_BUDGET_CHARS,
                ProjectOptions.COMPRESS_INTERVAL_TURNS,
                Optional.empty(),
                SourceOutline.COMMENTS_ONLY,
                Optional.empty(),
                InstantSource.system(),
                new Random(1));
        var err = new ByteArrayOutputStream();
        try (var memory = ProjectMemory.open(options, _ -> EventLog.NONE)) {
            var terminal = new Terminal(
                    InputStream.nullInputStream(),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    false);
            var commands = new Commands(Operations.of(memory), List.of(), terminal);
            Verb.EXAMPLES.values().stream()
                    .flatMap(List::stream)
                    .forEach(example -> assertThat(commands.run(words(example)))
                            .as(example + "\n" + err)
                            .isNotEqualTo(ExitCode.USAGE));
        }
    }

    /// The words after `mnemo` up to a pipe, as a shell would cut them.
    private static List<String> words(String example) {
        var command =
                example.substring(example.indexOf("mnemo ") + "mnemo ".length()).split(" \\| ", -1)[0];
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words;
    }
}
