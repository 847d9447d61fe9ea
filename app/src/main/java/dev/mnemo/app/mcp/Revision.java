package dev.mnemo.app.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A revision of the protocol, oldest first. All but the newest begin with a handshake (`initialize`); the newest is
/// stateless: each request says what it speaks.
public enum Revision {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    V2026_07_28("2026-07-28");

    /// What a client gets that asks for a handshake and a revision that is not known here.
    static final Revision HANDSHAKE_NEWEST = V2025_11_25;

    /// The revisions that need no handshake, newest first, as the wire writes them.
    static final List<String> STATELESS = List.of(V2026_07_28.text);

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    /// As the wire writes it.
    public String text() {
        return text;
    }

    /// The revision that the wire means, if it is known here.
    static Optional<Revision> find(String text) {
        return Arrays.stream(values())
                .filter(revision -> revision.text.equals(text))
                .findFirst();
    }

    /// The revision that a handshake agrees on: the wanted one if it begins with a handshake, otherwise the newest that
    /// does.
    static Revision negotiate(String wanted) {
        return find(wanted).filter(revision -> !revision.isStateless()).orElse(HANDSHAKE_NEWEST);
    }

    /// Whether every request stands for itself.
    boolean isStateless() {
        return this == V2026_07_28;
    }

    /// Whether several messages may come as one JSON array.
    boolean hasBatches() {
        return this == V2025_03_26;
    }

    /// Whether tools carry hints about what they do.
    boolean hasAnnotations() {
        return compareTo(V2025_03_26) >= 0;
    }

    /// Whether tools carry titles, output schemas and `_meta`, and answers carry structured content.
    boolean hasStructure() {
        return compareTo(V2025_06_18) >= 0;
    }
}
