package dev.mnemo.app.doctor;

import dev.mnemo.kernel.embed.Embedder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What is examined.
///
/// @param root the project's folder
/// @param store the store's folder; it need not exist
/// @param home the person's folder
/// @param data the folder of the server's own files; it need not exist
/// @param port where the server listens unless it is told otherwise
/// @param environment the environment variables
/// @param variables those of them that configure Mnemo, by name
/// @param warnings what is configured and means nothing, one sentence each
/// @param model the model that is configured; is given who is told of one that should be there and is not
public record Patient(
        Path root,
        Path store,
        Path home,
        Path data,
        int port,
        Map<String, String> environment,
        List<String> variables,
        List<String> warnings,
        Function<Consumer<String>, Optional<Embedder>> model,
        InstantSource clock) {
    public Patient {
        environment = Map.copyOf(environment);
        variables = List.copyOf(variables);
        warnings = List.copyOf(warnings);
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
