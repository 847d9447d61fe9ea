package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What happens to the graph of a person: relations are learned, end, are taken back.
///
/// Nodes say who there is; they are made when they are first named and have no history. Edges have one: an edge
/// that another one replaces stays, and is found as of the past.
public final class GraphRows {
    /// A relation that is less sure is not kept.
    public static final double CONFIDENCE_MIN = 0.6;

    /// Nodes of one person.
    public static final int NODES_MAX = 200_000;

    private GraphRows() {}

    /// Keeps what a sentence says about two people or things; makes the nodes that are missing. A relation that is
    /// held already is kept once. One that is blank, too long or unsure is passed over: whoever extracts relations
    /// may be wrong about one without losing the rest.
    public static void relate(PersonTx person, Triple triple) {
        boolean isSound = triple.confidence() >= CONFIDENCE_MIN
                && triple.confidence() <= 1
                && isName(triple.subject(), NodeKey.NAME_CHARS_MAX)
                && isName(triple.object(), NodeKey.NAME_CHARS_MAX)
                && isName(triple.relation(), NewEdge.RELATION_CHARS_MAX)
                && triple.content().length() <= NewEdge.CONTENT_CHARS_MAX;
        if (isSound) {
            var source = resolve(person, NodeType.of(triple.subjectType()), triple.subject());
            var target = resolve(person, NodeType.of(triple.objectType()), triple.object());
            keep(
                    person,
                    new NewEdge(
                            source,
                            triple.relation(),
                            target,
                            triple.content(),
                            triple.confidence(),
                            triple.validFrom(),
                            Optional.empty(),
                            triple.memoryId(),
                            triple.singleValued(),
                            Json.Obj.EMPTY));
        }
    }

    private static boolean isName(String text, int charsMax) {
        return !Names.id(text).isEmpty() && Names.id(Clean.line(text)).length() <= charsMax;
    }

    /// The node that a name means: the one with this id, else the only one with this other name, else a new one.
    private static NodeKey resolve(PersonTx person, NodeType type, String name) {
        var key = new NodeKey(type, name);
        var known = NodeRows.named(person, List.of(Names.form(Clean.line(name)), key.id())).stream()
                .filter(one ->
                        one.type() == type || type.isVague() || one.type().isVague())
                .filter(one -> one.type() != NodeType.USER || type == NodeType.USER)
                .distinct()
                .toList();
        if (known.contains(key)) {
            return key;
        }
        var same = known.stream().filter(one -> one.type() == type).toList();
        if (same.size() == 1 || (same.isEmpty() && known.size() == 1)) {
            return same.isEmpty() ? known.getFirst() : same.getFirst();
        }
        NodeRows.insert(person, key, type == NodeType.USER ? key.id() : name, Json.Obj.EMPTY);
        return key;
    }

    /// Makes a node.
    ///
    /// @throws Refusal if there is one, or there are too many
    public static Node create(PersonTx person, NodeKey key, String name, Json.Obj properties) {
        NewEdge.checkProperties(properties);
        if (!NodeRows.insert(person, key, name, properties)) {
            throw new Refusal("There is a node " + key.id() + " of this type already.");
        }
        return NodeRows.find(person, key).orElseThrow();
    }

    /// Keeps a relation between two nodes that there are; the one that is held already, if it is the same. With a
    /// single-valued relation, what the source had of it until now is over; unless that began later in the world:
    /// then the new one is a thing of the past.
    public static Edge keep(PersonTx person, NewEdge wanted) {
        var type = EdgeType.of(wanted.relation());
        var held = EdgeRows.held(person, wanted.source(), type, wanted.relation());
        var same = held.stream()
                .filter(edge -> edge.target().equals(wanted.target()))
                .filter(edge -> edge.endedAt().isEmpty() && wanted.endedAt().isEmpty())
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        var endedAt = wanted.endedAt();
        if (wanted.singleValued() && endedAt.isEmpty()) {
            var later = held.stream()
                    .filter(edge -> edge.endedAt().isEmpty())
                    .flatMap(edge -> edge.validFrom().stream())
                    .filter(begin -> wanted.validFrom().filter(begin::isAfter).isPresent())
                    .min(Instant::compareTo);
            if (later.isPresent()) {
                endedAt = later;
            } else {
                held.stream()
                        .filter(edge -> edge.endedAt().isEmpty())
                        .forEach(edge -> EdgeRows.close(person, edge, wanted.validFrom()));
            }
        }
        var now = person.now();
        var edge = new Edge(
                person.newId(),
                person.takeSeqs(1),
                wanted.source(),
                type,
                wanted.relation(),
                wanted.target(),
                Clean.text(wanted.content()),
                wanted.confidence(),
                now,
                Optional.empty(),
                wanted.validFrom(),
                endedAt,
                wanted.memoryId(),
                Clean.json(wanted.properties()),
                now,
                now);
        EdgeRows.insert(person, edge);
        return edge;
    }

    /// What a rollback did to relations.
    ///
    /// @param rolledBack relations that are no longer held
    /// @param reactivated relations that are held again, as new rows
    public record RolledBack(int rolledBack, int reactivated) {}

    /// Makes the relations those that were held at a moment. Nothing is overwritten, so it can be undone. Nodes
    /// stay.
    public static RolledBack rollBack(PersonTx person, Instant to) {
        var learned = EdgeRows.learnedSince(person, to);
        var ended = EdgeRows.closedSince(person, to);
        learned.forEach(edge -> EdgeRows.close(person, edge, Optional.empty()));
        for (var edge : ended) {
            EdgeRows.insert(
                    person,
                    new Edge(
                            person.newId(),
                            person.takeSeqs(1),
                            edge.source(),
                            edge.type(),
                            edge.relation(),
                            edge.target(),
                            edge.content(),
                            edge.confidence(),
                            person.now(),
                            Optional.empty(),
                            edge.validFrom(),
                            Optional.empty(),
                            edge.memoryId(),
                            edge.properties(),
                            edge.createdAt(),
                            person.now()));
        }
        return new RolledBack(learned.size(), ended.size());
    }

    /// Removes the relations that were drawn from a memory that is removed.
    public static void forget(PersonTx person, String memoryId) {
        person.update("delete from graph_edges" + PersonTx.OWN + "and memory_id = ?", memoryId);
    }
}
