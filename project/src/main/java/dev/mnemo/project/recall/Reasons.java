package dev.mnemo.project.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Why a node scored as it did, in words; switched off while thousands are scored.
final class Reasons {
    /// Keeps nothing.
    static final Reasons OFF = new Reasons(false);

    private final boolean on;
    private final List<String> texts = new ArrayList<>();

    private Reasons(boolean on) {
        this.on = on;
    }

    static Reasons on() {
        return new Reasons(true);
    }

    boolean isOn() {
        return on;
    }

    void add(String text) {
        if (on) {
            texts.add(text);
        }
    }

    void add(Supplier<String> text) {
        if (on) {
            texts.add(text.get());
        }
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
