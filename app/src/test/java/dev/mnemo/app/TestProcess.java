package dev.mnemo.app;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What processes that tests start are given.
public final class TestProcess {
    private TestProcess() {}

    /// The class path of the tests without the weights of embedding models, so that recall goes by words alone: with a
    /// model, what it says depends on how soon the model is loaded.
    public static String withoutModels() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("langchain4j-embeddings-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Takes from a process what the person who runs the tests has set: another store, a provider's key.
    public static void forgetSettings(ProcessBuilder process) {
        process.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MNEMO_") || name.startsWith("CLAUDE_") || name.endsWith("_API_KEY"));
    }
}
