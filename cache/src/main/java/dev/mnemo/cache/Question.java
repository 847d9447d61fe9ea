package dev.mnemo.cache;

import dev.mnemo.cache.policy.KeyPolicy;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is asked: the last words of the user, and all the rest of a request as one fingerprint. Meaning is compared
/// only between questions of the same namespace and fingerprint.
///
/// @param text the question
/// @param namespace whose questions these are
/// @param partition fingerprint of the rest of the request, empty if nothing of it is known
/// @param embedding the vector of the text if the caller has it, of any length but zero
/// @param bypass not to look into the cache, and to count a miss
/// @param strictness what this caller asks of a hit beyond the options
public record Question(
        String text,
        String namespace,
        String partition,
        Optional<float[]> embedding,
        boolean bypass,
        Strictness strictness) {
    /// The namespace unless another is named.
    public static final String NAMESPACE = "default";

    public Question {
        if (namespace.length() > StoredEntry.NAMESPACE_CHARS_MAX) {
            throw new Refusal("A namespace has at most " + StoredEntry.NAMESPACE_CHARS_MAX + " characters.");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
            if (Character.isSurrogate(c) && !isPair) {
                throw new Refusal("A question is well-formed Unicode; character " + i + " is half of a pair.");
            }
            i += isPair ? 1 : 0;
        }
        embedding = embedding.map(float[]::clone);
    }

    /// A question of which nothing beyond the options is asked.
    public Question(String text, String namespace, String partition, Optional<float[]> embedding, boolean bypass) {
        this(text, namespace, partition, embedding, bypass, Strictness.USUAL);
    }

    /// A question about nothing but its text, in the default namespace.
    public static Question of(String text) {
        return new Question(text, NAMESPACE, "", Optional.empty(), false, Strictness.USUAL);
    }

    /// This question in a namespace.
    public Question in(String other) {
        return new Question(text, other, partition, embedding, bypass, strictness);
    }

    /// This question as part of a request, all of which counts.
    public Question under(RequestKey key) {
        return under(key, KeyPolicy.STRICT);
    }

    /// This question as part of a request, of which counts what the policy says.
    public Question under(RequestKey key, KeyPolicy policy) {
        return new Question(text, namespace, key.fingerprint(policy), embedding, bypass, strictness);
    }

    /// This question with its vector, so that nothing is embedded.
    public Question withEmbedding(float[] vector) {
        return new Question(text, namespace, partition, Optional.of(vector), bypass, strictness);
    }

    /// This question, not to be looked up.
    public Question bypassing() {
        return new Question(text, namespace, partition, embedding, true, strictness);
    }

    /// This question, of whose hits more is asked.
    public Question with(Strictness wanted) {
        return new Question(text, namespace, partition, embedding, bypass, wanted);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Question question
                && bypass == question.bypass
                && strictness.equals(question.strictness)
                && text.equals(question.text)
                && namespace.equals(question.namespace)
                && partition.equals(question.partition)
                && Arrays.equals(embedding.orElse(null), question.embedding.orElse(null));
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, namespace, partition);
    }
}
