package dev.mnemo.project.session;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.util.List;

/// Puts nodes and chains into stores, as claims do.
final class Notes {
    static final double NOW = 1_795_000_000.5;

    private Notes() {}

    static Address leaf(NodeStore store, String domain, String content, Json.Obj meta) {
        var all = Json.Obj.EMPTY.with("domain", domain);
        for (var member : meta.members().entrySet()) {
            all = all.with(member.getKey(), member.getValue());
        }
        var node = Node.of(NodeType.LEAF, content, List.of(), NOW, all);
        return store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node.address();
        });
    }

    static Address leaf(NodeStore store, String domain, String content) {
        return leaf(store, domain, content, Json.Obj.EMPTY);
    }

    static void chain(NodeStore store, String id, String status, Address... members) {
        var texts = List.of(members).stream().map(Address::toString).toList();
        store.write(change -> {
            change.putChain(
                    id,
                    Json.Obj.EMPTY
                            .with("chain_id", id)
                            .with("head", texts.getLast())
                            .with("tail", texts.getFirst())
                            .with("members", Json.strings(texts))
                            .with("domain", "decisions")
                            .with("summary", "auth design")
                            .with("status", status));
            return id;
        });
    }
}
