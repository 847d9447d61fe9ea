package dev.mnemo.project.infer;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.util.List;
import java.util.Optional;

/// The nodes that events are about, as findings show them.
///
/// @param store where they are
record Nodes(NodeStore store) {
    private static final int CONTENT_CHARS = 80;

    Optional<Node> node(String address) {
        return Address.parse(address).flatMap(parsed -> store.read(view -> view.node(parsed)));
    }

    /// `[address] [domain] content`, or what is left of it if the node is unknown.
    String line(String address) {
        return node(address)
                .map(node -> "[" + brief(address) + "] [" + node.meta().domain() + "] "
                        + Plain.line(node.content(), CONTENT_CHARS))
                .orElseGet(() -> "[" + brief(address) + "]");
    }

    String domain(String address) {
        return node(address).map(node -> node.meta().domain()).orElse("");
    }

    static String brief(String address) {
        return address.substring(0, Math.min(Address.DIGITS_SHOWN, address.length()));
    }

    /// The active nodes that recall could surface.
    List<Node> recallable() {
        return store.read(view -> view.activeNodes().stream()
                .filter(node ->
                        !node.type().equals(NodeType.PIPELINE) && !node.type().equals(NodeType.VECTOR))
                .filter(node ->
                        !node.meta().flag("handoff") && !node.meta().source().equals("survey"))
                .toList());
    }
}
