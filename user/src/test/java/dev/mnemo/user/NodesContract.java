package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three nodes on one database, of which one is killed again and again: no message is lost, none is worked on twice
/// with effect, and recall keeps answering. `-Dmnemo.kills=200` makes it a long run.
abstract class NodesContract {
    private static final int NODES = 3;
    private static final int KILLS_DEFAULT = 6;
    private static final int KILLS = Integer.getInteger("mnemo.kills", KILLS_DEFAULT);
    private static final int ACKNOWLEDGED_MAX = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Process> children = new ArrayList<>();
    private final List<Set<String>> acknowledged = new ArrayList<>();
    private TestStore test;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        for (int i = 0; i < NodeProcess.USERS; i++) {
            acknowledged.add(new HashSet<>());
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        for (var child : children) {
            child.destroyForcibly().waitFor();
        }
        test.close();
    }

    private Process child(String name) throws IOException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        test.address(),
                        name)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()))
                .start();
        children.add(child);
        return child;
    }

    @Test
    void nothing_that_was_acknowledged_is_lost_and_all_work_is_done() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var nodes = new ArrayList<Process>();
        var readers = new ArrayList<BufferedReader>();
        var over = new AtomicBoolean();
        try (var memory = NodeProcess.open(test.address())) {
            for (int i = 0; i < NODES; i++) {
                nodes.add(child("node" + i));
                readers.add(nodes.get(i).inputReader());
                ready(readers.get(i), "seed " + seed);
            }
            for (int user = 0; user < NodeProcess.USERS; user++) {
                readers.forEach(reader -> note(line(reader)));
            }
            var asking = new FutureTask<>(() -> ask(memory, over)); // ends with the memory if something fails
            Thread.ofVirtual().start(asking);
            for (int kill = 0; kill < KILLS; kill++) {
                int victim = random.nextInt(NODES);
                for (int i = random.nextInt(1, ACKNOWLEDGED_MAX); i > 0; i--) {
                    readers.forEach(reader -> note(line(reader)));
                }
                nodes.get(victim).toHandle().destroyForcibly(); // what it printed stays readable
                for (var line = line(readers.get(victim)); line != null; line = line(readers.get(victim))) {
                    note(line);
                }
                nodes.get(victim).waitFor();
                nodes.set(victim, child("again" + kill));
                readers.set(victim, nodes.get(victim).inputReader());
                ready(readers.get(victim), "seed " + seed + ", kill " + kill);
                assertThat(memory.conversations()
                                .listSessions(NodeProcess.user(kill), 10, 0)
                                .total())
                        .as("the memory answers")
                        .isEqualTo(1);
            }
            over.set(true);
            var asked = asking.get();
            assertThat(asked.count()).as("questions answered, seed " + seed).isPositive();
            for (int i = 0; i < NODES; i++) {
                nodes.get(i).toHandle().destroyForcibly();
                for (var line = line(readers.get(i)); line != null; line = line(readers.get(i))) {
                    note(line);
                }
            }
            for (int user = 0; user < NodeProcess.USERS; user++) {
                check(memory, user, "seed " + seed);
            }
            if (KILLS > KILLS_DEFAULT) {
                System.out.printf(
                        "%d kills, %d messages acknowledged and kept, %d recalls meanwhile, the slowest %d ms%n",
                        KILLS,
                        acknowledged.stream().mapToInt(Set::size).sum(),
                        asked.count(),
                        asked.slowest().toMillis());
            }
        }
    }

    private Path errors() {
        return test.folder().resolve("errors.txt");
    }

    private void ready(BufferedReader reader, String where) throws IOException {
        var line = reader.readLine();
        assertThat(line).as("%s: %s", where, Files.readString(errors())).isEqualTo("ready");
    }

    private record Questions(int count, Duration slowest) {}

    /// Recalls of one person after the other until the end; everybody has said something by now.
    private static Questions ask(NeuroMemory memory, AtomicBoolean over) {
        var questions = new Questions(0, Duration.ZERO);
        while (!over.get()) {
            long start = System.nanoTime();
            var hits = memory.recall(NodeProcess.user(questions.count()), "Which stamps do I collect?")
                    .merged();
            var taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(hits).as("question " + questions.count()).isNotEmpty();
            questions = new Questions(
                    questions.count() + 1, taken.compareTo(questions.slowest()) > 0 ? taken : questions.slowest());
        }
        return questions;
    }

    private static @Nullable String line(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            return null; // the end of a process that was killed
        }
    }

    /// A line that the kill cut short acknowledges nothing.
    private void note(@Nullable String line) {
        var words = line == null ? new String[0] : line.split(" ");
        if (words.length == 4 && words[0].equals("ok") && words[3].equals(".")) {
            acknowledged.get(Integer.parseInt(words[1])).add(words[2]);
        }
    }

    private void check(NeuroMemory memory, int number, String where) {
        var user = NodeProcess.user(number);
        assertThat(memory.awaitIdle(user, PATIENCE)).as(where).isTrue();
        var kept = new ArrayList<String>();
        for (int offset = 0; ; offset += Page.ITEMS_MAX) {
            var page = memory.conversations().getSessionMessages(user, "talk", Page.ITEMS_MAX, offset);
            kept.addAll(page.stream().map(Message::id).toList());
            if (page.size() < Page.ITEMS_MAX) {
                break;
            }
        }
        assertThat(kept).as(where).doesNotHaveDuplicates().containsAll(acknowledged.get(number));
        assertThat(memory.deadWork(user)).as(where).isEmpty();
        try (var store = test.open()) {
            var owner = new Owner(Owner.TENANT_DEFAULT, user);
            ToLongFunction<String> count =
                    sql -> store.read(owner, person -> person.number("select " + sql + PersonTx.OWN));
            assertThat(count.applyAsLong("sum(message_count) from sessions"))
                    .as(where)
                    .isEqualTo(kept.size());
            assertThat(count.applyAsLong("count(vector) from vectors"))
                    .as("each row has one vector, %s", where)
                    .isEqualTo(count.applyAsLong("count(*) from entries"));
            var facts = store.read(
                    owner,
                    person -> person.list(
                            "select m.content from memories m join memory_sources s on s.tenant = m.tenant and"
                                    + " s.user_id = m.user_id and s.memory_id = m.id where m.tenant = ? and m.user_id = ?"
                                    + " and m.type = 'fact'",
                            row -> row.text("content")));
            assertThat(facts)
                    .as("each message was drawn from once, %s", where)
                    .doesNotHaveDuplicates()
                    .hasSize(kept.size());
            assertThat(memory.conversations().getUnextractedMessages(user, Optional.empty(), 10))
                    .as(where)
                    .isEmpty();
            assertThat(count.applyAsLong("coalesce(max(amount), 0) from counters"))
                    .as("the counts are exact, %s", where)
                    .isEqualTo(kept.size());
        }
    }
}
