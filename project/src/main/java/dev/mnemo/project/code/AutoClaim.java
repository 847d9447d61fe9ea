package dev.mnemo.project.code;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.session.Session;
import java.time.InstantSource;
import java.util.List;

/// Remembers that a file was changed. There is one such node for a file at a time: the next change supersedes it, so
/// that a busy file does not fill the memory. It is active in the project's store, where recall finds it with the
/// penalty that its mark `auto_claim` brings, and it fades after a week.
final class AutoClaim {
    private static final int TTL_DAYS = 7;

    private final NodeStore store;
    private final Anchors anchors;
    private final Session session;
    private final InstantSource clock;

    AutoClaim(NodeStore store, Anchors anchors, Session session, InstantSource clock) {
        this.store = store;
        this.anchors = anchors;
        this.session = session;
        this.clock = clock;
    }

    /// What was remembered.
    ///
    /// @param address the node
    /// @param redacted the kinds of secrets that were left out
    record Claimed(Address address, List<String> redacted) {}

    /// Remembers a change of a file.
    ///
    /// @param relative the file
    /// @param text what was done
    Claimed claim(String relative, String text) {
        var redacted = Secrets.redact(text);
        var older = anchors.nodesFor(relative).stream()
                .filter(node -> node.meta().autoClaim() && isAbout(node, relative))
                .map(Node::address)
                .toList();
        var address = store.write(change -> {
            var replaced = older.stream().filter(change::isActive).toList();
            var node = node(relative, redacted.text(), replaced);
            replaced.forEach(change::deactivate);
            change.put(node);
            change.activate(node.address());
            return node.address();
        });
        session.created(address);
        return new Claimed(address, redacted.kinds());
    }

    private static boolean isAbout(Node node, String relative) {
        return node.meta().anchors().stream()
                .anyMatch(json -> Anchor.ofJson(json).path().equals(relative));
    }

    private Node node(String relative, String text, List<Address> replaced) {
        var meta = Json.Obj.EMPTY
                .with("domain", "history")
                .with("source", "conscious")
                .with("auto_claim", true)
                .with("ttl_days", TTL_DAYS)
                .with("anchors", Json.array(List.of(Anchor.file(relative))))
                .with("session_id", session.id());
        double now = clock.millis() / 1000.0;
        if (replaced.isEmpty()) {
            return Node.of(NodeType.LEAF, text, List.of(), now, meta);
        }
        return Node.of(
                NodeType.SUPERSEDE,
                text,
                replaced.stream().map(Address::toString).toList(),
                now,
                meta.with("supersedes", replaced.getLast().toString()).with("reason", "changed again"));
    }
}
