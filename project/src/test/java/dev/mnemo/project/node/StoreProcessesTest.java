package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores that real processes write to, together or until they are killed.
class StoreProcessesTest {
    /// How many processes are killed. The issue that asked for this test names 200; that takes minutes, and
    /// `-Dmnemo.kills=200` does it.
    private static final int KILLS = Integer.getInteger("mnemo.kills", 24);

    private static final int WRITE_MILLIS_MIN = 20;
    private static final int WRITE_MILLIS_MAX = 150;
    private static final int STORES = 4;

    private final List<Process> children = new ArrayList<>();

    private Process child(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreWriter.class.getName()));
        command.addAll(List.of(arguments));
        var child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }

    @Test
    void two_processes_that_claim_at_once_lose_nothing(@TempDir Path directory) throws Exception {
        var folder = directory.resolve(".mnemo");
        var first = child("claims", folder.toString(), "first", "200");
        var second = child("claims", folder.toString(), "second", "200");
        for (var process : children) {
            process.inputReader().lines().forEach(line -> assertThat(line).isEqualTo("ready"));
        }
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(FormatReader.read(folder).active()).hasSize(400);
        try (var store = NodeStore.open(folder)) {
            assertThat(store.<Integer>read(view -> view.activeNodes().size())).isEqualTo(400);
            assertThat(Fsck.check(store).findings()).isEmpty();
        }
    }

    @Test
    void a_killed_process_loses_nothing_that_it_acknowledged(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var active = new ArrayList<TreeSet<String>>();
        for (int i = 0; i < STORES; i++) {
            active.add(new TreeSet<>());
        }
        for (int kill = 0; kill < KILLS; kill += STORES) {
            var batch = new ArrayList<Process>();
            for (int i = 0; i < STORES; i++) {
                batch.add(child("rounds", folder(directory, i).toString(), Long.toString(random.nextLong())));
            }
            for (int i = 0; i < STORES; i++) {
                var where = "seed " + seed + " kill " + (kill + i);
                killWhileItWrites(batch.get(i), active.get(i), random);
                check(folder(directory, i), active.get(i), where);
            }
        }
    }

    private static Path folder(Path directory, int number) {
        return directory.resolve("project" + number).resolve(".mnemo");
    }

    private static void killWhileItWrites(Process process, TreeSet<String> active, Random random) throws Exception {
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            int millis = random.nextInt(WRITE_MILLIS_MIN, WRITE_MILLIS_MAX);
            var killer = Thread.ofVirtual().start(() -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(millis);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                process.toHandle().destroyForcibly(); // unlike the process, leaves what it printed readable
            });
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ok")) {
                    note(line, active);
                }
            }
            killer.join();
            process.waitFor();
        }
    }

    /// A line that the kill cut short names an address of fewer digits, which is not acknowledged.
    private static void note(String line, TreeSet<String> active) {
        for (var word : line.split(" ")) {
            if (word.length() == 1 + Address.DIGITS) {
                if (word.startsWith("+")) {
                    active.add(word.substring(1));
                } else {
                    active.remove(word.substring(1));
                }
            }
        }
    }

    /// What was acknowledged is active. A change that was under way when the kill came may be there too, as a
    /// whole.
    private static void check(Path folder, TreeSet<String> active, String where) {
        try (var store = NodeStore.open(folder)) {
            assertThat(Fsck.check(store).findings()).as(where).isEmpty();
            store.read(view -> {
                assertThat(view.activeNodes()).as(where).hasSameSizeAs(view.active());
                var missing = new TreeSet<>(active);
                view.active().forEach(address -> missing.remove(address.toString()));
                // At most the one node that the unacknowledged change corrected.
                assertThat(missing.size()).as(where).isLessThanOrEqualTo(1);
                for (var gone : missing) {
                    assertThat(view.successor(new Address(Long.parseLong(gone, 16))))
                            .as(where)
                            .isPresent();
                }
                active.clear();
                view.active().forEach(address -> active.add(address.toString()));
                return 0;
            });
        }
    }
}
