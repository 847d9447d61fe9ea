package dev.mnemo.cache;

import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out that an embedder changed although its fingerprint did not: two fixed texts are embedded when a cache opens
/// and compared with their vectors of the first time. An embedder that does not answer is no reason not to open;
/// exact hits need none.
final class SelfCheck {
    private static final String NOTE = "self-check/";

    private static final List<String> TEXTS =
            List.of("How do I reset the password of my account?", "The river rises in the mountains of the north.");

    /// Below this cosine two vectors of one text are of different models; other processors stay far above it.
    private static final double SAME_MIN = 0.999;

    private SelfCheck() {}

    /// @throws MnemoException with fault `EMBEDDER_MISMATCH` if the vectors have changed
    static void run(Store store, Embedder embedder, Telemetry telemetry) {
        List<float[]> vectors;
        try {
            vectors = embedder.embed(TEXTS, Purpose.PASSAGE);
        } catch (RuntimeException failure) {
            telemetry.warn("the embedding model failed when the cache opened; it was not checked", failure);
            return;
        }
        Map<String, String> fresh = new LinkedHashMap<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            var unit = UnitVectors.checked(vectors.get(i), embedder.dimensions());
            var known = store.note(NOTE + i).flatMap(SelfCheck::vector);
            if (known.isEmpty()) {
                fresh.put(NOTE + i, text(unit));
            } else if (!(UnitVectors.cosine(unit, known.get()) >= SAME_MIN)) {
                throw new MnemoException(
                        Fault.EMBEDDER_MISMATCH,
                        "The embedder " + embedder.fingerprint()
                                + " no longer makes the vectors it made when this cache was new.",
                        "Use the model of that time, or give the changed one a new fingerprint and start a new cache.");
            }
        }
        if (!fresh.isEmpty()) {
            store.writeNotes(fresh);
        }
    }

    private static String text(float[] vector) {
        var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Optional<float[]> vector(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
            var vector = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(vector);
            return Optional.of(vector);
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
