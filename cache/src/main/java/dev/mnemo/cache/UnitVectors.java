package dev.mnemo.cache;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Optional;

/// Arithmetic of vectors of length one, written so that a NaN never passes for a number.
final class UnitVectors {
    private UnitVectors() {}

    /// The vector at length one; empty if a component is no finite number or all are zero.
    static Optional<float[]> of(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            return Optional.empty();
        }
        double norm = Math.sqrt(squares);
        var unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return Optional.of(unit);
    }

    /// As {@link #of}, for a vector that somebody wants to be stored.
    ///
    /// @throws Refusal if it has another length, or no direction
    static float[] checked(float[] vector, int dimensions) {
        if (vector.length != dimensions) {
            throw new Refusal(
                    "The vector has " + vector.length + " components; this cache holds vectors of " + dimensions + ".");
        }
        return of(vector)
                .orElseThrow(() -> new Refusal("A vector needs finite components, at least one of them not zero."));
    }

    /// Cosine of a unit vector and a vector of any length but zero; NaN if it cannot be told.
    static double cosine(float[] unit, float[] vector) {
        if (unit.length != vector.length) {
            return Double.NaN;
        }
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < unit.length; i++) {
            dot += (double) unit[i] * vector[i];
            squares += (double) vector[i] * vector[i];
        }
        double cosine = dot / Math.sqrt(squares);
        return Double.isFinite(cosine) ? Math.clamp(cosine, -1, 1) : Double.NaN;
    }
}
