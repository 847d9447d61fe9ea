package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RecallGateTest {
    @Test
    void who_would_wait_too_long_is_refused_and_the_place_is_free_again_afterwards() throws Exception {
        var gate = new RecallGate(1);
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> gate.pass(() -> {
                entered.countDown();
                return waited(go);
            }));
            entered.await();
            assertThatThrownBy(() -> gate.pass(() -> "second"))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            busy -> assertThat(busy.fault()).isEqualTo(Fault.STORE_BUSY))
                    .hasMessageContaining("500 ms");
            go.countDown();
            assertThat(slow.get()).isEqualTo("first");
        }
        assertThatThrownBy(() -> gate.pass(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(gate.pass(() -> "third")).isEqualTo("third");
    }

    private static String waited(CountDownLatch go) {
        try {
            go.await();
            return "first";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
