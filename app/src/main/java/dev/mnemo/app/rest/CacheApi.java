package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.Lifetime;
import dev.mnemo.cache.Miss;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.PutResult;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.answer.ToolCall;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The response cache over HTTP. A namespace belongs to a tenant: two tenants may use the same name.
public final class CacheApi {
    static final String GROUP = "Response cache";

    private static final String NAMESPACE = "/api/cache/{namespace}";
    static final int TEXT_CHARS_MAX = 1_000_000;
    static final int KEY_CHARS_MAX = 128;
    static final long TTL_SECONDS_MAX = 3_155_760_000L;
    static final int VECTOR_MAX = 16_384;

    private final Rows rows = new Rows(GROUP);
    private final Supplier<SemanticCache> cache;
    private final CacheJournal journal;

    /// @param cache opened when it is first asked for
    /// @param journal where look-ups are noted
    public CacheApi(Supplier<SemanticCache> cache, CacheJournal journal) {
        this.cache = cache;
        this.journal = journal;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        return List.of(
                rows.ask(
                                NAMESPACE + "/get",
                                "The answer to a question, found by the same text or the same meaning, or why there is none.",
                                Ask.class,
                                this::get)
                        .answers(() -> Json.Obj.EMPTY
                                .with("type", "object")
                                .with(
                                        "properties",
                                        Json.Obj.EMPTY
                                                .with("hit", Shapes.ofOutput(HitView.class))
                                                .with("miss", Shapes.ofOutput(MissView.class)))),
                rows.write(
                                Method.PUT,
                                NAMESPACE,
                                "Store the answer to a question, in place of the one it had.",
                                Put.class,
                                this::put)
                        .answers(() -> Shapes.ofOutput(PutView.class)),
                rows.write(
                        Method.POST,
                        NAMESPACE + "/reject",
                        "Say that an entry's answer was wrong for a question; it is not given to it again.",
                        Judged.class,
                        (request, judged) -> judge(request, judged, SemanticCache::reject)),
                rows.write(
                        Method.POST,
                        NAMESPACE + "/confirm",
                        "Say that an entry's answer was right for a question.",
                        Judged.class,
                        (request, judged) -> judge(request, judged, SemanticCache::confirm)),
                rows.write(
                                Method.POST,
                                NAMESPACE + "/invalidate",
                                "Remove the entries of a namespace that bear a tag.",
                                Tag.class,
                                this::invalidate)
                        .answers(() -> Shapes.ofOutput(Removed.class)),
                rows.remove(NAMESPACE + "/entries/{id}", "Remove an entry.", Rows.Nothing.class, this::remove),
                rows.remove(NAMESPACE, "Remove all entries and counts of a namespace.", Rows.Nothing.class, this::clear)
                        .answers(() -> Shapes.ofOutput(Removed.class)));
    }

    /// A question.
    record Ask(
            @Param(value = "The question: the last words of the user.", max = TEXT_CHARS_MAX)
            String query,

            @Param(
                    value =
                            "A fingerprint of the rest of the request, such as model and instructions; answers of different keys never meet.",
                    byDefault = "",
                    max = KEY_CHARS_MAX)
            String key,

            @Param(value = "The vector of the question, if the caller has it.", byDefault = "", max = VECTOR_MAX)
            List<Double> embedding,

            @Param(value = "Not to look, and to count a miss.", byDefault = "false")
            boolean bypass,

            @Param(value = "Whether to say what each stage said, and every candidate.", byDefault = "false")
            boolean explain) {}

    /// An answer that is to be stored.
    record Put(
            @Param(value = "The question.", max = TEXT_CHARS_MAX)
            String query,

            @Param(value = "The answer.", max = TEXT_CHARS_MAX)
            String response,

            @Param(value = "A fingerprint of the rest of the request.", byDefault = "", max = KEY_CHARS_MAX)
            String key,

            @Param(value = "The vector of the question, if the caller has it.", byDefault = "", max = VECTOR_MAX)
            List<Double> embedding,

            @Param(value = "What the caller wants back with a hit.", byDefault = "")
            Json.Obj metadata,

            @Param(
                    value = "Seconds the answer may be given out; 0 for the server's usual time, -1 for ever.",
                    byDefault = "0",
                    min = -1,
                    max = TTL_SECONDS_MAX)
            double ttl,

            @Param(value = "Labels by which it can be invalidated.", byDefault = "", max = 64)
            List<String> tags,

            @Param(value = "The version of the knowledge that it rests on.", byDefault = "", max = 256)
            String sourceVersion,

            @Param(
                    value = "Why the model stopped.",
                    byDefault = "stop",
                    oneOf = {"stop", "length", "content_filter", "tool_calls", "error", "other"})
            String finish,

            @Param(value = "Tokens the model read.", byDefault = "0", max = Integer.MAX_VALUE)
            long inputTokens,

            @Param(value = "Tokens the model wrote.", byDefault = "0", max = Integer.MAX_VALUE)
            long outputTokens,

            @Param(value = "What it cost, in millionths of a unit of money.", byDefault = "0", max = Integer.MAX_VALUE)
            long moneyMicros,

            @Param(value = "How long the model took, in milliseconds.", byDefault = "0", max = Integer.MAX_VALUE)
            long latencyMs) {
        NewAnswer answer() {
            var cost = new Cost(inputTokens, outputTokens, moneyMicros, Duration.ofMillis(latencyMs));
            var lifetime = ttl < 0
                    ? Lifetime.forever()
                    : ttl == 0 ? Lifetime.standard() : Lifetime.of(Duration.ofMillis((long) (ttl * 1_000)));
            return new NewAnswer(
                    new Answer(
                            List.of(response), List.of(), FinishReason.valueOf(finish.toUpperCase(Locale.ROOT)), cost),
                    metadata,
                    lifetime,
                    new TreeSet<>(),
                    sourceVersion);
        }
    }

    /// What somebody says about a hit.
    record Judged(
            @Param(value = "The question that was asked.", max = TEXT_CHARS_MAX)
            String query,

            @Param(value = "The entry whose answer was given.", max = 1L << 53)
            long entryId,

            @Param(value = "The fingerprint that the question had.", byDefault = "", max = KEY_CHARS_MAX)
            String key,

            @Param(
                    value = "The vector that the question had, if the caller gave one.",
                    byDefault = "",
                    max = VECTOR_MAX)
            List<Double> embedding,

            @Param(value = "The similarity that the hit had.", byDefault = "0", min = -1, max = 1)
            double similarity) {}

    /// A label.
    record Tag(
            @Param(value = "The label.", min = 1, max = 256) String tag) {}

    /// How many entries went.
    record Removed(long removed) {}

    /// An answer from the cache.
    record HitView(
            String response,
            long entryId,
            String layer,
            double similarity,
            double confidence,
            double errorBound,
            long ageSeconds,
            boolean stale,
            String matchedText,
            Json.Obj metadata,
            FinishReason finish,
            List<ToolCall> toolCalls,
            Optional<List<String>> reasons) {
        static HitView of(Hit hit, boolean explain) {
            return new HitView(
                    hit.response(),
                    hit.entryId(),
                    hit.layer().label(),
                    hit.similarity(),
                    hit.confidence(),
                    hit.errorBound(),
                    hit.ageSeconds(),
                    hit.stale(),
                    hit.matchedText(),
                    hit.metadata(),
                    hit.answer().finish(),
                    hit.answer().toolCalls(),
                    explain ? Optional.of(hit.reasons()) : Optional.empty());
        }
    }

    /// A stored question that was near.
    record NearView(
            long entryId, String text, double similarity, String reason, String detail, OptionalDouble needed) {}

    /// Why there is no answer.
    record MissView(String reason, String detail, List<NearView> near, Optional<String> explanation) {
        static MissView of(Miss miss, boolean explain) {
            return new MissView(
                    miss.reason().label(),
                    miss.detail(),
                    miss.refused().stream()
                            .limit(explain ? Integer.MAX_VALUE : 1)
                            .map(near -> new NearView(
                                    near.entryId(),
                                    near.text(),
                                    near.similarity(),
                                    near.reason().label(),
                                    near.detail(),
                                    near.needed()))
                            .toList(),
                    explain ? Optional.of(miss.explanation()) : Optional.empty());
        }
    }

    /// What became of an answer.
    ///
    /// @param entryId names the entry; not there if it was kept out
    /// @param reason why it was kept out
    record PutView(boolean stored, Optional<Long> entryId, Optional<String> reason, Optional<String> detail) {}

    private static String namespace(Request request) {
        return CacheNames.of(Tenants.of(request), request.part("namespace"));
    }

    private static Question question(Request request, String text, String key, List<Double> embedding) {
        var vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = embedding.get(i).floatValue();
        }
        return new Question(
                text, namespace(request), key, vector.length == 0 ? Optional.empty() : Optional.of(vector), false);
    }

    private Response get(Request request, Ask ask) {
        var plain = question(request, ask.query(), ask.key(), ask.embedding());
        var question = ask.bypass() ? plain.bypassing() : plain;
        var outcome = cache.get().lookUp(question);
        journal.note(question, outcome);
        return Response.json(
                switch (outcome) {
                    case Hit hit -> Json.Obj.EMPTY.with("hit", RecordJson.of(HitView.of(hit, ask.explain())));
                    case Miss miss -> Json.Obj.EMPTY.with("miss", RecordJson.of(MissView.of(miss, ask.explain())));
                });
    }

    private Response put(Request request, Put put) {
        var tenant = Tenants.of(request);
        var tags = new ArrayList<String>();
        put.tags().forEach(tag -> tags.add(CacheNames.of(tenant, tag)));
        var question = question(request, put.query(), put.key(), put.embedding());
        var result = cache.get().put(question, put.answer().withTags(tags.toArray(String[]::new)));
        return Rows.json(
                switch (result) {
                    case PutResult.Stored(var id) ->
                        new PutView(true, Optional.of(id), Optional.empty(), Optional.empty());
                    case PutResult.KeptOut(var reason, var sentence) ->
                        new PutView(false, Optional.empty(), Optional.of(reason), Optional.of(sentence));
                });
    }

    private Response judge(Request request, Judged judged, BiConsumer<SemanticCache, Hit> verdict) {
        var known = cache.get();
        var question = question(request, judged.query(), judged.key(), judged.embedding());
        return known.hit(question, judged.entryId(), judged.similarity())
                .map(hit -> {
                    verdict.accept(known, hit);
                    return Response.empty(204);
                })
                .orElseGet(CacheApi::missing);
    }

    private static Response missing() {
        return Rows.missing("There is no such entry in this namespace and under this key.");
    }

    private Response invalidate(Request request, Tag tag) {
        var marked = CacheNames.of(Tenants.of(request), tag.tag());
        return Rows.json(new Removed(cache.get().invalidate(namespace(request), marked)));
    }

    private Response remove(Request request, Rows.Nothing nothing) {
        long id;
        try {
            id = Long.parseLong(request.part("id"));
        } catch (NumberFormatException e) {
            throw new Refusal("The id of an entry is a whole number.", e);
        }
        var known = cache.get();
        boolean gone = known.entry(id)
                        .filter(entry -> entry.namespace().equals(namespace(request)))
                        .isPresent()
                && known.delete(id);
        return gone ? Response.empty(204) : missing();
    }

    private Response clear(Request request, Rows.Nothing nothing) {
        var removed = new Removed(cache.get().clearNamespace(namespace(request)));
        journal.forget(Optional.of(namespace(request)));
        return Rows.json(removed);
    }
}
