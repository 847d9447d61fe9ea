package dev.mnemo.cache.store;

import dev.mnemo.cache.contract.Entries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A process of its own that works on a store in a file: a test starts it, reads what it says, and may kill it.
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private StoreProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts a process that works on a file.
    static StoreProcess start(String work, Path file, int seed) throws IOException {
        return new StoreProcess(command(work, file, seed));
    }

    /// Starts a process whose files cannot grow beyond a number of KiB.
    static StoreProcess startLimited(int fileKib, String work, Path file, int seed) throws IOException {
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + fileKib + "; exec \"$@\"", "bash"));
        command.addAll(command(work, file, seed));
        return new StoreProcess(command);
    }

    private static List<String> command(String work, Path file, int seed) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                work,
                file.toString(),
                Integer.toString(seed));
    }

    /// The next line it says; null at its end.
    String line() throws IOException {
        return said.readLine();
    }

    /// All lines it still says.
    List<String> lines() {
        return said.lines().toList();
    }

    /// Ends it as the system would: no code of it runs any more.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // leaves what it has said to be read
        process.waitFor();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /// What the process does: `put` stores entries for ever and says each once it is kept, `fill`
    /// likewise with long ones; `mix` stores and
    /// removes a few hundred; `open` opens the store and says whose vectors it holds.
    public static void main(String[] arguments) {
        var work = arguments[0];
        int seed = Integer.parseInt(arguments[2]);
        try (var store = new SqliteStore(Path.of(arguments[1]))) {
            var model = store.open(work.equals("open") ? new Model("model-" + seed, seed) : Entries.MODEL);
            switch (work) {
                case "open" -> say(model.fingerprint());
                case "put" -> put(store, seed, "");
                case "fill" -> put(store, seed, " and so on".repeat(2_000));
                case "mix" -> mix(store, new Random(seed));
                default -> throw new IllegalArgumentException(work);
            }
        }
    }

    private static void put(Store store, int seed, String more) {
        say("ready");
        for (int i = 0; ; i++) {
            try {
                store.put(Entries.plain("process " + seed, "query " + i + more));
            } catch (RuntimeException fault) {
                say("failed " + fault.getMessage());
                return;
            }
            say("query " + i);
        }
    }

    private static void mix(Store store, Random random) {
        for (int i = 0; i < 200; i++) {
            long id = store.put(Entries.any(random));
            if (random.nextInt(3) == 0) {
                store.remove(new Selection.Ids(Set.of(id)));
            }
        }
        say("done");
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
