package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every program in `examples/` runs as its first lines say.
class ExamplesTest {
    private static final Path FOLDER = Path.of("..", "examples");

    static Stream<Path> programs() throws Exception {
        return Files.list(FOLDER).filter(file -> file.toString().endsWith(".java"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void an_example_runs_to_its_end(Path program) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).as("an example shows something").isNotBlank();
    }
}
