package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.http.LiveFeed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// As many watchers of the live log as a server lets in.
@Timeout(180)
class WatchersTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    /// What a thousand watchers may take, theirs and the server's part of it: 200 KB each.
    private static final long BYTES_MAX = 200L << 20;

    @TempDir
    private Path disk;

    /// A watcher who says nothing and reads.
    private static final class Watcher implements AutoCloseable {
        private final Socket socket;
        private final BufferedInputStream in;

        Watcher(URI base) throws IOException {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(120_000);
            in = new BufferedInputStream(socket.getInputStream(), 512);
            socket.getOutputStream().write("""
                        GET /ws/logs HTTP/1.1\r
                        Host: localhost\r
                        Connection: Upgrade\r
                        Upgrade: websocket\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        \r
                        """.getBytes(StandardCharsets.US_ASCII));
            until("\r\n\r\n");
        }

        /// Reads until something was heard; false if the server hangs up before.
        boolean until(String wanted) throws IOException {
            int seen = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                seen = next == wanted.charAt(seen) ? seen + 1 : next == wanted.charAt(0) ? 1 : 0;
                if (seen == wanted.length()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static long usedBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void a_thousand_watchers_all_see_what_happens_and_one_more_is_sent_away() throws Exception {
        var watchers = new ArrayList<Watcher>();
        try (var server = new TestServer(disk, NOW)) {
            var base = URI.create(server.start());
            long before = usedBytes();
            for (int i = 0; i < LiveFeed.CONNECTIONS_MAX; i++) {
                watchers.add(new Watcher(base));
            }
            try (var late = new Watcher(base)) {
                assertThat(late.until("too many watchers")).isTrue();
            }
            var left = new CountDownLatch(watchers.size());
            for (var watcher : watchers) {
                Thread.ofVirtual().start(() -> {
                    try {
                        if (watcher.until("Watched fact")) {
                            left.countDown();
                        }
                    } catch (IOException _) {
                        // Then it is missing in the count.
                    }
                });
            }
            // A watcher may not have begun to watch when its connection is open; facts go on until all have seen one.
            for (int i = 0; i < 200 && left.getCount() > 0; i++) {
                server.post(
                        "/api/project/memory_claim",
                        "{\"content\":\"Watched fact " + i + "\",\"domain\":\"decisions\"}");
                left.await(500, TimeUnit.MILLISECONDS);
            }
            assertThat(left.getCount()).isZero();
            assertThat(usedBytes() - before).isLessThan(BYTES_MAX);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (var watcher : List.copyOf(watchers)) {
                watcher.close();
            }
        }
    }
}
