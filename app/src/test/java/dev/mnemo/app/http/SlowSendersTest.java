package dev.mnemo.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that hold a connection by sending as little as they can, against a server with short times.
@Timeout(120)
class SlowSendersTest {
    private static final HttpServer.Times SHORT =
            new HttpServer.Times(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1));

    private final List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();
    private Optional<HttpServer> server = Optional.empty();

    @BeforeEach
    void start() {
        var hello = Endpoint.get(
                        "/hello", "Test", "Says hello.", List.of(), _ -> Response.text(200, "text/plain", "hello"))
                .forAccess(Endpoint.Access.OPEN);
        server = Optional.of(HttpServer.start(new HttpServer.Setup(
                "127.0.0.1",
                0,
                Gate.loopback(),
                List.of(hello),
                Map.of("/news", (_, open, out) -> {
                    while (open.getAsBoolean()) {
                        var line = news.poll(50, TimeUnit.MILLISECONDS);
                        if (line != null) {
                            out.send(line);
                        }
                    }
                }),
                new Repeats(
                        () -> {
                            throw new IllegalStateException("nothing here happens once only");
                        },
                        InstantSource.fixed(Instant.EPOCH),
                        new Sealing(Optional.empty(), new Random(1))),
                SHORT,
                Optional.empty(),
                HttpServer.Observer.NONE,
                (_, failure) -> unexpected.add(failure))));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.orElseThrow().close();
        assertThat(unexpected).isEmpty();
    }

    private int port() {
        return server.orElseThrow().port();
    }

    private void is_up() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/hello"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("hello");
    }

    /// Sends a beginning and then letter after letter, each well in time, until the server hangs up; says whether it
    /// ever did.
    private boolean is_hung_up_on(String beginning, String letter) throws Exception {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 600; i++) {
                try {
                    socket.getOutputStream().write(letter.getBytes(StandardCharsets.US_ASCII));
                    if (socket.getInputStream().read() < 0) {
                        return true;
                    }
                } catch (java.net.SocketTimeoutException _) {
                    // Nothing was said for a tenth of a second: go on.
                } catch (SocketException _) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void who_lets_the_head_of_a_request_trickle_is_hung_up_on() throws Exception {
        assertThat(is_hung_up_on("GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a"))
                .isTrue();
        is_up();
    }

    @Test
    void who_lets_the_first_line_of_a_request_trickle_is_hung_up_on() throws Exception {
        assertThat(is_hung_up_on("GET /", "a")).isTrue();
        is_up();
    }

    @Test
    void a_watcher_who_is_silent_and_there_stays() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/news"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        from.request(1);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .get(20, TimeUnit.SECONDS);
        // Longer than any of the server's times: whoever answers its questions is there.
        assertThat(heard.poll(SHORT.read().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS))
                .isNull();
        news.add("late news");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("late news");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
    }
}
