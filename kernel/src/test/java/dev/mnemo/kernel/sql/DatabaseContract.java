package dev.mnemo.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a database promises, whatever its kind.
abstract class DatabaseContract {
    static final Migrations STEPS = steps("steps");

    private Database database;

    /// Opens the same empty database each time within one test.
    abstract Database open();

    static Migrations steps(String folder) {
        return new Migrations("test", "/dev/mnemo/kernel/sql/" + folder, DatabaseContract.class);
    }

    @BeforeEach
    void openAndMigrate() {
        database = open();
        database.migrate(STEPS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_transaction_commits_when_its_function_returns_and_leaves_nothing_when_it_throws() {
        database.write(tx -> tx.update("insert into counters values ('kept', 1)"));
        assertThatThrownBy(() -> database.write(tx -> {
                    tx.update("insert into counters values ('dropped', 1)");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(names()).containsExactly("from step 2", "kept");
    }

    @Test
    void values_come_back_as_they_were() {
        var moment = Instant.parse("2026-03-05T01:02:03.456789Z");
        database.write(
                tx -> tx.update("insert into notes (id, body, moment) values (?, ?, ?)", 7, "汉字 🙂 'quoted'", moment));
        database.write(
                tx -> tx.update("insert into notes (id, body, moment) values (?, ?, ?)", 8L, null, Optional.empty()));
        database.read(tx -> {
            assertThat(tx.first("select * from notes where id = 7", row -> row.text("body")))
                    .contains("汉字 🙂 'quoted'");
            assertThat(tx.first("select * from notes where id = 7", row -> row.instant("moment")))
                    .contains(moment);
            assertThat(tx.first("select * from notes where id = 8", row -> row.optionalText("body")))
                    .contains(Optional.empty());
            assertThat(tx.first("select * from notes where id = 9", row -> row.number("id")))
                    .isEmpty();
            return true;
        });
    }

    @Test
    void json_is_kept_as_text() {
        var json = Json.parseObject("{\"b\":1.50,\"a\":[null,\"\\u00e9\"]}");
        database.write(tx -> tx.update("insert into notes (id, body) values (1, ?)", json));
        var kept = database.read(tx -> tx.first("select body from notes", row -> row.json("body")));
        assertThat(kept).contains(json);
    }

    @Test
    void a_read_cannot_write() {
        assertThatThrownBy(() -> database.read(tx -> tx.update("insert into counters values ('sneaked', 1)")))
                .isInstanceOfSatisfying(
                        MnemoException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_READ_ONLY));
        assertThat(names()).containsExactly("from step 2");
    }

    @Test
    void a_read_sees_one_state_from_beginning_to_end() {
        database.read(tx -> {
            long before = tx.number("select count(*) from counters");
            try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
                other.submit(() -> database.write(inner -> inner.update("insert into counters values ('late', 1)")));
            }
            assertThat(tx.number("select count(*) from counters")).isEqualTo(before);
            return true;
        });
        assertThat(names()).contains("late");
    }

    @Test
    void a_broken_rule_fails_its_own_transaction_only_and_says_so() throws Exception {
        var works = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 60; i++) {
            int number = i;
            works.add(() -> {
                try {
                    return database.write(tx -> {
                        tx.update("insert into counters values (?, ?)", "w" + number, number);
                        return tx.update(
                                        "update counters set amount = ? where name = ?",
                                        number % 3 == 0 ? 1_000_000 : 5,
                                        "w" + number)
                                == 1;
                    });
                } catch (MnemoException e) {
                    assertThat(e.getMessage()).containsIgnoringCase("check").contains("amount");
                    return false;
                }
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(works);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).as("work %d", i).isEqualTo(i % 3 != 0);
            }
        }
        assertThat(names()).hasSize(41);
    }

    @Test
    void no_increment_of_many_threads_and_handles_is_lost() throws Exception {
        var works = new ArrayList<Callable<Integer>>();
        try (var second = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                var target = i % 2 == 0 ? database : second;
                works.add(() -> target.write(
                        tx -> tx.update("update counters set amount = amount + 1 where name = 'from step 2'")));
            }
            for (var done : threads.invokeAll(works)) {
                assertThat(done.get()).isEqualTo(1);
            }
        }
        long amount = database.read(tx -> tx.number("select amount from counters"));
        assertThat(amount).isEqualTo(202);
    }

    @Test
    void a_statement_serves_again_with_other_values_after_many_others_and_after_a_failure() {
        database.write(tx -> {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 150; i++) {
                    assertThat(tx.number("select cast(? as bigint) + " + i, 1_000L * round))
                            .isEqualTo(1_000L * round + i);
                }
            }
            return true;
        });
        var insert = "insert into notes (id, body) values (?, ?)";
        database.write(tx -> tx.update(insert, 1, "one"));
        assertThatThrownBy(() -> database.write(tx -> tx.update(insert, 1, "again")))
                .isInstanceOf(MnemoException.class);
        database.write(tx -> tx.update(insert, 2, "two"));
        assertThat(database.<List<String>>read(
                        tx -> tx.list("select body from notes order by id", row -> row.text("body"))))
                .containsExactly("one", "two");
    }

    @Test
    void a_batch_keeps_every_row_and_a_long_answer_is_handed_over_row_by_row() {
        var rows = new ArrayList<List<Object>>();
        for (long i = 0; i < 1_500; i++) {
            rows.add(List.of(i, "body " + i));
        }
        database.write(tx -> {
            tx.batch("insert into notes (id, body) values (?, ?)", rows);
            tx.batch("delete from notes where id = ?", List.of());
            return true;
        });
        var seen = new ArrayList<Long>();
        database.read(tx -> {
            tx.each("select id from notes order by id", row -> row.number("id"), seen::add);
            return true;
        });
        assertThat(seen).hasSize(1_500).isSorted();
    }

    @Test
    void nodes_that_start_at_once_make_the_tables_once() throws Exception {
        var fresh = new Migrations("race", "/dev/mnemo/kernel/sql/race", DatabaseContract.class);
        var starts = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 4; i++) {
            starts.add(() -> {
                try (var node = open()) {
                    node.migrate(fresh);
                    return node.read(tx -> tx.number("select count(*) from raced")) == 1;
                }
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var start : threads.invokeAll(starts)) {
                assertThat(start.get()).isTrue();
            }
        }
    }

    @Test
    void steps_are_taken_once() {
        database.migrate(STEPS);
        assertThat(names()).containsExactly("from step 2");
    }

    @Test
    void a_database_of_a_newer_program_is_refused() {
        assertThatThrownBy(() -> database.migrate(steps("fewer")))
                .isInstanceOf(MnemoException.class)
                .hasMessageContaining("has version 2, which is newer than this program");
    }

    @Test
    void a_step_that_changed_is_noticed() {
        assertThatThrownBy(() -> database.migrate(steps("other")))
                .isInstanceOfSatisfying(
                        MnemoException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_DAMAGED));
    }

    private List<String> names() {
        return database.read(tx -> tx.list("select name from counters order by name", row -> row.text("name")));
    }
}
