package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.Migrations;
import dev.mnemo.kernel.sql.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Makes a write happen once however often a client sends it: the answer to a request with the header
/// `Idempotency-Key` is kept, and given again to whoever repeats the request with the key. The draft of the IETF for
/// this header is followed where it says anything.
///
/// A note of the request is committed before it is run. If the process ends between that and the answer, nobody can
/// know whether the request took effect; a repetition is told so.
public final class Repeats {
    /// How long an answer is kept.
    public static final Duration KEPT = Duration.ofHours(24);

    /// Answers kept at once; the oldest go first.
    public static final int KEYS_MAX = 100_000;

    /// Characters of a key.
    public static final int KEY_CHARS_MAX = 200;

    /// Characters of an answer; of a longer one it is only kept that the request was done.
    public static final int ANSWER_CHARS_MAX = 1 << 20;

    static final String HEADER = "Idempotency-Key";

    private static final String REPLAYED = "idempotency-replayed";
    private static final int CLEAN_EVERY = 256;

    /// The tables of a server.
    public static final Migrations TABLES = new Migrations("server", "/dev/mnemo/app/schema", Repeats.class);

    private final Supplier<Database> database;
    private final InstantSource clock;
    private final Sealing sealing;
    private final AtomicInteger sinceCleaning = new AtomicInteger();

    /// @param database has {@link #TABLES}
    /// @param sealing how answers are kept
    public Repeats(Supplier<Database> database, InstantSource clock, Sealing sealing) {
        this.database = database;
        this.clock = clock;
        this.sealing = sealing;
    }

    /// What is known of a key.
    ///
    /// @param request digest of the first request
    /// @param status of its answer; empty while it runs
    private record Known(String request, OptionalLong status, String type, String body, Instant begun) {}

    /// Answers a request that has a key, by running it or by what is known of it.
    ///
    /// @param run does it
    Response answer(Request request, Supplier<Response> run) {
        var key = request.header(HEADER).orElseThrow();
        if (key.isBlank() || key.length() > KEY_CHARS_MAX) {
            throw new Refusal("An Idempotency-Key has 1 to " + KEY_CHARS_MAX + " characters.");
        }
        var caller = request.caller();
        var id = digest(String.join(
                "\n", caller.key(), caller.tenant(), request.method(), request.path(), request.queryText(), key));
        var content = digest(request.bytes(Request.BODY_BYTES_MAX));
        clean();
        return begin(id, content).map(known -> repeated(known, content)).orElseGet(() -> first(id, run));
    }

    private Response first(String id, Supplier<Response> run) {
        boolean done = false;
        try {
            var answer = run.get();
            if (answer instanceof Response.Whole whole && whole.status() < 500) {
                keep(id, whole);
                done = true;
            }
            return answer;
        } finally {
            if (!done) {
                database.get().write(tx -> tx.update("delete from repeats where id = ?", id));
            }
        }
    }

    private Optional<Known> begin(String id, String content) {
        var now = clock.instant();
        return database.get().write(tx -> {
            tx.update("delete from repeats where id = ? and begun_at < ?", id, now.minus(KEPT));
            int begun = tx.update(
                    "insert into repeats (id, request, begun_at) values (?, ?, ?) on conflict (id) do nothing",
                    id,
                    content,
                    now);
            return begun > 0 ? Optional.<Known>empty() : known(tx, id);
        });
    }

    private static Optional<Known> known(Tx tx, String id) {
        return tx.first(
                "select request, status, type, body, begun_at from repeats where id = ?",
                row -> new Known(
                        row.text("request"),
                        row.optionalNumber("status"),
                        row.optionalText("type").orElse(""),
                        row.optionalText("body").orElse(""),
                        row.instant("begun_at")),
                id);
    }

    private Response repeated(Known known, String content) {
        if (!known.request().equals(content)) {
            return Response.problem(
                    422,
                    "key_reused",
                    "This Idempotency-Key came with another body before; use a key for one request.");
        }
        if (known.status().isEmpty()) {
            return Response.problem(
                            409,
                            "outcome_unknown",
                            "The request with this Idempotency-Key from " + known.begun()
                                    + " is still running or was cut off; look whether it took effect, then use a new key.")
                    .with("retry-after", "1");
        }
        var body = sealing.out(known.body()).getBytes(StandardCharsets.UTF_8);
        int status = Math.toIntExact(known.status().getAsLong());
        return new Response.Whole(
                        status, known.type().isEmpty() ? Map.of() : Map.of("content-type", known.type()), body)
                .with(REPLAYED, "true");
    }

    private void keep(String id, Response.Whole answer) {
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        database.get()
                .write(tx -> tx.update(
                        "update repeats set status = ?, type = ?, body = ? where id = ?",
                        answer.status(),
                        answer.headers().getOrDefault("content-type", ""),
                        text.length() > ANSWER_CHARS_MAX ? "" : sealing.in(text),
                        id));
    }

    private void clean() {
        if (sinceCleaning.getAndIncrement() % CLEAN_EVERY != 0) {
            return;
        }
        var now = clock.instant();
        database.get().write(tx -> {
            tx.update("delete from repeats where begun_at < ?", now.minus(KEPT));
            return tx.update(
                    "delete from repeats where begun_at <="
                            + " (select begun_at from repeats order by begun_at desc limit 1 offset ?)",
                    KEYS_MAX);
        });
    }

    private static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), 16));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
