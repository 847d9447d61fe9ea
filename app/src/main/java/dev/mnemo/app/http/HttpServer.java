package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Serves a table of endpoints on virtual threads.
public final class HttpServer implements AutoCloseable {
    /// How long a client may be silent in the middle of a request.
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    /// How long a connection may take until it has sent the first line of its next request. Who is silent is given up
    /// after {@link #READ_TIMEOUT} already; this is for who lets a line trickle.
    public static final Duration LINE_TIMEOUT = Duration.ofMinutes(2);

    /// How long the rest of the head of a request may take however it comes.
    public static final Duration HEAD_TIMEOUT = Duration.ofSeconds(20);

    /// How long clients may take.
    ///
    /// @param read between two bytes
    /// @param line for the first line of a request
    /// @param head for the rest of its head
    public record Times(Duration read, Duration line, Duration head) {
        /// As the constants say.
        public static final Times USUAL = new Times(READ_TIMEOUT, LINE_TIMEOUT, HEAD_TIMEOUT);

        /// How often somebody looks for who takes longer.
        Duration look() {
            return line.compareTo(head) < 0 ? line.dividedBy(LOOKS) : head.dividedBy(LOOKS);
        }

        /// How often a watcher of a feed is asked whether it is there.
        Duration ping() {
            return line.compareTo(read) < 0 ? line.dividedBy(LOOKS) : read.dividedBy(LOOKS);
        }

        private static final int LOOKS = 4;
    }

    /// Connections that are open at once; further ones wait.
    public static final int CONNECTIONS_MAX = 4_000;

    /// Bytes of the largest body of any endpoint.
    public static final long ENTITY_BYTES_MAX = 256L * 1024 * 1024;

    /// How long requests may go on when the server stops.
    public static final Duration STOP_GRACE = Duration.ofSeconds(10);

    /// What the library says of its own accord; all that matters reaches us as results and exceptions.
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final int LINE_BYTES_MAX = 8 * 1024;

    private static final List<Header> ALWAYS = List.of(
            HeaderValues.createCached(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
            HeaderValues.createCached("Referrer-Policy", "no-referrer"),
            HeaderValues.createCached("Cross-Origin-Opener-Policy", "same-origin"),
            HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"));

    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final WebServer server;
    private final Gate gate;
    private final Problems problems;
    private final Repeats repeats;
    private final Observer observer;
    private final Routes routes;
    private final SlowHeads heads;

    /// What a server needs.
    ///
    /// @param host the address to listen on
    /// @param port the port; 0 for any free one
    /// @param gate who may come in
    /// @param endpoints what there is
    /// @param feeds what browsers watch, by path
    /// @param repeats makes writes happen once
    /// @param times how long clients may take
    /// @param tls the certificate; empty for plain HTTP
    /// @param observer is told of every answer
    /// @param unexpected is told of failures nobody foresaw, with the line of the request
    public record Setup(
            String host,
            int port,
            Gate gate,
            List<Endpoint> endpoints,
            Map<String, LiveFeed> feeds,
            Repeats repeats,
            Times times,
            Optional<KeyStoreFile> tls,
            Observer observer,
            BiConsumer<String, Throwable> unexpected) {
        public Setup {
            endpoints = List.copyOf(endpoints);
            feeds = Map.copyOf(feeds);
        }
    }

    /// Is told of answers.
    @FunctionalInterface
    public interface Observer {
        /// Hears nothing.
        Observer NONE = (_, _, _, _) -> {};

        /// @param route the pattern of the path, `none` if there is nothing at it
        /// @param method in capitals
        /// @param nanos how long it took to the end of the answer
        void answered(String route, String method, int status, long nanos);
    }

    private HttpServer(Setup setup) {
        this.gate = setup.gate();
        this.problems = new Problems(setup.unexpected());
        this.repeats = setup.repeats();
        this.routes = new Routes(setup.endpoints());
        this.observer = setup.observer();
        this.heads = new SlowHeads(setup.times());
        var builder = WebServer.builder()
                .host(setup.host())
                .port(setup.port())
                .shutdownHook(false)
                .shutdownGracePeriod(STOP_GRACE)
                .maxPayloadSize(ENTITY_BYTES_MAX)
                .maxTcpConnections(CONNECTIONS_MAX)
                .idleConnectionTimeout(setup.times().line())
                .idleConnectionPeriod(setup.times().look())
                .connectionOptions(SocketOptions.builder()
                        .readTimeout(setup.times().read())
                        .tcpNoDelay(true)
                        .build())
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(HEADER_BYTES_MAX)
                        .maxPrologueLength(LINE_BYTES_MAX)
                        .addReceiveListener(heads)
                        .build())
                .addProtocol(WsConfig.builder().build())
                .addRouting(routing(setup.feeds().keySet()))
                .addRouting(feeds(setup.feeds(), setup.times().ping()));
        setup.tls()
                .ifPresent(store ->
                        builder.tls(Tls.builder().sslContext(store.context()).build()));
        this.server = builder.build();
    }

    /// Starts a server.
    ///
    /// @throws MnemoException with `CONFIGURATION` if the port is taken or the address is not of this machine
    public static HttpServer start(Setup setup) {
        LIBRARY.setLevel(Level.OFF);
        var http = new HttpServer(setup);
        http.server.start();
        if (!http.server.isRunning()) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    "The server cannot listen on " + setup.host() + ":" + setup.port() + ".",
                    "Another program may use the port: give --port another number (0 takes any free one), and --host"
                            + " an address of this machine.");
        }
        http.heads.start();
        return http;
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// Lets requests in flight finish, for {@link #STOP_GRACE} at most, and stops.
    @Override
    public void close() {
        heads.close();
        server.stop();
    }

    private HttpRouting.Builder routing(Iterable<String> feeds) {
        var routing = HttpRouting.builder();
        for (var path : feeds) {
            // Where no upgrade is asked for, routing ends here.
            routing.get(
                    path,
                    (_, response) -> send(
                            response, Response.problem(400, "websocket_needed", "This endpoint speaks WebSocket.")));
        }
        routing.any(this::observed);
        routing.addFilter((chain, request, response) -> {
            ALWAYS.forEach(response::header);
            chain.proceed();
            if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
                // The library keeps the connection open after a request without a body, whatever it asked for.
                throw new CloseConnectionException("the client asked for it");
            }
        });
        routing.error(
                Throwable.class, (request, response, failure) -> send(response, problems.of(line(request), failure)));
        return routing;
    }

    private void observed(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        var method = request.prologue().method().text();
        var route = new String[] {"none"};
        try {
            send(response, answer(request, row -> route[0] = row.path()));
        } finally {
            observer.answered(
                    route[0],
                    route[0].equals("none") ? "any" : method,
                    response.status().code(),
                    System.nanoTime() - start);
        }
    }

    /// @param found is told the row of the table that is meant
    private Response answer(ServerRequest request, Consumer<Endpoint> found) {
        try {
            return switch (gate.check(asked(request))) {
                case Gate.Passed.No(var answer) -> answer;
                case Gate.Passed.Yes(var caller) ->
                    switch (routes.find(
                            request.prologue().method().text(), request.path().rawPath())) {
                        case Routes.Found.Nothing(var methods) -> missing(methods);
                        case Routes.Found.Row(var endpoint, var parts) -> {
                            found.accept(endpoint);
                            yield gate.refuse(caller, endpoint)
                                    .orElseGet(() -> answer(new Request(request, caller, parts), endpoint));
                        }
                    };
            };
        } catch (RuntimeException | StackOverflowError failure) {
            return problems.of(line(request), failure);
        }
    }

    private Response answer(Request request, Endpoint endpoint) {
        boolean isRepeatable = endpoint.traits().contains(Endpoint.Trait.ONCE)
                && request.header(Repeats.HEADER).isPresent();
        var answer = isRepeatable
                ? repeats.answer(request, () -> endpoint.handler().answer(request))
                : endpoint.handler().answer(request);
        return endpoint.method() == Endpoint.Method.GET ? Tags.tagged(request, answer) : answer;
    }

    private static Gate.Asked asked(ServerRequest request) {
        return new Gate.Asked(
                request.prologue().method().text(),
                request.authority(),
                name -> request.headers().first(HeaderNames.create(name)));
    }

    private static Response missing(List<String> methods) {
        return methods.isEmpty()
                ? Response.problem(404, "no_such_endpoint", "There is nothing here; /openapi.json lists what there is.")
                : Response.problem(405, "method_not_allowed", "Here " + String.join(", ", methods) + " is understood.")
                        .with("allow", String.join(", ", methods));
    }

    private static void send(ServerResponse response, Response answer) {
        if (response.isSent()) {
            return;
        }
        try {
            switch (answer) {
                case Response.Whole whole -> {
                    head(response, whole.status(), whole.headers());
                    response.send(whole.body());
                }
                case Response.Streamed streamed -> {
                    head(response, streamed.status(), streamed.headers());
                    try (var out = new BufferedOutputStream(response.outputStream())) {
                        streamed.writer().write(out);
                    }
                }
                case Response.Direct(var course) -> run(course, response);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void run(Response.Course course, ServerResponse response) {
        try {
            course.run((status, headers) -> {
                head(response, status, headers);
                return new Ending(response);
            });
        } catch (IOException | CancellationException broken) {
            throw new CloseConnectionException("the answer broke off", broken);
        }
    }

    private static void head(ServerResponse response, int status, Map<String, String> headers) {
        response.status(Status.create(status));
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (!headers.containsKey("cache-control")) {
            response.header(NO_STORE);
        }
    }

    /// A body whose end reaches the caller when it is closed, not only when its handler returns.
    private static final class Ending extends FilterOutputStream {
        private final ServerResponse response;

        Ending(ServerResponse response) {
            super(response.outputStream());
            this.response = response;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            out.close(); // without flushing first, so that a short body gets its length
            if (response instanceof RoutingResponse routing) {
                routing.commit();
            }
        }
    }

    private static String line(ServerRequest request) {
        return request.prologue().method().text() + " " + request.path().path();
    }

    private WsRouting.Builder feeds(Map<String, LiveFeed> feeds, Duration ping) {
        var routing = WsRouting.builder();
        feeds.forEach((path, feed) -> {
            var connections = new AtomicInteger();
            routing.endpoint(path, () -> new FeedSocket(feed, gate, connections, ping));
        });
        return routing;
    }
}
