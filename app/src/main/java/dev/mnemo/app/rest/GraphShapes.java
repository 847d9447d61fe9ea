package dev.mnemo.app.rest;

import dev.mnemo.app.ops.Param;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.graph.Edge;
import dev.mnemo.user.graph.EdgeType;
import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.Node;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is asked of a person's graph, and how it answers.
final class GraphShapes {
    static final String TYPES = "user, memory, concept, entity, person, organization, location, event or skill.";
    static final int NAME_CHARS = NodeKey.NAME_CHARS_MAX;

    private GraphShapes() {}

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static NodeKey key(String type, String id) {
        return new NodeKey(NodeType.of(type), id);
    }

    /// Which nodes are wanted.
    record Listing(
            @Param(value = "Only of this type.", byDefault = "", max = 20)
            String type,

            @Param(value = "At most so many.", byDefault = "100", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset) {}

    /// A node that is to be made.
    record NewNode(
            @Param(value = TYPES, max = 20) String type,

            @Param(value = "How it is called.", min = 1, max = NAME_CHARS)
            String id,

            @Param(value = "Whatever else there is to say.", byDefault = "")
            Json.Obj properties) {}

    /// What is to be different in a node.
    record NodeChange(
            @Param(value = "Properties to add or to replace.", byDefault = "")
            Json.Obj properties,

            @Param(value = "Another name that it goes by.", byDefault = "", max = NAME_CHARS)
            String alias) {}

    /// A relation that is to be kept.
    record WantedEdge(
            @Param(value = TYPES, max = 20) String sourceType,

            @Param(value = "The name of the one.", min = 1, max = NAME_CHARS)
            String sourceId,

            @Param(
                    value = "How they are related: works_at, or any other words.",
                    min = 1,
                    max = NewEdge.RELATION_CHARS_MAX)
            String edgeType,

            @Param(value = TYPES, max = 20) String targetType,

            @Param(value = "The name of the other.", min = 1, max = NAME_CHARS)
            String targetId,

            @Param(value = "The sentence it was learned from.", byDefault = "", max = NewEdge.CONTENT_CHARS_MAX)
            String content,

            @Param(value = "How sure it is, 0 to 1.", byDefault = "1", max = 1)
            double confidence,

            @Param(value = "Since when it is so." + Moments.ABOUT, byDefault = "")
            String validFrom,

            @Param(value = "Whatever else there is to say.", byDefault = "")
            Json.Obj properties) {
        NewEdge edge() {
            return new NewEdge(
                    key(sourceType, sourceId),
                    edgeType,
                    key(targetType, targetId),
                    content,
                    confidence,
                    Moments.of("valid_from", validFrom),
                    Optional.empty(),
                    Optional.empty(),
                    EdgeType.of(edgeType).isSingleValued(),
                    properties);
        }
    }

    /// What is to be different in a relation.
    record EdgeChange(
            @Param(value = "When it stopped being so." + Moments.ABOUT, byDefault = "")
            String endedAt,

            @Param(value = "Properties to add or to replace.", byDefault = "")
            Json.Obj properties) {}

    /// Around which node.
    record Near(
            @Param(value = "The type of the node.", max = 20)
            String type,

            @Param(value = "The name of the node.", min = 1, max = NAME_CHARS)
            String id,

            @Param(value = "Only these relations.", byDefault = "", max = 23)
            List<String> edgeTypes,

            @Param(
                    value = "Which way they point.",
                    byDefault = "both",
                    oneOf = {"both", "out", "in"})
            String direction,

            @Param(value = "Relations on the way.", byDefault = "1", min = 1, max = GraphWalk.DEPTH_MAX)
            int depth,

            @Param(value = "What was held at this moment." + Moments.ABOUT, byDefault = "")
            String asOf,

            @Param(value = "At most so many.", byDefault = "10", min = 1, max = Page.ITEMS_MAX)
            int limit) {}

    /// Between which nodes.
    record Way(
            @Param(value = "The type of the one.", max = 20) String sourceType,

            @Param(value = "The name of the one.", min = 1, max = NAME_CHARS)
            String sourceId,

            @Param(value = "The type of the other.", max = 20)
            String targetType,

            @Param(value = "The name of the other.", min = 1, max = NAME_CHARS)
            String targetId,

            @Param(value = "Relations of the way at most.", byDefault = "3", min = 1, max = GraphWalk.DEPTH_MAX)
            int maxDepth) {}

    /// A node.
    record NodeView(
            String nodeType,
            String nodeId,
            String name,
            Json.Obj properties,
            Instant createdAt,
            Instant updatedAt,
            Optional<List<String>> aliases) {
        static NodeView of(Node node) {
            return of(node, Optional.empty());
        }

        static NodeView of(Node node, Optional<List<String>> aliases) {
            return new NodeView(
                    word(node.key().type()),
                    node.key().id(),
                    node.name(),
                    node.properties(),
                    node.createdAt(),
                    node.updatedAt(),
                    aliases);
        }
    }

    /// A relation.
    record EdgeView(
            String id,
            String sourceType,
            String sourceId,
            String edgeType,
            String relation,
            String targetType,
            String targetId,
            String content,
            double confidence,
            Instant knownFrom,
            Optional<Instant> knownUntil,
            Optional<Instant> validFrom,
            Optional<Instant> endedAt,
            Optional<String> memoryId,
            Json.Obj properties) {
        static EdgeView of(Edge edge) {
            return new EdgeView(
                    edge.id(),
                    word(edge.source().type()),
                    edge.source().id(),
                    word(edge.type()),
                    edge.relation(),
                    word(edge.target().type()),
                    edge.target().id(),
                    edge.content(),
                    edge.confidence(),
                    edge.knownFrom(),
                    edge.knownUntil(),
                    edge.validFrom(),
                    edge.endedAt(),
                    edge.memoryId(),
                    edge.properties());
        }
    }

    /// A node near another.
    record NeighborView(
            String neighborType,
            String neighborId,
            String name,
            String relType,
            Json.Obj relProps,
            String direction,
            int depth,
            EdgeView edge) {
        static NeighborView of(GraphWalk.Neighbour near) {
            return new NeighborView(
                    word(near.node().key().type()),
                    near.node().key().id(),
                    near.node().name(),
                    near.edge().relation(),
                    near.edge().properties(),
                    word(near.direction()),
                    near.depth(),
                    EdgeView.of(near.edge()));
        }
    }

    /// Nodes near another.
    record Neighbors(List<NeighborView> neighbors) {}

    /// A step of a way.
    record StepNode(String type, String id, String name) {}

    /// A relation of a way.
    record StepRel(String type, Json.Obj props) {}

    /// A way.
    record PathView(List<StepNode> nodes, List<StepRel> rels) {}

    /// Ways: one or none.
    record Paths(List<PathView> paths) {}
}
