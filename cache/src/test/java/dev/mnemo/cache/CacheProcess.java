package dev.mnemo.cache;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// A process of its own with a cache on a file, which does what it is told line by line. The class is also what tells
/// it.
final class CacheProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    CacheProcess(Path file, MultiProcessMode mode) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcess.class.getName(),
                        file.toString(),
                        mode.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Gives an order and returns what it brought.
    String tell(String... order) {
        send(order);
        return answer();
    }

    void send(String... order) {
        try {
            orders.write(String.join("\t", order) + "\n");
            orders.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// The next line; empty after the end of the process.
    String answer() {
        try {
            var line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException gone) {
            return "";
        }
    }

    /// Ends the process as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        orders.close();
        process.waitFor();
    }

    public static void main(String[] arguments) throws IOException {
        var options = CacheOptions.builder(InstantSource.system(), new SplittableRandom(1))
                .multiProcessMode(MultiProcessMode.valueOf(arguments[1]))
                .build();
        try (var cache = SemanticCache.open(Path.of(arguments[0]), new HashEmbedder(64), options);
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = orders.readLine(); line != null; line = orders.readLine()) {
                var order = line.split("\t", -1);
                System.out.println(
                        switch (order[0]) {
                            case "put" -> String.valueOf(cache.put(order[1], order[2]));
                            case "get" -> cache.get(order[1]).map(Hit::response).orElse("-");
                            case "delete" -> String.valueOf(cache.delete(Question.of(order[1])));
                            case "fill" -> {
                                for (int i = 0; i < Integer.parseInt(order[1]); i++) {
                                    cache.put("question " + i, "answer " + i);
                                    System.out.println(i);
                                }
                                yield "filled";
                            }
                            default -> throw new IllegalArgumentException(line);
                        });
            }
        }
    }
}
