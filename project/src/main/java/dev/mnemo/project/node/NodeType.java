package dev.mnemo.project.node;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What kind of node it is. Unknown kinds, written by other versions, are kept as they are.
public record NodeType(String name) {
    /// Something claimed.
    public static final NodeType LEAF = new NodeType("leaf");

    /// A summary that stands for its inputs.
    public static final NodeType COMPRESS = new NodeType("compress");

    /// A correction of its one input.
    public static final NodeType SUPERSEDE = new NodeType("supersede");

    /// A picture of the active set at one time.
    public static final NodeType ROOT = new NodeType("root");

    /// A stored sequence of retrieval steps.
    public static final NodeType PIPELINE = new NodeType("pipeline");

    /// A stored combination of pipelines.
    public static final NodeType VECTOR = new NodeType("vector");

    /// What is left of a node that was forgotten: its address and nothing it said.
    public static final NodeType TOMBSTONE = new NodeType("tombstone");

    private static final Map<String, NodeType> KNOWN = Stream.of(
                    LEAF, COMPRESS, SUPERSEDE, ROOT, PIPELINE, VECTOR, TOMBSTONE)
            .collect(Collectors.toUnmodifiableMap(NodeType::name, type -> type));

    /// The kind with a name; the same object for the known ones.
    static NodeType of(String name) {
        var known = KNOWN.get(name);
        return known == null ? new NodeType(name) : known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeType type && type.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
