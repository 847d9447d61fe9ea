package dev.mnemo.project.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a step may do to the list of nodes it is handed, and the parameters it knows.
enum Op {
    /// Nothing.
    PIPE(),
    /// Replaces the nodes by what comes to mind for a text.
    RECALL("query", "max_nodes"),
    /// Replaces the nodes by those that share words with a text.
    SEARCH("query", "max_nodes"),
    /// Replaces the nodes by all active ones, or those of a domain.
    ACTIVE("domain"),
    /// Replaces the nodes by those that speak of a file.
    SPATIAL("file"),
    /// Appends what the nodes are linked to.
    TRAVERSE("depth", "rel_types", "direction", "max_nodes"),
    /// Keeps the nodes that have what is asked for.
    FILTER("domain", "min_priority", "min_confidence", "has_anchors", "drifted", "type"),
    /// Orders the nodes.
    SORT("by", "reverse"),
    /// Keeps the first nodes.
    LIMIT("n"),
    /// Keeps each node once.
    DEDUPE(),
    /// Replaces the nodes by one summary: a preview, unless `store` is true.
    COMPRESS("label", "domain", "store"),
    /// Claims a text; the nodes stay.
    CLAIM("content", "domain", "priority"),
    /// Links every node to another; the nodes stay.
    LINK("target", "rel"),
    /// Replaces the nodes by the outcome of another pipeline, which begins with them.
    RUN("pipeline", "params");

    /// The names with commas between them; an enum holds nothing that could change.
    private final String parameters;

    Op(String... parameters) {
        this.parameters = String.join(",", parameters);
    }

    /// The names of the parameters it knows.
    List<String> parameters() {
        return parameters.isEmpty() ? List.of() : List.of(parameters.split(","));
    }

    /// As definitions write it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Op> of(String text) {
        return Arrays.stream(values()).filter(op -> op.text().equals(text)).findFirst();
    }

    /// All of them, for refusals.
    static String all() {
        return Arrays.stream(values()).map(Op::text).collect(Collectors.joining(", "));
    }
}
