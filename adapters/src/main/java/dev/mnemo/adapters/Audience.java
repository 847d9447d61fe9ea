package dev.mnemo.adapters;

import dev.mnemo.cache.Question;
import java.util.Optional;

/// Whom the answer to a request is for and what it rests on, as far as the request itself does not say it.
///
/// @param namespace whose answers these are, with quotas and counts of their own
/// @param tenant whose data and rights are behind the answer
/// @param locale the language or country the answer is for
/// @param knowledgeVersion names the state of documents that the answer rests on
/// @param conversation counts if the key policy keeps answers within conversations
/// @param bypass not to look into the cache and to ask the model
public record Audience(
        String namespace,
        Optional<String> tenant,
        Optional<String> locale,
        Optional<String> knowledgeVersion,
        Optional<String> conversation,
        boolean bypass) {
    /// Everybody, in the default namespace.
    public static final Audience EVERYBODY = new Audience(
            Question.NAMESPACE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /// This audience in a namespace.
    public Audience in(String other) {
        return new Audience(other, tenant, locale, knowledgeVersion, conversation, bypass);
    }

    /// This audience of one tenant.
    public Audience ofTenant(String name) {
        return new Audience(namespace, Optional.of(name), locale, knowledgeVersion, conversation, bypass);
    }

    /// This audience, not to be looked up.
    public Audience bypassing() {
        return new Audience(namespace, tenant, locale, knowledgeVersion, conversation, true);
    }
}
