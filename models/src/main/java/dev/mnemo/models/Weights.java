package dev.mnemo.models;

import java.util.Arrays;
import java.util.Optional;

/// The models whose weights may be on the class path, each in a jar of its own. All read English, are rounded to 8
/// bits and give vectors of 384 dimensions.
enum Weights {
    /// Better on prose, takes twice as long.
    BGE_SMALL(
            "bge-small-en-v1.5",
            "bge-small-en-v1.5-q",
            "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
            Pooling.FIRST,
            "Represent this sentence for searching relevant passages: "),
    /// The fast one, and the better one on the history of code.
    MINI_LM(
            "all-minilm-l6-v2",
            "all-minilm-l6-v2-q",
            "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
            Pooling.MEAN,
            "");

    static final int DIMENSIONS = 384;

    /// How the vectors of tokens become the vector of the text.
    enum Pooling {
        /// The first token, `[CLS]`, stands for the text.
        FIRST,
        /// The mean over all tokens.
        MEAN
    }

    private final String modelName;
    private final String resource;
    private final String sha256;
    private final Pooling pooling;
    private final String queryPrefix;

    Weights(String modelName, String resource, String sha256, Pooling pooling, String queryPrefix) {
        this.modelName = modelName;
        this.resource = resource;
        this.sha256 = sha256;
        this.pooling = pooling;
        this.queryPrefix = queryPrefix;
    }

    static Optional<Weights> named(String name) {
        return Arrays.stream(values())
                .filter(weights -> weights.modelName.equalsIgnoreCase(name))
                .findFirst();
    }

    /// What people call the model.
    String modelName() {
        return modelName;
    }

    /// The class path resource that holds the network.
    String network() {
        return "/" + resource + ".onnx";
    }

    /// The class path resource that holds the vocabulary.
    String tokenizer() {
        return "/" + resource + "-tokenizer.json";
    }

    /// Of the network, in hexadecimal.
    String sha256() {
        return sha256;
    }

    Pooling pooling() {
        return pooling;
    }

    /// What the model was taught to see before a query; helps where it is not empty.
    String queryPrefix() {
        return queryPrefix;
    }
}
