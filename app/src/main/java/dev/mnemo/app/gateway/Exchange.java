package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.Dialect.Taken;
import dev.mnemo.app.http.Response.Start;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request on its way: answered from the cache, else by the upstream. Belongs to the thread of its request, but for
/// {@link #fetch}.
final class Exchange {
    /// What is handed to the cache where there is nothing to keep. It is no answer for those who wait for the same, so
    /// each of them asks the upstream, and hears for itself what is wrong.
    private static final NewAnswer NOTHING =
            NewAnswer.of(new Answer(List.of(), List.of(), FinishReason.ERROR, Cost.UNKNOWN));

    private static final String ENVELOPE = "envelope";

    private final Task task;
    private final Start start;
    private final Thread thread = Thread.currentThread();
    private boolean isAnswered;
    private Optional<IOException> broken = Optional.empty();
    private Optional<Answer> answer = Optional.empty();

    /// What is to be done.
    ///
    /// @param request as the client sent it
    /// @param question what the cache is asked; empty if it is left alone
    /// @param headers what the answer gets besides
    record Task(
            Route route,
            Relay relay,
            Wishes wishes,
            Json.Obj request,
            Optional<Question> question,
            Map<String, String> headers) {
        Task {
            headers = Map.copyOf(headers);
        }
    }

    Exchange(Task task, Start start) {
        this.task = task;
        this.start = start;
    }

    /// Answers.
    ///
    /// @return what was answered, if it came to its end
    /// @throws IOException if the upstream broke off in the middle
    /// @throws java.util.concurrent.CancellationException if the caller is gone
    Optional<Answer> run(Optional<SemanticCache> cache) throws IOException {
        if (cache.isEmpty() || task.question().isEmpty()) {
            ask("bypass");
        } else {
            answer(cache.get(), task.question().get());
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        return answer;
    }

    private void answer(SemanticCache cache, Question question) throws IOException {
        try {
            var served =
                    cache.getOrCompute(question, () -> Thread.currentThread().equals(thread) ? ask("miss") : fetch());
            if (served.outcome() instanceof Hit hit) {
                replay(hit);
            } else if (!isAnswered) {
                // Another caller's call brought it, and it is stored with all that is needed to say it again.
                var stored = cache.get(question);
                if (stored.isPresent()) {
                    replay(stored.get());
                } else if (served.metadata().has(ENVELOPE)) {
                    replay(served.answer(), served.metadata(), headers("miss"));
                } else {
                    ask("miss");
                }
            }
        } catch (MnemoException failure) {
            if (isAnswered) {
                throw failure;
            }
            GatewayFault.late(task.relay().upstream()).write(start, headers("miss"));
        }
    }

    private Map<String, String> headers(String cache) {
        var headers = new LinkedHashMap<>(task.headers());
        headers.put("x-mnemo-cache", cache);
        return headers;
    }

    private NewAnswer ask(String cache) {
        isAnswered = true;
        try {
            var taken = task.relay()
                    .run(start, headers(cache), upstream -> new Tee(task.route().dialect(), upstream))
                    .flatMap(Tee::end);
            answer = taken.map(Taken::answer);
            return taken.map(this::stored).orElse(NOTHING);
        } catch (IOException failure) {
            broken = Optional.of(failure);
            return NOTHING;
        }
    }

    private NewAnswer stored(Taken taken) {
        return taken.repeatable()
                ? NewAnswer.of(taken.answer())
                        .withMetadata(
                                Json.Obj.EMPTY.with("path", task.route().path()).with(ENVELOPE, taken.envelope()))
                        .withLifetime(task.wishes().lifetime())
                : NOTHING;
    }

    /// Asks the upstream without a caller, on a thread of the cache: to renew an answer, or to compare one.
    private NewAnswer fetch() {
        try {
            return task.relay()
                    .listen(task.route().dialect())
                    .end()
                    .filter(Taken::repeatable)
                    .map(this::stored)
                    .orElseThrow(() -> new MnemoException(
                            Fault.MODEL, "The upstream gave no answer that could be kept.", "Ask again later."));
        } catch (IOException failure) {
            throw new MnemoException(
                    Fault.MODEL,
                    "The upstream failed: " + failure.getClass().getSimpleName() + ".",
                    "Ask again later.");
        }
    }

    private void replay(Hit hit) throws IOException {
        var headers = headers(hit.layer().label());
        headers.put("x-mnemo-similarity", String.format(Locale.ROOT, "%.4f", hit.similarity()));
        headers.put("x-mnemo-entry", Long.toString(hit.entryId()));
        headers.put("age", Long.toString(hit.ageSeconds()));
        replay(hit.answer(), hit.metadata(), headers);
    }

    /// Says an answer again, as a stream or whole, whichever this caller asked for.
    private void replay(Answer known, Json.Obj metadata, Map<String, String> headers) throws IOException {
        isAnswered = true;
        answer = Optional.of(known);
        var taken = new Taken(known, metadata.object(ENVELOPE), true);
        boolean isStream = task.request().isTrue("stream");
        headers.put("content-type", isStream ? "text/event-stream; charset=utf-8" : "application/json");
        var body = isStream
                ? String.join("", task.route().dialect().events(taken, task.request()))
                : task.route().dialect().whole(taken).compact();
        try (var out = start.begin(200, headers)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
