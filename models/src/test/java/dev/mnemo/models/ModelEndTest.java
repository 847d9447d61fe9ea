package dev.mnemo.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.Embedder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A process that is told to end while the model loads or works ends, and does not crash.
@Timeout(300)
class ModelEndTest {
    private static final int ENDS = 8;
    private static final int WAIT_MILLIS_MAX = 400;

    /// What SIGTERM makes of a JVM.
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    /// The process: says that it begins, then loads the model and embeds without end.
    static final class Embedding {
        private Embedding() {}

        public static void main(String[] arguments) {
            var model = (LocalModel.Present) LocalModel.find(LocalModel.DEFAULT, Path.of(arguments[0]));
            model.embedder().warm();
            System.out.println("ready");
            while (true) {
                model.embedder().embed("Keeps every token that was handed out.", Embedder.Purpose.PASSAGE);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_process_that_is_told_to_end_while_the_model_loads_or_works_does_not_crash() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int end = 0; end < ENDS; end++) {
            var process = process();
            try (BufferedReader lines = process.inputReader()) {
                assertThat(lines.readLine()).isEqualTo("ready");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(WAIT_MILLIS_MAX));
                process.toHandle().destroy();
                assertThat(process.waitFor()).as("seed " + seed + " end " + end).isEqualTo(TERMINATED);
            } finally {
                process.destroyForcibly();
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> file.toString().contains("hs_err"))).isEmpty();
        }
    }

    private Process process() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Embedding.class.getName(),
                        OnnxEmbedderTest.SHARED.toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr.txt").toFile())
                .start();
    }
}
