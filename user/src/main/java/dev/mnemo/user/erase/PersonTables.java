package dev.mnemo.user.erase;

import java.util.List;

/// The tables that hold rows of people.
final class PersonTables {
    /// What the application and the memory know, in the order in which it is exported.
    static final List<String> CONTENT = List.of(
            "messages",
            "sessions",
            "memories",
            "removals",
            "memory_sources",
            "memory_links",
            "memory_history",
            "trait_evidence",
            "key_values",
            "key_value_history",
            "graph_nodes",
            "graph_aliases",
            "graph_edges",
            "documents",
            "emotion_profiles",
            "reflection_cycles",
            "counters",
            "work");

    /// What follows from the content and is not exported as rows.
    static final List<String> DERIVED = List.of("vectors", "entries", "lanes");

    /// What an export is sorted by, so that equal memories have equal exports.
    static String order(String table) {
        return switch (table) {
            case "messages", "memories", "memory_history", "key_value_history", "graph_edges" -> "seq";
            case "removals" -> "change";
            case "sessions" -> "session_id";
            case "memory_sources" -> "memory_id, message_id";
            case "memory_links" -> "memory_id, other_id, relation";
            case "trait_evidence" -> "trait_id, memory_id, kind";
            case "key_values" -> "namespace, name";
            case "graph_nodes" -> "node_type, node_id";
            case "graph_aliases" -> "alias, node_type, node_id";
            case "documents", "reflection_cycles" -> "id";
            case "counters" -> "name";
            case "work" -> "kind, seq";
            default -> "created_at";
        };
    }

    /// Whether the order is by names that may be encrypted.
    static boolean isSortedByNames(String table) {
        return switch (table) {
            case "sessions", "key_values", "graph_nodes", "graph_aliases", "counters" -> true;
            default -> false;
        };
    }

    private PersonTables() {}
}
