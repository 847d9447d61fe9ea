package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.PersonTx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The SQL of nodes and their other names.
public final class NodeRows {
    /// Other names of one node.
    public static final int ALIASES_MAX = 100;

    /// Question marks of one statement.
    static final int CHUNK = 500;

    private static final String KEY = "and node_type = ? and node_id = ?";

    private NodeRows() {}

    private static Node read(Row row) throws SQLException {
        return new Node(
                key(row, "node"),
                row.text("name"),
                (Json.Obj) row.json("properties"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    static NodeKey key(Row row, String prefix) throws SQLException {
        return new NodeKey(NodeType.of(row.text(prefix + "_type")), row.text(prefix + "_id"));
    }

    /// One node.
    public static Optional<Node> find(PersonTx person, NodeKey key) {
        return person.first("select * from graph_nodes" + PersonTx.OWN + KEY, NodeRows::read, key.type(), key.id());
    }

    /// Nodes, those made last first.
    public static List<Node> list(PersonTx person, Optional<NodeType> type, int limit, int offset) {
        return type.map(one -> person.list(
                        "select * from graph_nodes" + PersonTx.OWN
                                + "and node_type = ? order by created_at desc, node_id limit ? offset ?",
                        NodeRows::read,
                        one,
                        limit,
                        offset))
                .orElseGet(() -> person.list(
                        "select * from graph_nodes" + PersonTx.OWN
                                + "order by created_at desc, node_type, node_id limit ? offset ?",
                        NodeRows::read,
                        limit,
                        offset));
    }

    /// How many nodes there are.
    public static long count(PersonTx person, Optional<NodeType> type) {
        return type.map(one ->
                        person.number("select count(*) from graph_nodes" + PersonTx.OWN + "and node_type = ?", one))
                .orElseGet(() -> person.number("select count(*) from graph_nodes" + PersonTx.OWN));
    }

    /// Some nodes by their keys, in a number of queries that does not grow with each.
    static Map<NodeKey, Node> all(PersonTx person, Collection<NodeKey> keys) {
        var found = new HashMap<NodeKey, Node>();
        var ids = keys.stream().map(NodeKey::id).distinct().toList();
        for (var chunk : chunks(ids)) {
            person.list(
                            "select * from graph_nodes" + PersonTx.OWN + "and node_id in (" + Tx.marks(chunk.size())
                                    + ")",
                            NodeRows::read,
                            chunk.toArray())
                    .forEach(node -> found.put(node.key(), node));
        }
        found.keySet().retainAll(keys);
        return found;
    }

    static List<List<String>> chunks(List<String> ids) {
        var chunks = new ArrayList<List<String>>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            chunks.add(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
        }
        return chunks;
    }

    /// A node that a name may mean.
    record Named(String alias, NodeKey key) {}

    static List<Named> withAliases(PersonTx person, List<String> aliases) {
        var found = new ArrayList<Named>();
        for (var chunk : chunks(aliases)) {
            found.addAll(person.list(
                    "select alias, node_type, node_id from graph_aliases" + PersonTx.OWN + "and alias in ("
                            + Tx.marks(chunk.size()) + ") order by alias, node_type, node_id",
                    row -> new Named(row.text("alias"), key(row, "node")),
                    chunk.toArray()));
        }
        return found;
    }

    /// The nodes that go by one of some names.
    static List<NodeKey> named(PersonTx person, List<String> forms) {
        return withAliases(person, forms.stream().distinct().toList()).stream()
                .map(Named::key)
                .distinct()
                .toList();
    }

    /// Makes a node, findable by its name. False if there is one.
    static boolean insert(PersonTx person, NodeKey key, String name, Json.Obj properties) {
        if (person.number("select count(*) from graph_nodes" + PersonTx.OWN) >= GraphRows.NODES_MAX) {
            throw new Refusal("The graph of this user has its " + GraphRows.NODES_MAX + " nodes; delete some first.");
        }
        var shown = Clean.line(name);
        boolean inserted = person.update(
                        "insert into graph_nodes (tenant, user_id, node_type, node_id, name, properties, created_at,"
                                + " updated_at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        key.type(),
                        key.id(),
                        shown,
                        Clean.json(properties),
                        person.now(),
                        person.now())
                == 1;
        if (inserted) {
            addAlias(person, key, Names.form(shown));
            addAlias(person, key, Names.form(key.id()));
        }
        return inserted;
    }

    private static void addAlias(PersonTx person, NodeKey key, String form) {
        person.update(
                "insert into graph_aliases (tenant, user_id, alias, node_type, node_id) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                form,
                key.type(),
                key.id());
    }

    /// Adds another name of a node.
    ///
    /// @throws Refusal if there is no such node, or it has too many
    public static void alias(PersonTx person, NodeKey key, String name) {
        require(person, key);
        if (aliases(person, key).size() >= ALIASES_MAX) {
            throw new Refusal("A node has at most " + ALIASES_MAX + " names.");
        }
        var shown = Clean.line(name);
        if (shown.isEmpty() || shown.length() > NodeKey.NAME_CHARS_MAX) {
            throw new Refusal("The name of a node has 1 to " + NodeKey.NAME_CHARS_MAX + " visible characters, not "
                    + shown.length() + ".");
        }
        addAlias(person, key, Names.form(shown));
    }

    /// The names that a node goes by, in the form in which they are compared.
    public static List<String> aliases(PersonTx person, NodeKey key) {
        return person.list(
                "select alias from graph_aliases" + PersonTx.OWN + KEY + " order by alias",
                row -> row.text("alias"),
                key.type(),
                key.id());
    }

    /// Adds properties to those of a node; a property that is there is replaced.
    ///
    /// @throws Refusal if there is no such node
    public static Node update(PersonTx person, NodeKey key, Json.Obj properties) {
        var old = find(person, key).orElseThrow(() -> unknown(key));
        var merged = old.properties();
        for (var property : Clean.json(properties).members().entrySet()) {
            merged = merged.with(property.getKey(), property.getValue());
        }
        NewEdge.checkProperties(merged);
        person.tx()
                .update(
                        "update graph_nodes set properties = ?, updated_at = ?" + PersonTx.OWN + KEY,
                        merged,
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        key.type(),
                        key.id());
        return find(person, key).orElseThrow();
    }

    /// Removes a node with all its relations, those of the past too. False if there is none.
    public static boolean delete(PersonTx person, NodeKey key) {
        person.update("delete from graph_aliases" + PersonTx.OWN + KEY, key.type(), key.id());
        for (var end : List.of("source", "target")) {
            person.update(
                    "delete from graph_edges" + PersonTx.OWN + "and " + end + "_id = ? and " + end + "_type = ?",
                    key.id(),
                    key.type());
        }
        return person.update("delete from graph_nodes" + PersonTx.OWN + KEY, key.type(), key.id()) == 1;
    }

    /// Makes sure that there is a node.
    ///
    /// @throws Refusal if there is none
    public static void require(PersonTx person, NodeKey key) {
        if (find(person, key).isEmpty()) {
            throw unknown(key);
        }
    }

    /// What is said of a node that there is not.
    public static Refusal unknown(NodeKey key) {
        return new Refusal("There is no node " + key.id() + " of this type in the graph of this user.");
    }
}
