package dev.mnemo.providers;

import java.net.URI;
import java.time.Duration;

/// How to reach a model.
///
/// @param key the secret that the provider gave out; shown to nobody but the provider
/// @param model the provider's name of the model
/// @param baseUrl where its API begins
/// @param timeout how long an answer may take
public record Access(String key, String model, URI baseUrl, Duration timeout) {
    /// How long an answer may take unless something else is said.
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    public Access {
        if (key.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("a key and the name of a model are needed");
        }
    }

    @Override
    public String toString() {
        return "Access[" + model + " at " + baseUrl + ", key hidden]";
    }
}
