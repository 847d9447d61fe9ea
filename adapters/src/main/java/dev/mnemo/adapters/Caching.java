package dev.mnemo.adapters;

import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.policy.KeyPolicy;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How the requests of a framework go through the cache.
///
/// @param <R> the framework's request
/// @param provider who serves the model, such as `openai`; two servers that offer a model of the same name need two
///     names here, or their answers are taken for each other's
/// @param keyPolicy which parts of a request tell partitions apart
/// @param audience whom a request is for
/// @param price what the model costs
/// @param keep what to store with an answer: lifetime, tags, version of its source
/// @param listener hears of every answer where it came from; a hit it gets can be rejected
public record Caching<R>(
        String provider,
        KeyPolicy keyPolicy,
        Function<R, Audience> audience,
        Price price,
        UnaryOperator<NewAnswer> keep,
        Consumer<Served> listener) {
    /// Everything counts, answers are for everybody and live as long as the options of the cache say.
    public static <R> Caching<R> of(String provider) {
        return new Caching<>(
                provider, KeyPolicy.STRICT, _ -> Audience.EVERYBODY, Price.NONE, UnaryOperator.identity(), _ -> {});
    }

    /// This, with parts of requests that do not count.
    public Caching<R> withKeyPolicy(KeyPolicy policy) {
        return new Caching<>(provider, policy, audience, price, keep, listener);
    }

    /// This, with a way to tell whom a request is for.
    public Caching<R> withAudience(Function<R, Audience> of) {
        return new Caching<>(provider, keyPolicy, of, price, keep, listener);
    }

    /// This, with a price.
    public Caching<R> withPrice(Price known) {
        return new Caching<>(provider, keyPolicy, audience, known, keep, listener);
    }

    /// This, with something to store beside each answer.
    public Caching<R> keeping(UnaryOperator<NewAnswer> added) {
        return new Caching<>(provider, keyPolicy, audience, price, added, listener);
    }

    /// This, with a listener.
    public Caching<R> listening(Consumer<Served> hears) {
        return new Caching<>(provider, keyPolicy, audience, price, keep, hears);
    }
}
