package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.graph.Edge;
import dev.mnemo.user.graph.EdgeRows;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.graph.GraphWalk.Around;
import dev.mnemo.user.graph.GraphWalk.Neighbour;
import dev.mnemo.user.graph.GraphWalk.Path;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.Node;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeRows;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who and what a person knows, and how these are related. Names are compared without regard to case, spacing and
/// punctuation; a node may go by several. Of an unknown user there are neither nodes nor relations.
public final class Graph {
    /// Relations of an entity, if nobody says otherwise.
    public static final int FACTS_DEFAULT = 20;

    private final Engine engine;
    private final String tenant;

    Graph(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Makes a node.
    ///
    /// @param name how it is called; its id is made of it
    /// @throws dev.mnemo.kernel.fault.Refusal if there is one of this type and name
    public Node createNode(String userId, NodeType type, String name, Json.Obj properties) {
        var key = new NodeKey(type, name);
        return engine.store.write(owner(userId), person -> GraphRows.create(person, key, name, properties));
    }

    /// One node.
    public Optional<Node> getNode(String userId, NodeKey key) {
        return engine.store.read(owner(userId), person -> NodeRows.find(person, key));
    }

    /// Nodes, those made last first.
    ///
    /// @param type only these; all if empty
    /// @param limit 1 to 1,000
    public Page<Node> listNodes(String userId, Optional<NodeType> type, int limit, int offset) {
        return engine.store.read(
                owner(userId),
                person -> new Page<>(
                        NodeRows.count(person, type),
                        NodeRows.list(person, type, Page.limit(limit), Page.offset(offset))));
    }

    /// Adds properties to those of a node; a property that is there is replaced.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if there is no such node
    public Node updateNode(String userId, NodeKey key, Json.Obj properties) {
        return engine.store
                .writeIfKnown(owner(userId), person -> NodeRows.update(person, key, properties))
                .orElseThrow(() -> NodeRows.unknown(key));
    }

    /// Adds another name that a node goes by.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if there is no such node
    public void addAlias(String userId, NodeKey key, String name) {
        boolean isKnown = engine.store
                .writeIfKnown(owner(userId), person -> {
                    NodeRows.alias(person, key, name);
                    return true;
                })
                .isPresent();
        if (!isKnown) {
            throw NodeRows.unknown(key);
        }
    }

    /// The names that a node goes by, in the form in which they are compared.
    public List<String> aliases(String userId, NodeKey key) {
        return engine.store.read(owner(userId), person -> NodeRows.aliases(person, key));
    }

    /// Removes a node with all its relations. False if there is none.
    public boolean deleteNode(String userId, NodeKey key) {
        return engine.store
                .writeIfKnown(owner(userId), person -> NodeRows.delete(person, key))
                .orElse(false);
    }

    /// Keeps a relation between two nodes. One that is held already is kept once and returned; a single-valued one
    /// ends what the source had of it before.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if one of the nodes is missing
    public Edge createEdge(String userId, NewEdge edge) {
        return engine.store
                .writeIfKnown(owner(userId), person -> {
                    for (var end : List.of(edge.source(), edge.target())) {
                        NodeRows.require(person, end);
                    }
                    return GraphRows.keep(person, edge);
                })
                .orElseThrow(() -> NodeRows.unknown(edge.source()));
    }

    /// One relation, held or of the past.
    public Optional<Edge> getEdge(String userId, String edgeId) {
        return engine.store.read(owner(userId), person -> EdgeRows.find(person, edgeId));
    }

    /// Says of a relation that it ended, and adds properties to those it has.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if there is no such relation
    public Edge updateEdge(String userId, String edgeId, Optional<Instant> endedAt, Json.Obj properties) {
        return engine.store.write(owner(userId), person -> EdgeRows.update(person, edgeId, endedAt, properties));
    }

    /// Removes a relation as if it had never been said. False if there is none.
    public boolean deleteEdge(String userId, String edgeId) {
        return engine.store
                .writeIfKnown(owner(userId), person -> EdgeRows.delete(person, edgeId))
                .orElse(false);
    }

    /// The nodes around one, nearest and surest first.
    public List<Neighbour> getNeighbors(String userId, NodeKey key, Around around) {
        return engine.store.read(owner(userId), person -> GraphWalk.neighbours(person, key, around));
    }

    /// A shortest way between two nodes, whichever way its relations point; empty if there is none so short.
    ///
    /// @param maxDepth relations of the way, 1 to 10
    public Optional<Path> findPath(String userId, NodeKey source, NodeKey target, int maxDepth) {
        var around = Around.DEFAULT.withDepth(maxDepth);
        return engine.store.read(owner(userId), person -> GraphWalk.path(person, source, target, around));
    }

    /// The relations of whoever and whatever a name or a text names.
    ///
    /// @param asOf the moment at which they were held; now, if empty
    /// @param limit 1 to 1,000
    public List<GraphWalk.Told> findEntityFacts(String userId, String entity, Optional<Instant> asOf, int limit) {
        return engine.store.read(owner(userId), person -> GraphWalk.named(person, entity, asOf, Page.limit(limit)));
    }

    private Owner owner(String userId) {
        return new Owner(tenant, userId);
    }
}
