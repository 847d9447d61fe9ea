package dev.mnemo.models;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.unpack.CacheFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// What this machine has to embed texts with.
public sealed interface LocalModel {
    /// The model used unless another is named: half the time of the other one, and on histories of code, which
    /// project memory resembles most, it finds more.
    String DEFAULT = Weights.MINI_LM.modelName();

    /// A model that can be used.
    ///
    /// @param embedder not loaded yet; loads when it is first used
    record Present(OnnxEmbedder embedder) implements LocalModel {}

    /// No model; everything works by words alone.
    ///
    /// @param sentence why there is none
    record Absent(String sentence) implements LocalModel {}

    /// Looks for a model on the class path. Quick: loads nothing.
    ///
    /// @param name `bge-small-en-v1.5` or `all-minilm-l6-v2`
    /// @param cache a folder in which later processes find what makes them start quickly; need not exist
    /// @throws MnemoException with fault `CONFIGURATION` if there is no model of this name
    static LocalModel find(String name, Path cache) {
        var weights = Weights.named(name).orElseThrow(() -> unknown(name));
        if (LocalModel.class.getResource(weights.network()) == null) {
            return new Absent("The weights of " + weights.modelName() + " are not on the class path.");
        }
        if (!NativeLibrary.isPresent()) {
            return new Absent("ONNX Runtime has no library for " + NativeLibrary.platform() + " on the class path.");
        }
        return new Present(new OnnxEmbedder(weights, cache));
    }

    /// The model of a name whether it is here or not. One that is not knows its own name and the size of its vectors,
    /// and fails when it is to embed: for stores that hold its vectors and can do without new ones.
    ///
    /// @throws MnemoException as {@link #find}
    static Embedder named(String name, Path cache) {
        return new OnnxEmbedder(Weights.named(name).orElseThrow(() -> unknown(name)), cache);
    }

    /// The folder for what makes later processes start quickly: `mnemo` in `$XDG_CACHE_HOME` or in `~/.cache`.
    static Path cacheFolder(Map<String, String> environment, Path home) {
        return CacheFolder.place(environment, home);
    }

    private static MnemoException unknown(String name) {
        var known = Arrays.stream(Weights.values()).map(Weights::modelName).collect(Collectors.joining(" or "));
        return new MnemoException(
                Fault.CONFIGURATION,
                "There is no local embedding model '" + name + "'.",
                "Set MNEMO_EMBEDDING_MODEL to " + known + ", or leave it unset.");
    }
}
