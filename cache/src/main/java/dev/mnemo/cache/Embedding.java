package dev.mnemo.cache;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Makes the vector of a question. No lock is held meanwhile. Questions are compared with questions, so all are
/// embedded as passages: a model may read less of a query, and prepend words that only fit one side.
final class Embedding {
    private final Embedder embedder;
    private final Telemetry telemetry;

    Embedding(Embedder embedder, Telemetry telemetry) {
        this.embedder = embedder;
        this.telemetry = telemetry;
    }

    int dimensions() {
        return embedder.dimensions();
    }

    /// Makes the unit vector for a look-up and leaves it in the question; else marks the question as text only.
    ///
    /// @return why there is none; empty if there is one
    Optional<Miss> lookUp(Asked asked) {
        if (asked.unit().isPresent()) {
            return Optional.empty();
        }
        var failure = tryToEmbed(asked);
        if (failure.isPresent()) {
            asked.textOnly();
        }
        return failure;
    }

    private Optional<Miss> tryToEmbed(Asked asked) {
        float[] vector;
        try {
            vector = raw(asked);
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (RuntimeException failure) {
            telemetry.warn("the embedding model failed during a look-up", failure);
            telemetry.tell(CacheEvent.EMBEDDER_FAILURE, asked.namespace());
            return Optional.of(Miss.of(MissReason.EMBEDDER_FAILURE, "The embedding model failed."));
        }
        if (vector.length != dimensions()) {
            return Optional.of(Miss.of(
                    MissReason.DIM_MISMATCH,
                    "The vector has " + vector.length + " components, the stored ones have " + dimensions() + "."));
        }
        var unit = UnitVectors.of(vector);
        unit.ifPresent(asked::unit);
        return unit.isPresent()
                ? Optional.empty()
                : Optional.of(Miss.of(
                        MissReason.BAD_VECTOR, "The vector has no direction, or a component is no finite number."));
    }

    /// The unit vector of a question that is to be stored.
    ///
    /// @throws MnemoException with fault `MODEL` if the model fails
    /// @throws dev.mnemo.kernel.fault.Refusal if the caller's vector cannot be stored
    float[] forStore(Asked asked) {
        if (asked.unit().isEmpty()) {
            asked.unit(UnitVectors.checked(checkedRaw(asked), dimensions()));
        }
        return asked.unit().orElseThrow();
    }

    private float[] checkedRaw(Asked asked) {
        try {
            return raw(asked);
        } catch (CancellationException | MnemoException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            telemetry.tell(CacheEvent.EMBEDDER_FAILURE, asked.namespace());
            throw new MnemoException(
                    Fault.MODEL,
                    "The embedding model failed; the answer was not stored.",
                    "See the cause; store it again later.",
                    failure);
        }
    }

    private float[] raw(Asked asked) {
        var given = asked.question().embedding();
        return given.isPresent() ? given.get() : embedder.embed(asked.form(), Purpose.PASSAGE);
    }
}
