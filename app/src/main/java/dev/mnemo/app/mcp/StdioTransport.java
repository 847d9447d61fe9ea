package dev.mnemo.app.mcp;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// One client on a pair of streams, one message a line. Requests run side by side on virtual threads; what is short or
/// changes the session is answered at once, in order. Nothing but the protocol is ever written.
public final class StdioTransport {
    /// Bytes of the longest line that is read; longer ones are refused and skipped.
    public static final int LINE_BYTES_MAX = 8 * 1024 * 1024;

    /// Requests that run at the same time; further ones wait unread.
    public static final int IN_FLIGHT_MAX = 64;

    /// How long requests may go on after the client has gone.
    public static final long DRAIN_MILLIS_MAX = 10_000;

    private static final Message TOO_LONG = new Message.Broken(
            Json.Null.NULL,
            Outcome.Failure.of(
                    Outcome.Failure.INVALID_REQUEST,
                    "Invalid request: a message may have " + LINE_BYTES_MAX + " bytes at most."));

    private final McpServer server;
    private final LineReader in;
    private final OutputStream out;
    private final Runnable greeted;
    private final Session session = new Session();
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Map<Json, AtomicBoolean> cancellable = new ConcurrentHashMap<>();
    private final CountDownLatch clientGone = new CountDownLatch(1);

    /// @param greeted runs once, on a thread of its own, after the first answer is on its way: the place to open what
    /// the
    ///     first tool call will need
    public StdioTransport(McpServer server, InputStream in, OutputStream out, Runnable greeted) {
        this.server = server;
        this.in = new LineReader(in, LINE_BYTES_MAX);
        this.out = out;
        this.greeted = greeted;
    }

    /// Serves until the client closes its end or no longer reads; then lets requests in flight finish, for
    /// {@link #DRAIN_MILLIS_MAX} at most.
    ///
    /// @return whether all of them finished
    public boolean serve() throws InterruptedException {
        Thread.ofPlatform().daemon().name("mnemo-reader").start(this::read);
        clientGone.await();
        return inFlight.tryAcquire(IN_FLIGHT_MAX, DRAIN_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            boolean greeting = true;
            for (var line = in.next(); !(line instanceof LineReader.Line.End); line = in.next()) {
                take(line instanceof LineReader.Line.Text text ? text.read() : TOO_LONG);
                if (greeting) {
                    Thread.ofPlatform().daemon().name("mnemo-warm-up").start(greeted);
                }
                greeting = false;
            }
        } catch (IOException | InterruptedException _) {
            // As good as the end: there is nobody to tell.
        } finally {
            clientGone.countDown();
        }
    }

    private void take(Message message) throws InterruptedException {
        switch (message) {
            case Message.Request request
            when isLong(request) -> start(() -> answer(request).ifPresent(this::write));
            case Message.Batch batch -> start(() -> answer(batch));
            default -> answer(message).ifPresent(this::write);
        }
    }

    /// Whether a request may take more than an instant.
    private static boolean isLong(Message.Request request) {
        return request.method().startsWith("tools/");
    }

    private void start(Runnable work) throws InterruptedException {
        inFlight.acquire();
        Thread.startVirtualThread(() -> {
            try {
                work.run();
            } finally {
                inFlight.release();
            }
        });
    }

    private void answer(Message.Batch batch) {
        if (!session.revision().hasBatches()) {
            write(Outcome.Failure.of(Outcome.Failure.INVALID_REQUEST, "Invalid request: this revision has no batches.")
                    .toJson(Json.Null.NULL));
            return;
        }
        var answers = new ArrayList<Json>();
        batch.messages().forEach(message -> answer(message).ifPresent(answers::add));
        if (!answers.isEmpty()) {
            write(new Json.Arr(answers));
        }
    }

    private Optional<Json.Obj> answer(Message message) {
        return switch (message) {
            case Message.Request request -> answer(request);
            case Message.Notification(var method, var params) -> {
                if (method.equals("notifications/cancelled")) {
                    params.get("requestId").map(cancellable::get).ifPresent(cancelled -> cancelled.set(true));
                }
                yield Optional.empty();
            }
            case Message.Broken(var id, var failure) -> Optional.of(failure.toJson(id));
            case Message.Reply(), Message.Batch _ -> Optional.empty();
        };
    }

    private Optional<Json.Obj> answer(Message.Request request) {
        var cancelled = new AtomicBoolean();
        if (cancellable.putIfAbsent(request.id(), cancelled) != null) {
            return Optional.of(Outcome.Failure.of(
                            Outcome.Failure.INVALID_REQUEST,
                            "Invalid request: another request with this id is not answered yet.")
                    .toJson(request.id()));
        }
        try {
            var outcome = server.answer(request, session, new ToldProgress(request, cancelled));
            return outcome instanceof Outcome.Silence || cancelled.get()
                    ? Optional.empty()
                    : Optional.of(outcome.toJson(request.id()));
        } catch (RuntimeException fault) {
            return Optional.of(Outcome.Failure.of(Outcome.Failure.INTERNAL, "Internal error: " + fault + ".")
                    .toJson(request.id()));
        } finally {
            cancellable.remove(request.id());
        }
    }

    private void write(Json message) {
        var line = (message.compact() + "\n").getBytes(StandardCharsets.UTF_8);
        writing.lock();
        try {
            out.write(line);
            out.flush();
        } catch (IOException _) {
            clientGone.countDown();
        } finally {
            writing.unlock();
        }
    }

    /// Progress of one request, told to a client that asked for it.
    private final class ToldProgress implements Progress {
        /// A client is told no more often than this, except of the end.
        private static final long PAUSE_NANOS = 100_000_000;

        private final Optional<Json> token;
        private final AtomicBoolean cancelled;
        private long toldAt;
        private long toldDone = -1;

        ToldProgress(Message.Request request, AtomicBoolean cancelled) {
            this.token = request.params().object("_meta").get("progressToken");
            this.cancelled = cancelled;
        }

        @Override
        public synchronized void at(long done, long total, String what) {
            long now = System.nanoTime();
            boolean due = toldDone < 0 || done == total || now - toldAt >= PAUSE_NANOS;
            if (token.isEmpty() || done <= toldDone || !due || cancelled.get()) {
                return;
            }
            toldAt = now;
            toldDone = done;
            var params = Json.Obj.EMPTY.with("progressToken", token.get()).with("progress", done);
            params = total > 0 ? params.with("total", total) : params;
            write(Json.Obj.EMPTY
                    .with("jsonrpc", "2.0")
                    .with("method", "notifications/progress")
                    .with("params", params.with("message", what)));
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }
}
