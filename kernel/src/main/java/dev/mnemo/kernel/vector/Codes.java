package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;

/// A vector with each component rounded to 8 bits, so that the largest becomes 127.
final class Codes {
    private static final int LARGEST = 127;

    private final byte[] bytes;
    private final float[] unit;
    private final float scale;
    private final float error;

    private Codes(byte[] bytes, float[] unit, float scale, float error) {
        this.bytes = bytes;
        this.unit = unit;
        this.scale = scale;
        this.error = error;
    }

    /// @throws Refusal if the vector has a component that is no finite number, or no direction
    static Codes of(float[] vector) {
        double max = 0;
        double squares = 0;
        for (float component : vector) {
            max = Math.max(max, Math.abs(component));
            squares += (double) component * component;
        }
        if (!(max > 0) || !Double.isFinite(squares)) {
            throw new Refusal("A vector needs finite components, at least one of them not zero.");
        }
        double norm = Math.sqrt(squares);
        var bytes = new byte[vector.length];
        var unit = new float[vector.length];
        double codeSquares = 0;
        for (int i = 0; i < vector.length; i++) {
            bytes[i] = (byte) Math.round(vector[i] / max * LARGEST);
            unit[i] = (float) (vector[i] / norm);
            codeSquares += bytes[i] * bytes[i];
        }
        float scale = (float) (1 / Math.sqrt(codeSquares));
        return new Codes(bytes, unit, scale, error(bytes, unit, scale));
    }

    /// The rounded components, -127 to 127.
    byte[] bytes() {
        return bytes;
    }

    /// The rounded components, ready to be multiplied.
    short[] shorts() {
        var shorts = new short[bytes.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = bytes[i];
        }
        return shorts;
    }

    /// What makes the rounded vector one of unit length.
    float scale() {
        return scale;
    }

    /// The vector itself at unit length.
    float[] unit() {
        return unit;
    }

    /// How far the rounded vector is from the vector itself, both at unit length: no cosine changes by more.
    float error() {
        return error;
    }

    private static float error(byte[] bytes, float[] unit, float scale) {
        double squares = 0;
        for (int i = 0; i < bytes.length; i++) {
            double difference = unit[i] - (double) bytes[i] * scale;
            squares += difference * difference;
        }
        return (float) Math.sqrt(squares);
    }
}
