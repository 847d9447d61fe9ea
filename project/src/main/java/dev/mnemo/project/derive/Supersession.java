package dev.mnemo.project.derive;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.util.List;

/// Corrects a node: a new one takes its place in recall, in its chains and at the end of every link that points at
/// it; the old one stays as history.
public final class Supersession {
    private static final List<String> INHERITED = List.of("domain", "confidence", "source", "priority");
    private static final List<String> INHERITED_UNLESS_EMPTY = List.of(
            "ttl_days",
            "links",
            "anchors",
            "recall_count",
            "recall_hits",
            "reinforcement_count",
            "last_reinforced",
            "last_recalled");

    private Supersession() {}

    /// What a correction says.
    ///
    /// @param content the new text
    /// @param reason why, or empty
    /// @param domain another domain, or empty for the old one's
    /// @param overrides further meta; wins over what is inherited
    public record Correction(String content, String reason, String domain, Json.Obj overrides) {}

    /// Stores the correction of a node, activates it and deactivates the old one. Domain, confidence, source,
    /// priority, lifetime, links, anchors and counters are inherited; a doubt about the old text is not.
    ///
    /// @param now epoch seconds
    /// @return the new node
    public static Node supersede(StoreChange change, Node old, Correction correction, double now) {
        var meta = inherited(old)
                .with("supersedes", old.address().toString())
                .with("reason", correction.reason())
                .with("model", "");
        if (!correction.domain().isEmpty()) {
            meta = meta.with("domain", correction.domain());
        }
        for (var entry : correction.overrides().members().entrySet()) {
            meta = meta.with(entry.getKey(), entry.getValue());
        }
        var node = Node.of(
                NodeType.SUPERSEDE, correction.content(), List.of(old.address().toString()), now, meta);
        change.put(known(change, node));
        change.deactivate(old.address());
        change.activate(node.address());
        ChainEdits.replace(change, List.of(old.address()), node.address(), now);
        return change.node(node.address()).orElseThrow();
    }

    /// A node that may have been made before and withdrawn since: it keeps when it was made and what it was
    /// tied to.
    static Node known(StoreChange change, Node made) {
        return change.node(made.address())
                .map(before -> before.editMeta(meta -> {
                    var merged = meta;
                    for (var entry : made.meta().json().members().entrySet()) {
                        merged = merged.with(entry.getKey(), entry.getValue());
                    }
                    return merged;
                }))
                .orElse(made);
    }

    private static Json.Obj inherited(Node old) {
        var from = old.meta().json();
        var meta = Json.Obj.EMPTY;
        for (var key : INHERITED) {
            var value = from.get(key);
            meta = value.isPresent() ? meta.with(key, value.get()) : meta;
        }
        for (var key : INHERITED_UNLESS_EMPTY) {
            var value = from.get(key);
            meta = value.isPresent() && !isEmpty(value.get()) ? meta.with(key, value.get()) : meta;
        }
        return meta;
    }

    private static boolean isEmpty(Json value) {
        return switch (value) {
            case Json.Arr array -> array.items().isEmpty();
            case Json.Num number -> number.value() == 0;
            case Json.Null _ -> true;
            default -> false;
        };
    }
}
