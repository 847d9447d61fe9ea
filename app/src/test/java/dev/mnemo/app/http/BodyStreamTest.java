package dev.mnemo.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyStreamTest {
    private long seconds;

    private BodyStream body(InputStream in) {
        return new BodyStream(in, () -> TimeUnit.SECONDS.toNanos(seconds));
    }

    /// A stream that fails.
    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }

    @Test
    void a_trickle_is_given_up_and_a_steady_stream_is_not() {
        var trickle = body(new ByteArrayInputStream(new byte[1_000]));
        assertThat(trickle.read()).isZero();
        seconds += 29;
        assertThat(trickle.read()).isZero();
        seconds += 2;
        assertThatThrownBy(trickle::read).isInstanceOf(BodyStream.TooSlow.class).hasMessageContaining("1024 bytes");
        var steady = body(new ByteArrayInputStream(new byte[200_000]));
        for (int i = 0; i < 100; i++) {
            seconds++;
            assertThat(steady.read(new byte[2_000], 0, 2_000)).isEqualTo(2_000);
        }
        assertThat(steady.read()).isEqualTo(-1);
    }

    @Test
    void a_sender_who_stops_is_told_so() {
        assertThatThrownBy(() -> body(failing(new SocketTimeoutException())).read())
                .isInstanceOf(BodyStream.TooSlow.class);
        assertThatThrownBy(() -> body(failing(new IOException("reset"))).read())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended early");
    }
}
