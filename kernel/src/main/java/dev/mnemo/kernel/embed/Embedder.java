package dev.mnemo.kernel.embed;

import java.util.List;

/// Turns texts into unit vectors whose dot product says how near two meanings are. Implementations are safe for
/// many threads and block while they work.
public interface Embedder extends AutoCloseable {
    /// What a text is for; some models embed a question differently from the passage that answers it.
    enum Purpose {
        QUERY,
        PASSAGE
    }

    /// Names model, weights and everything else that changes a vector. Vectors of different fingerprints never
    /// meet.
    String fingerprint();

    /// Components of every vector.
    int dimensions();

    /// One unit vector for each text, in order. A text longer than the model reads is cut, never refused.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `MODEL` if the model fails
    List<float[]> embed(List<String> texts, Purpose purpose);

    /// The unit vector of one text.
    default float[] embed(String text, Purpose purpose) {
        return embed(List.of(text), purpose).getFirst();
    }

    @Override
    default void close() {}
}
