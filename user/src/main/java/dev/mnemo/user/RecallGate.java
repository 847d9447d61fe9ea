package dev.mnemo.user;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets as many recalls in as there are connections. More wait in turn for a moment; who would wait longer is told
/// so, instead of standing in a queue until nobody wants the answer any more.
final class RecallGate {
    /// How long a recall waits for its turn.
    static final Duration WAIT_MAX = Duration.ofMillis(500);

    private final Semaphore places;
    private final int most;

    /// @param most recalls at the same time
    RecallGate(int most) {
        this.most = most;
        this.places = new Semaphore(most, true);
    }

    /// Runs a recall in its turn.
    ///
    /// @throws MnemoException with fault `STORE_BUSY` if others take too long
    <T> T pass(Supplier<T> recall) {
        try {
            if (!places.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MnemoException(
                        Fault.STORE_BUSY,
                        "More is asked than can be answered: " + most
                                + " recalls are under way, and one more has waited " + WAIT_MAX.toMillis() + " ms.",
                        "Ask again later, or add processors, connections or nodes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MnemoException(
                    Fault.STORE_BUSY, "The recall was interrupted while it waited for its turn.", "Ask again.", e);
        }
        try {
            return recall.get();
        } finally {
            places.release();
        }
    }
}
