package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A body as it comes in. What goes wrong with it is the sender's doing and becomes a {@link Refusal}; a sender who
/// lets bytes trickle, to hold the server up, is given up.
final class BodyStream extends FilterInputStream {
    /// How long a body may take however slow it is.
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// From then on it must have come at this rate on average.
    static final long BYTES_PER_SECOND_MIN = 1_024;

    private final LongSupplier clock;
    private final long startNanos;
    private long bytes;

    /// @param clock nanoseconds that pass
    BodyStream(InputStream in, LongSupplier clock) {
        super(in);
        this.clock = clock;
        this.startNanos = clock.getAsLong();
    }

    /// A body that came too slowly.
    static final class TooSlow extends Refusal {
        private static final long serialVersionUID = 1;

        TooSlow() {
            super("The body came too slowly: after " + TimeUnit.NANOSECONDS.toSeconds(GRACE_NANOS)
                    + " seconds it must come with at least " + BYTES_PER_SECOND_MIN + " bytes a second.");
        }
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int read;
        try {
            read = in.read(into, offset, length);
        } catch (IOException | RuntimeException broken) {
            throw isSlow(broken)
                    ? new TooSlow()
                    : new Refusal("The body ended early or is not framed as HTTP says.", broken);
        }
        bytes += Math.max(0, read);
        long nanos = clock.getAsLong() - startNanos;
        if (read > 0 && nanos > GRACE_NANOS && bytes < nanos / 1e9 * BYTES_PER_SECOND_MIN) {
            throw new TooSlow();
        }
        return read;
    }

    private static boolean isSlow(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
