package dev.mnemo.project.code;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Node;

/// A node as the code tools show it.
///
/// @param address its name, 12 digits
/// @param domain its domain, or an empty text
/// @param priority how much it wants to be seen, 0 if not said
/// @param text what it says, on one line, cut
public record KnownNode(String address, String domain, double priority, String text) {
    /// Characters of a node's text in a list of nodes.
    static final int TEXT_CHARS = 200;

    static KnownNode of(Node node, int charsMax) {
        return new KnownNode(
                node.address().toString(),
                node.meta().domain(),
                node.meta().priority(),
                Plain.line(node.content(), charsMax));
    }

    static KnownNode of(Node node) {
        return of(node, TEXT_CHARS);
    }
}
