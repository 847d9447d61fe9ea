package dev.mnemo.user;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.extract.Extracted;
import java.util.function.Consumer;

/// What can be set while the memory runs: from then on, in this process, for all tenants.
public final class Settings {
    /// Messages of a reflection interval at most.
    public static final int REFLECTION_INTERVAL_MAX = 1_000_000;

    private final Engine engine;

    Settings(Engine engine) {
        this.engine = engine;
    }

    /// Whether memories are drawn from what users say, unless a message says otherwise.
    public boolean autoExtract() {
        return engine.autoExtract;
    }

    /// As {@link #autoExtract()}.
    public void autoExtract(boolean wanted) {
        engine.autoExtract = wanted;
    }

    /// Whether facts become relations of the graph, and recall asks the graph; true.
    public boolean graph() {
        return engine.graph;
    }

    /// As {@link #graph()}.
    public void graph(boolean wanted) {
        engine.graph = wanted;
    }

    /// After how many messages that memories were drawn from a digest is due; 0 for never.
    public int reflectionInterval() {
        return engine.reflectionInterval;
    }

    /// As {@link #reflectionInterval()}.
    public void reflectionInterval(int messages) {
        engine.reflectionInterval = interval(messages);
    }

    static int interval(int messages) {
        if (messages < 0 || messages > REFLECTION_INTERVAL_MAX) {
            throw new Refusal(
                    "The reflection interval is " + messages + "; it is 0 to " + REFLECTION_INTERVAL_MAX + ".");
        }
        return messages;
    }

    /// Who is told about extractions.
    public void onExtraction(Consumer<Extracted> listener) {
        engine.onExtraction.set(listener);
    }

    /// Who is told about calls of the language model.
    public void onLlmCall(Consumer<LanguageModelCall> listener) {
        engine.onLlmCall.set(listener);
    }

    /// Who is told about calls of the embedding model.
    public void onEmbeddingCall(Consumer<EmbeddingCall> listener) {
        engine.onEmbeddingCall.set(listener);
    }
}
