package dev.mnemo.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.contract.TestPostgres;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class PostgresDatabaseTest extends DatabaseContract {
    private final TestPostgres postgres = new TestPostgres();

    @Override
    Database open() {
        return postgres.open();
    }

    @AfterEach
    void drop() {
        postgres.close();
    }

    @Test
    void two_transactions_that_lock_each_other_out_both_succeed() throws Exception {
        try (var database = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.migrate(STEPS);
            database.write(tx -> tx.update("insert into counters values ('a', 0), ('b', 0)"));
            var bothBegan = new CountDownLatch(2);
            var first = threads.submit(() -> addInOrder(database, "a", "b", bothBegan));
            var second = threads.submit(() -> addInOrder(database, "b", "a", bothBegan));
            first.get();
            second.get();
            long sum = database.read(tx -> tx.number("select sum(amount) from counters where name in ('a', 'b')"));
            assertThat(sum).isEqualTo(4);
        }
    }

    private static int addInOrder(Database database, String one, String other, CountDownLatch bothBegan) {
        return database.write(tx -> {
            tx.update("update counters set amount = amount + 1 where name = ?", one);
            bothBegan.countDown();
            await(bothBegan);
            return tx.update("update counters set amount = amount + 1 where name = ?", other);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_wrong_password_is_refused_and_never_shown() {
        var right = postgres.address();
        var wrong = new DatabaseAddress.Server(
                right.host(), right.port(), "no_such_database", "nobody_here", "hunter2secret", Map.of());
        assertThatThrownBy(() -> Database.open(wrong, 2)).isInstanceOfSatisfying(MnemoException.class, e -> {
            assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("hunter2secret");
            }
        });
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        var nowhere = new DatabaseAddress.Server("127.0.0.1", 1, "x", "u", "hunter2secret", Map.of());
        assertThatThrownBy(() -> Database.open(nowhere, 2))
                .isInstanceOf(MnemoException.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/x")
                .hasMessageNotContaining("hunter2secret");
    }
}
