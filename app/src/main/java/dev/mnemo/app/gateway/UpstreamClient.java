package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.UpstreamCall.Answered;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Speaks to upstreams. Redirects are passed on, never followed: they could carry a key elsewhere.
final class UpstreamClient implements AutoCloseable {
    /// How long connecting to an upstream may take.
    static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    private final Duration timeout;

    /// Made when the first request needs it; a server whose gateway is off never pays for it.
    private final Lazy lazy = new Lazy();

    private static final class Lazy {
        private @Nullable HttpClient client;
        private @Nullable ScheduledExecutorService clock;
    }

    /// @param timeout how long a whole exchange with an upstream may take
    UpstreamClient(Duration timeout) {
        this.timeout = timeout;
    }

    /// Sends a request and waits for the head of the answer.
    ///
    /// @throws HttpTimeoutException if the upstream is too slow
    /// @throws IOException if it cannot be reached or says nothing that is HTTP
    Answered open(UpstreamCall call) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var request = HttpRequest.newBuilder(call.uri())
                .method(call.method(), call.body())
                .version(
                        call.uri().getScheme().equals("https")
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .timeout(timeout);
        call.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        var response = client().send(request.build(), _ -> new Arriving());
        long leftNanos = Math.max(1, timeout.toNanos() - (System.nanoTime() - start));
        return new Answered(
                response.statusCode(),
                response.headers().map(),
                new Limited(response.body(), body -> clock().schedule(body, leftNanos, TimeUnit.NANOSECONDS)));
    }

    private HttpClient client() {
        synchronized (lazy) {
            var client = lazy.client;
            if (client == null) {
                client = HttpClient.newBuilder()
                        .connectTimeout(CONNECT_WAIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
                lazy.client = client;
            }
            return client;
        }
    }

    private ScheduledExecutorService clock() {
        synchronized (lazy) {
            var clock = lazy.clock;
            if (clock == null) {
                clock = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("mnemo-upstream-time").factory());
                lazy.clock = clock;
            }
            return clock;
        }
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        synchronized (lazy) {
            Optional.ofNullable(lazy.clock).ifPresent(ScheduledExecutorService::shutdownNow);
            Optional.ofNullable(lazy.client).ifPresent(HttpClient::shutdownNow);
        }
    }

    /// A body that is closed when its time is over.
    private static final class Limited extends FilterInputStream implements Runnable {
        private final ScheduledFuture<?> alarm;
        private volatile boolean late;

        /// Sets an alarm.
        @FunctionalInterface
        private interface Alarm {
            ScheduledFuture<?> set(Runnable ring);
        }

        Limited(InputStream in, Alarm alarm) {
            super(in);
            this.alarm = alarm.set(this);
        }

        @Override
        public void run() {
            late = true;
            try {
                in.close();
            } catch (IOException _) {
                // It is gone then.
            }
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, length);
            } catch (IOException broken) {
                throw late ? new HttpTimeoutException("the answer took too long") : broken;
            }
        }

        @Override
        public void close() throws IOException {
            alarm.cancel(false);
            super.close();
        }
    }
}
