package dev.mnemo.cache;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

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

    /// How a process has the file mapped whose name is this now, in KiB, as Linux counts it.
    ///
    /// @param inode which file
    /// @param resident what of it this process can reach without reading
    /// @param proportional the same, where a page of n processes counts as an n-th
    record Mapping(long inode, long resident, long proportional) {
        static Mapping of(Path file) throws IOException {
            long inode = 0;
            long resident = 0;
            long proportional = 0;
            boolean isIts = false;
            for (var line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
                var words = line.trim().split(" +", 6);
                if (words[0].matches("[0-9a-f]+-[0-9a-f]+")) {
                    isIts = words.length == 6 && words[5].equals(file.toString());
                    inode = isIts ? Long.parseLong(words[4]) : inode;
                } else if (isIts && words[0].equals("Rss:")) {
                    resident += Long.parseLong(words[1]);
                } else if (isIts && words[0].equals("Pss:")) {
                    proportional += Long.parseLong(words[1]);
                }
            }
            return new Mapping(inode, resident, proportional);
        }

        static Mapping parse(String text) {
            var numbers = Pattern.compile("\\d+")
                    .matcher(text)
                    .results()
                    .map(found -> Long.parseLong(found.group()))
                    .toList();
            return new Mapping(numbers.get(0), numbers.get(1), numbers.get(2));
        }
    }

    Mapping mapping() {
        return Mapping.parse(tell("map"));
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
                            case "flush" -> {
                                cache.flush();
                                yield "flushed";
                            }
                            case "map" -> String.valueOf(Mapping.of(Path.of(arguments[0] + ".index")));
                            case "fill" -> {
                                int from = order.length > 2 ? Integer.parseInt(order[2]) : 0;
                                for (int i = from; i < Integer.parseInt(order[1]); i++) {
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
