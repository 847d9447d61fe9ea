package dev.mnemo.app.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Hangs up on clients that let the head of a request trickle, each byte in time and the whole never: the library's
/// own time-outs count from one byte to the next.
final class SlowHeads implements Http1ConnectionListener, AutoCloseable {
    private final Map<ConnectionContext, Long> sinceNanos = new ConcurrentHashMap<>();
    private final long headNanos;
    private final Duration look;
    private Optional<Thread> looking = Optional.empty();

    SlowHeads(HttpServer.Times times) {
        this.headNanos = times.head().toNanos();
        this.look = times.look();
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        sinceNanos.put(connection, System.nanoTime());
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        sinceNanos.remove(connection);
    }

    /// Looks for them from now on, on a thread of its own.
    void start() {
        looking = Optional.of(Thread.ofVirtual().name("mnemo-slow-heads").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(look);
                    long now = System.nanoTime();
                    sinceNanos.forEach((connection, since) -> {
                        if (now - since > headNanos && sinceNanos.remove(connection, since)) {
                            connection.serverSocket().close();
                        }
                    });
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        looking.ifPresent(Thread::interrupt);
    }
}
