package dev.mnemo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Times of many runs, and the memory of this process.
final class Figures {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long[] nanos;
    private final long[] processorNanos;

    private Figures(long[] nanos, long[] processorNanos) {
        this.nanos = nanos;
        this.processorNanos = processorNanos;
    }

    /// Runs something `warmUp` times without and `runs` times with a clock; it is told which run it is.
    static Figures of(int warmUp, int runs, IntConsumer something) {
        for (int run = 0; run < warmUp; run++) {
            something.accept(run);
        }
        var nanos = new long[runs];
        var processorNanos = new long[runs];
        for (int run = 0; run < runs; run++) {
            long processor = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            something.accept(run);
            nanos[run] = System.nanoTime() - start;
            processorNanos[run] = THREADS.getCurrentThreadCpuTime() - processor;
        }
        Arrays.sort(nanos);
        Arrays.sort(processorNanos);
        return new Figures(nanos, processorNanos);
    }

    /// The time that this share of the runs stayed within, in milliseconds.
    double millis(double share) {
        return at(nanos, share);
    }

    /// The time that this thread spent on a processor in the median run, in milliseconds: what {@link #millis}
    /// would be on an idle machine.
    double processorMillis() {
        return at(processorNanos, 0.5);
    }

    /// `p50 1.23 ms, p95 2.34 ms, processor 1.20 ms`.
    @Override
    public String toString() {
        return "p50 %.2f ms, p95 %.2f ms, processor %.2f ms".formatted(millis(0.5), millis(0.95), processorMillis());
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    /// Memory of this process that is in use, in megabytes; 0 where the system does not say.
    static long residentMegabytes() {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
                }
            }
        } catch (IOException notLinux) {
            return 0;
        }
        return 0;
    }
}
