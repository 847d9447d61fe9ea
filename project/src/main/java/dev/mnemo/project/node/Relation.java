package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The relations a link may have.
public enum Relation {
    BLOCKS,
    CAUSED_BY,
    CONTRADICTS,
    DEPENDS_ON,
    ENABLES,
    RELATES_TO;

    /// The relation as files and tools write it.
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// Reads a relation.
    ///
    /// @throws Refusal naming the valid ones
    public static Relation parse(String text) {
        return Arrays.stream(values())
                .filter(relation -> relation.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal("Invalid rel '" + text + "'. Valid: "
                        + Arrays.stream(values()).map(Relation::text).collect(Collectors.joining(", "))));
    }
}
