package dev.mnemo.project.node;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something that is read when it is first asked for. Safe for many readers.
final class Late<T> {
    private final Supplier<T> source;
    private volatile @Nullable T value;

    /// @param source reads it anew each time
    Late(Supplier<T> source) {
        this.source = source;
    }

    T get() {
        var known = value;
        return known == null ? read() : known;
    }

    private synchronized T read() {
        var known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }

    /// One that may be changed without changing this; nothing is read for it.
    Late<T> copy(UnaryOperator<T> copier) {
        var copy = new Late<>(source);
        var known = value;
        if (known != null) {
            copy.value = copier.apply(known);
        }
        return copy;
    }
}
