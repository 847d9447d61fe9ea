package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.PersonTx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The SQL of edges.
public final class EdgeRows {
    private static final String SELECT = "select * from graph_edges" + PersonTx.OWN;

    private EdgeRows() {}

    private static Edge read(Row row) throws SQLException {
        return new Edge(
                row.text("id"),
                row.number("seq"),
                NodeRows.key(row, "source"),
                EdgeType.of(row.text("edge_type")),
                row.text("relation"),
                NodeRows.key(row, "target"),
                row.text("content"),
                row.real("confidence"),
                row.instant("known_from"),
                row.optionalInstant("known_until"),
                row.optionalInstant("valid_from"),
                row.optionalInstant("ended_at"),
                row.optionalText("memory_id"),
                (Json.Obj) row.json("properties"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    static void insert(PersonTx person, Edge edge) {
        person.update(
                "insert into graph_edges (tenant, user_id, seq, id, source_type, source_id, edge_type, relation,"
                        + " target_type, target_id, content, confidence, known_from, known_until, valid_from, ended_at,"
                        + " memory_id, properties, created_at, updated_at) values (?, ?, " + Tx.marks(18) + ")",
                edge.seq(),
                edge.id(),
                edge.source().type(),
                edge.source().id(),
                edge.type(),
                edge.relation(),
                edge.target().type(),
                edge.target().id(),
                edge.content(),
                edge.confidence(),
                edge.knownFrom(),
                edge.knownUntil(),
                edge.validFrom(),
                edge.endedAt(),
                edge.memoryId(),
                edge.properties(),
                edge.createdAt(),
                edge.updatedAt());
    }

    /// One edge, held or of the past.
    public static Optional<Edge> find(PersonTx person, String id) {
        return person.first(SELECT + "and id = ?", EdgeRows::read, id);
    }

    /// The relations of one name that a node has, as the memory holds them now.
    static List<Edge> held(PersonTx person, NodeKey source, EdgeType type, String relation) {
        return person.list(
                SELECT + "and source_id = ? and source_type = ? and known_until is null and edge_type = ?"
                        + " and relation = ? order by seq",
                EdgeRows::read,
                source.id(),
                source.type(),
                type,
                relation);
    }

    static void close(PersonTx person, Edge edge, Optional<Instant> endedAt) {
        person.tx()
                .update(
                        "update graph_edges set known_until = ?, ended_at = coalesce(?, ended_at), updated_at = ?"
                                + PersonTx.OWN + "and seq = ? and known_until is null",
                        person.now(),
                        endedAt,
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        edge.seq());
    }

    /// Says of a relation that it ended, and adds properties to those it has.
    ///
    /// @throws Refusal if there is no such relation
    public static Edge update(PersonTx person, String id, Optional<Instant> endedAt, Json.Obj properties) {
        var old = find(person, id)
                .orElseThrow(() -> new Refusal("There is no relation '" + id + "' in the graph of this user."));
        if (old.validFrom().isPresent()
                && endedAt.filter(old.validFrom().get()::isAfter).isPresent()) {
            throw new Refusal("The relation begins at " + old.validFrom().get() + " and cannot end before, at "
                    + endedAt.get() + ".");
        }
        var merged = old.properties();
        for (var property : Clean.json(properties).members().entrySet()) {
            merged = merged.with(property.getKey(), property.getValue());
        }
        NewEdge.checkProperties(merged);
        person.tx()
                .update(
                        "update graph_edges set ended_at = coalesce(?, ended_at), properties = ?, updated_at = ?"
                                + PersonTx.OWN + "and id = ?",
                        endedAt,
                        merged,
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        id);
        return find(person, id).orElseThrow();
    }

    /// Removes a relation as if it had never been said. False if there is none.
    public static boolean delete(PersonTx person, String id) {
        return person.update("delete from graph_edges" + PersonTx.OWN + "and id = ?", id) == 1;
    }

    /// Which end of an edge is meant.
    enum End {
        SOURCE,
        TARGET;

        NodeKey of(Edge edge) {
            return this == SOURCE ? edge.source() : edge.target();
        }

        NodeKey other(Edge edge) {
            return this == SOURCE ? edge.target() : edge.source();
        }

        String column() {
            return this == SOURCE ? "source_id" : "target_id";
        }
    }

    /// The edges that touch some nodes with one end and held at a moment, surest first.
    ///
    /// @param types only these; all if empty
    /// @param asOf now, if empty
    static List<Edge> touching(
            PersonTx person,
            Collection<NodeKey> nodes,
            End end,
            Set<EdgeType> types,
            Optional<Instant> asOf,
            int limit) {
        var found = new ArrayList<Edge>();
        var ids = nodes.stream().map(NodeKey::id).distinct().toList();
        for (var chunk : NodeRows.chunks(ids)) {
            var arguments = new ArrayList<Object>(chunk);
            var sql = new StringBuilder(SELECT)
                    .append("and ")
                    .append(end.column())
                    .append(" in (")
                    .append(Tx.marks(chunk.size()))
                    .append(") ");
            if (!types.isEmpty()) {
                sql.append("and edge_type in (").append(Tx.marks(types.size())).append(") ");
                arguments.addAll(types);
            }
            if (asOf.isPresent()) {
                sql.append("and known_from <= ? and (known_until is null or known_until > ?) ");
                arguments.add(asOf.get());
                arguments.add(asOf.get());
            } else {
                sql.append("and known_until is null ");
            }
            sql.append("and (ended_at is null or ended_at > ?) order by confidence desc, seq desc limit ?");
            arguments.add(asOf.orElseGet(person::now));
            arguments.add(limit);
            found.addAll(person.list(sql.toString(), EdgeRows::read, arguments.toArray()));
        }
        found.removeIf(edge -> !nodes.contains(end.of(edge)));
        return found;
    }

    static List<Edge> learnedSince(PersonTx person, Instant moment) {
        return person.list(SELECT + "and known_until is null and known_from > ? order by seq", EdgeRows::read, moment);
    }

    static List<Edge> closedSince(PersonTx person, Instant moment) {
        return person.list(
                SELECT + "and known_until > ? and known_from <= ? order by seq", EdgeRows::read, moment, moment);
    }
}
