package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Set;

/// Which parts of a request tell one partition of the cache from another.
///
/// @param ignoredParameters names of {@link RequestKey#parameters} that do not count; everything else always does
/// @param perConversation whether an answer stays within the conversation that it was given in
public record KeyPolicy(Set<String> ignoredParameters, boolean perConversation) {
    /// Everything counts, and answers are shared between conversations.
    public static final KeyPolicy STRICT = new KeyPolicy(Set.of(), false);

    public KeyPolicy {
        ignoredParameters = Set.copyOf(ignoredParameters);
        if (ignoredParameters.stream().anyMatch(String::isBlank)) {
            throw new Refusal("An ignored parameter needs a name, such as 'user' or 'temperature'.");
        }
    }

    /// Everything counts but the parameters with these names, such as a trace id or the name of an end user.
    public static KeyPolicy ignoring(String... parameters) {
        return new KeyPolicy(Set.of(parameters), false);
    }

    /// Everything counts, and so does the conversation. A request must then say which one it belongs to.
    public static KeyPolicy inOneConversation() {
        return new KeyPolicy(Set.of(), true);
    }
}
