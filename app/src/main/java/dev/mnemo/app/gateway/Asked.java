package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.Dialect.Prompt;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.Strictness;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A request as the cache sees it: the last words of the user are the question, all the rest is the partition. The rest
/// is everything that was sent, with the upstream, every header that goes there except those that only describe the
/// client, and whose request it is; so nothing is ever given to somebody who would have got another answer, or none.
///
/// @param tenant whose key was shown to this server
/// @param memory what was put before the question
record Asked(Route route, Upstream upstream, Wishes wishes, String tenant, String memory) {
    /// Headers that say nothing about the answer.
    private static final Set<String> DESCRIPTIVE = Set.of(
            "accept",
            "accept-language",
            "baggage",
            "cache-control",
            "content-type",
            "idempotency-key",
            "pragma",
            "priority",
            "traceparent",
            "tracestate",
            "user-agent",
            "x-client-request-id",
            "x-request-id");

    private static final String DESCRIPTIVE_PREFIX = "x-stainless-";

    /// The question; empty if the request is about more than it says, or not fit to be one.
    ///
    /// @param request as the client sent it
    /// @param headers those that go on to the upstream
    Optional<Question> question(Json.Obj request, Map<String, List<String>> headers) {
        boolean isStateful = !Dialect.isEmpty(request, "conversation") || request.isTrue("background");
        if (isStateful || wishes.mode() == Wishes.Mode.BYPASS) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(request, headers));
        } catch (Refusal unfit) {
            return Optional.empty();
        }
    }

    private Question of(Json.Obj request, Map<String, List<String>> headers) {
        var prompt = route.dialect().prompt(request);
        var rest = Json.Obj.EMPTY
                .with("path", route.path())
                .with("upstream", upstream.base().toString())
                .with("headers", fingerprint(headers))
                .with("user", wishes.user().<Json>map(Json::of).orElse(Json.Null.NULL))
                .with("memory", memory)
                .with("request", prompt.rest());
        var model = request.string("model", "").strip();
        var key = RequestKey.of(route.isAnthropic() ? "anthropic" : "openai", model.isEmpty() ? "unnamed" : model)
                .withParameters(rest)
                .withAudience(Optional.of(tenant).filter(name -> !name.isEmpty()), Optional.empty(), Optional.empty());
        var question =
                Question.of(text(prompt)).in(wishes.namespace()).under(key).with(strictness(prompt));
        return wishes.mode() == Wishes.Mode.REFRESH ? question.bypassing() : question;
    }

    /// What the question is called where its text may not be compared: it is part of the rest then.
    private String text(Prompt prompt) {
        return prompt.text().isBlank() ? route.path() : prompt.text();
    }

    private Strictness strictness(Prompt prompt) {
        var wanted = wishes.strictness();
        return new Strictness(!prompt.byMeaning(), wanted.similarityMin(), wanted.errorRateMax());
    }

    /// SHA-256 of the headers that count, so that no key is kept anywhere.
    private static String fingerprint(Map<String, List<String>> headers) {
        var counting = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> {
            if (!DESCRIPTIVE.contains(name) && !name.startsWith(DESCRIPTIVE_PREFIX)) {
                counting.put(name, values);
            }
        });
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(counting.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
