package dev.mnemo.app.mcp;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.QueryParameter;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The protocol over HTTP, as it has been since 2025-03-26: every message is one `POST`. Requests of the handshake
/// revisions belong to a session, which a header names; those of 2026-07-28 stand for themselves, and their headers
/// must
/// repeat what the body says. Where a client asked for progress, the answer is a stream of events.
public final class HttpTransport {
    /// Handshake sessions that are kept; the one that was used longest ago makes way.
    public static final int SESSIONS_MAX = 10_000;

    private static final String PATH = "/mcp";
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final int SESSION_BYTES = 16;
    private static final int HEADER_MISMATCH = -32020;
    private static final String EVENTS = "text/event-stream";

    private final Function<Request, McpServer> servers;
    private final RandomGenerator random;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > SESSIONS_MAX;
        }
    };

    /// @param servers which server a request is meant for
    /// @param random where session ids come from
    public HttpTransport(Function<Request, McpServer> servers, RandomGenerator random) {
        this.servers = servers;
        this.random = random;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        var project = new QueryParameter("project", "which project; the first one if not given");
        return List.of(
                new Endpoint(
                        Endpoint.Method.POST,
                        PATH,
                        "MCP",
                        "One message of the Model Context Protocol.",
                        List.of(project),
                        Optional.of(Json.Obj.EMPTY.with("type", "object")),
                        Access.TENANT,
                        this::post),
                new Endpoint(
                        Endpoint.Method.GET,
                        PATH,
                        "MCP",
                        "A stream of messages from the server, which has none to send.",
                        List.of(),
                        Optional.empty(),
                        Access.TENANT,
                        _ -> Response.problem(405, "no_stream", "This server sends nothing of its own accord.")
                                .with("allow", "POST, DELETE")),
                new Endpoint(
                        Endpoint.Method.DELETE,
                        PATH,
                        "MCP",
                        "The end of a session.",
                        List.of(),
                        Optional.empty(),
                        Access.TENANT,
                        this::end));
    }

    private Response post(Request request) {
        var accept = request.header("Accept").orElse("*/*").toLowerCase(Locale.ROOT);
        if (!(accept.contains("*/*") || accept.contains("application/json") || accept.contains(EVENTS))) {
            return Response.problem(
                    406,
                    "not_acceptable",
                    "Answers are application/json or " + EVENTS + "; the client accepts neither.");
        }
        var type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return Response.problem(415, "unsupported_media_type", "A message is 'Content-Type: application/json'.");
        }
        return switch (Message.read(request.bytes(Request.BODY_BYTES_MAX))) {
            case Message.Broken(var id, var failure) -> Response.json(400, failure.toJson(id));
            case Message.Request one -> answer(request, one, accept.contains(EVENTS));
            case Message.Batch batch -> answer(request, batch);
            case Message.Notification _, Message.Reply _ -> Response.empty(202);
        };
    }

    private Response answer(Request request, Message.Request message, boolean takesEvents) {
        if (Exchange.isStateless(message.params()) && !message.method().equals("initialize")) {
            return mismatch(request, message)
                    .map(failure -> Response.json(400, failure.toJson(message.id())))
                    .orElseGet(() -> run(request, message, new Session(), takesEvents));
        }
        var version = request.header(VERSION);
        if (version.isPresent() && Revision.find(version.get()).isEmpty()) {
            return Response.json(
                    400,
                    Outcome.Failure.of(
                                    Outcome.Failure.INVALID_REQUEST,
                                    "Unsupported protocol version in the header " + VERSION + ".")
                            .toJson(message.id()));
        }
        if (message.method().equals("initialize")) {
            var session = new Session();
            var id = newId();
            synchronized (sessions) {
                sessions.put(id, session);
            }
            return run(request, message, session, false).with(SESSION, id);
        }
        var session = session(request);
        if (session.isEmpty()) {
            return Response.json(
                    404,
                    Outcome.Failure.of(Outcome.Failure.INVALID_REQUEST, "This session has ended; initialize again.")
                            .toJson(message.id()));
        }
        return run(request, message, session.get(), takesEvents);
    }

    /// The session that a request names. Without a name every request is one of its own, so that simple clients work.
    private Optional<Session> session(Request request) {
        var id = request.header(SESSION);
        if (id.isEmpty()) {
            return Optional.of(new Session());
        }
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(id.get()));
        }
    }

    private String newId() {
        var bytes = new byte[SESSION_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// What the headers say against the body, if they say anything against it.
    private static Optional<Outcome.Failure> mismatch(Request request, Message.Request message) {
        var version = message.params().object("_meta").string(Exchange.VERSION_KEY, "");
        var name = message.params().string("name", message.params().string("uri", ""));
        var headers = new LinkedHashMap<String, String>();
        headers.put(VERSION, version);
        headers.put("Mcp-Method", message.method());
        if (!name.isEmpty()) {
            headers.put("Mcp-Name", name);
        }
        for (var header : headers.entrySet()) {
            var given = request.header(header.getKey());
            if (given.isEmpty() || !given.get().equals(header.getValue())) {
                return Optional.of(new Outcome.Failure(
                        HEADER_MISMATCH,
                        "The header " + header.getKey() + " must say what the body says.",
                        Json.Obj.EMPTY.with("header", header.getKey())));
            }
        }
        return Optional.empty();
    }

    private Response run(Request request, Message.Request message, Session session, boolean takesEvents) {
        var server = servers.apply(request);
        boolean wantsProgress = message.params().object("_meta").has("progressToken");
        if (takesEvents && wantsProgress && message.method().equals("tools/call")) {
            return Response.stream(200, EVENTS, out -> {
                        var events = new Events(out, message);
                        var outcome = server.answer(message, session, events);
                        if (!(outcome instanceof Outcome.Silence)) {
                            events.write(outcome.toJson(message.id()));
                        }
                    })
                    .with("x-accel-buffering", "no");
        }
        var outcome = server.answer(message, session, Progress.NONE);
        return outcome instanceof Outcome.Silence
                ? Response.empty(202)
                : Response.json(status(outcome), outcome.toJson(message.id()));
    }

    private static int status(Outcome outcome) {
        return outcome instanceof Outcome.Failure failure && failure.code() == Outcome.Failure.UNSUPPORTED_VERSION
                ? 400
                : 200;
    }

    private Response answer(Request request, Message.Batch batch) {
        var session = session(request).orElseGet(Session::new);
        if (!session.revision().hasBatches()) {
            return Response.json(
                    400,
                    Outcome.Failure.of(
                                    Outcome.Failure.INVALID_REQUEST, "Invalid request: this revision has no batches.")
                            .toJson(Json.Null.NULL));
        }
        var server = servers.apply(request);
        var answers = new ArrayList<Json>();
        for (var message : batch.messages()) {
            switch (message) {
                case Message.Request one -> {
                    var outcome = server.answer(one, session, Progress.NONE);
                    if (!(outcome instanceof Outcome.Silence)) {
                        answers.add(outcome.toJson(one.id()));
                    }
                }
                case Message.Broken(var id, var failure) -> answers.add(failure.toJson(id));
                default -> {}
            }
        }
        return answers.isEmpty() ? Response.empty(202) : Response.json(new Json.Arr(answers));
    }

    private Response end(Request request) {
        var id = request.header(SESSION)
                .orElseThrow(() -> new Refusal("The header " + SESSION + " must name the session that ends."));
        synchronized (sessions) {
            return sessions.remove(id) == null
                    ? Response.problem(404, "no_such_session", "This session has ended already.")
                    : Response.empty(204);
        }
    }

    /// Progress and the answer as events of one stream.
    private static final class Events implements Progress {
        private static final long PAUSE_NANOS = 100_000_000;

        private final OutputStream out;
        private final Json token;
        private long toldNanos;
        private long toldDone = -1;
        private boolean gone;

        Events(OutputStream out, Message.Request message) {
            this.out = out;
            this.token = message.params().object("_meta").get("progressToken").orElse(Json.Null.NULL);
        }

        @Override
        public synchronized void at(long done, long total, String what) {
            long now = System.nanoTime();
            if (done <= toldDone || (toldDone >= 0 && done != total && now - toldNanos < PAUSE_NANOS)) {
                return;
            }
            toldNanos = now;
            toldDone = done;
            var params = Json.Obj.EMPTY.with("progressToken", token).with("progress", done);
            params = total > 0 ? params.with("total", total) : params;
            try {
                write(Json.Obj.EMPTY
                        .with("jsonrpc", "2.0")
                        .with("method", "notifications/progress")
                        .with("params", params.with("message", what)));
            } catch (IOException | UncheckedIOException _) {
                gone = true;
            }
        }

        @Override
        public synchronized boolean isCancelled() {
            return gone;
        }

        synchronized void write(Json message) throws IOException {
            out.write(("event: message\ndata: " + message.compact() + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
