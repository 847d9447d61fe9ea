package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.store.Clean;

/// Names a node among those of one person.
///
/// @param type what sort of thing it is
/// @param id its name as an id: lower case, words joined by `_`
public record NodeKey(NodeType type, String id) {
    /// Characters of a node's name and of its id.
    public static final int NAME_CHARS_MAX = 255;

    /// The node of the person whose memory this is.
    public static final NodeKey USER = new NodeKey(NodeType.USER, "user");

    public NodeKey {
        id = type == NodeType.USER ? "user" : Names.id(Clean.line(id));
        if (id.isEmpty() || id.length() > NAME_CHARS_MAX) {
            throw new Refusal(
                    "The name of a node has 1 to " + NAME_CHARS_MAX + " visible characters, not " + id.length() + ".");
        }
    }
}
