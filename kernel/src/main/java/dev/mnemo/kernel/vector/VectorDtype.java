package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How exactly an index keeps its vectors. Every index scans codes of one byte a component with a scale for each
/// vector; what differs is the copy from which the best candidates are scored again.
public enum VectorDtype {
    /// A copy in 32 bits: 5 bytes a component, scores as exact as 32-bit numbers are.
    FLOAT32(4),
    /// A copy in 16 bits: 3 bytes a component, scores off by about 0.00001.
    FLOAT16(2),
    /// No copy: 1 byte a component, scores off by about 0.0004 unless a {@link VectorSource} has the vectors.
    INT8(0);

    private final int copyBytes;

    VectorDtype(int copyBytes) {
        this.copyBytes = copyBytes;
    }

    /// The type of a name such as `float16`, in any case.
    ///
    /// @throws Refusal if there is none of this name
    public static VectorDtype of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal("A vector type is one of "
                        + Arrays.stream(values()).map(VectorDtype::toString).collect(Collectors.joining(", "))
                        + ", not "
                        + name + "."));
    }

    /// Bytes of the copy of one component.
    int copyBytes() {
        return copyBytes;
    }

    /// `float32`, `float16` or `int8`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
