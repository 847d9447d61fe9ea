package dev.mnemo.kernel.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Chooses how sums are computed. Vector instructions are slower than plain code by orders of magnitude until the
/// optimising compiler has got to them, and for ever in a process that runs without it. So they are used only where
/// the module, wide registers and that compiler are there, and only after they were warmed up on a thread of their
/// own and have proven faster.
final class FastestDots {
    /// Rows that plain code scans before a trial is worth it; a short-lived process would spend more than it saves.
    static final long TRIAL_AFTER_ROWS = 20_000;

    /// How long a trial may take. The optimising compiler needs a second, on a busy machine many.
    private static final Duration TRIAL_MAX = Duration.ofMinutes(2);

    /// After this the trial leaves the processor to others most of the time.
    private static final long EAGER_NANOS = 2_000_000_000;

    private static final long PAUSE_NANOS = 2_000_000;

    /// Few, because a compiler counts calls: the fewer rows to a call, the sooner there are enough calls.
    private static final int TRIAL_ROWS = 16;

    private static final int TRIAL_WIDTH = 384;

    private static final AtomicLong scanned = new AtomicLong();
    private static volatile Dots fastest = new PlainDots();

    private FastestDots() {}

    /// The fastest way known so far.
    ///
    /// @param rowsToScan how many rows the caller is about to scan
    static Dots get(int rowsToScan) {
        long before = scanned.getAndAdd(rowsToScan);
        if (before < TRIAL_AFTER_ROWS && before + rowsToScan >= TRIAL_AFTER_ROWS && isCapable()) {
            Thread.ofPlatform()
                    .daemon()
                    .name("mnemo-vector-trial")
                    .start(() -> fastest = trial(new SimdDots(), new PlainDots(), TRIAL_MAX));
        }
        return fastest;
    }

    /// Whether this process was started with the incubating module.
    static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// Whether vector instructions can win in this process at all. The name of the mode says `emulated-client` when
    /// the optimising compiler is switched off, and `interpreted` when every compiler is.
    private static boolean isCapable() {
        var mode = System.getProperty("java.vm.info", "");
        return hasVectorModule()
                && mode.contains("mixed mode")
                && !mode.contains("emulated-client")
                && SimdDots.isWorthIt();
    }

    /// Runs both until the challenger is faster and returns it, or the other if it never is.
    static Dots trial(Dots challenger, Dots other, Duration atMost) {
        var rows = new byte[TRIAL_ROWS * TRIAL_WIDTH];
        Arrays.fill(rows, (byte) 3);
        var nativeRows = Arena.ofAuto().allocate(rows.length).fill((byte) 3);
        var codes = new short[TRIAL_WIDTH];
        Arrays.fill(codes, (short) 5);
        long start = System.nanoTime();
        long otherNanos = Long.MAX_VALUE;
        for (long spent = 0; spent < atMost.toNanos(); spent = System.nanoTime() - start) {
            if (spent > EAGER_NANOS) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            otherNanos = Math.min(otherNanos, nanos(other, rows, nativeRows, codes));
            if (nanos(challenger, rows, nativeRows, codes) < otherNanos) {
                return challenger;
            }
        }
        return other;
    }

    private static long nanos(Dots dots, byte[] rows, MemorySegment nativeRows, short[] codes) {
        var sums = new int[TRIAL_ROWS];
        long start = System.nanoTime();
        dots.sums(rows, TRIAL_ROWS, codes, sums);
        dots.sums(nativeRows, TRIAL_ROWS, codes, sums);
        return System.nanoTime() - start;
    }
}
