package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;

/// A store at one moment. Valid only inside the call that handed it out.
public interface StoreView {
    /// The node with an address.
    Optional<Node> node(Address address);

    /// Whether there is a node with an address; costs less than looking at it.
    default boolean has(Address address) {
        return node(address).isPresent();
    }

    /// Every node, active or not, in ascending order of address.
    Collection<Node> nodes();

    /// The addresses that recall may surface, ascending.
    SortedSet<Address> active();

    /// The active nodes, in ascending order of address.
    List<Node> activeNodes();

    /// Whether recall may surface the node.
    boolean isActive(Address address);

    /// The nodes whose address begins with a text of hexadecimal digits, ascending, at most `limit`.
    List<Node> withPrefix(String prefix, int limit);

    /// Whether the store keeps chains at all.
    boolean hasChains();

    /// Chain files by chain id, in the order of the file.
    SequencedMap<String, Json.Obj> chains();

    /// Addresses of the roots, oldest first.
    List<Address> roots();

    /// The links that point at a node, in the order in which they were made.
    List<ReverseLink> linksTo(Address target);

    /// The content-hash anchors of active nodes by file, as relative POSIX paths.
    Map<String, List<FileAnchor>> anchorsByFile();

    /// The nodes, active or not, that may have anchors in a file: those with one in a file of this name, in whatever
    /// folder. Ascending.
    ///
    /// @param path as it is written in anchors
    List<Node> anchoredIn(String path);

    /// The nodes that name this node among their inputs, ascending.
    List<Node> descendants(Address address);

    /// The node an agent means by an address or the first digits of one.
    ///
    /// @throws Refusal if no node or more than one begins so, or if the text is no address; the sentence says
    ///     which
    default Node require(String addressOrPrefix) {
        var text = addressOrPrefix.strip();
        if (text.isEmpty() || text.length() > Address.DIGITS || !Address.isHex(text)) {
            throw new Refusal("'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                    + "' is no address: give the first 4 to 12 hexadecimal digits of one, as shown by recall"
                    + " and search.");
        }
        var found = withPrefix(text, 3);
        if (found.isEmpty()) {
            throw new Refusal("Not found: " + text + ". An address is given by its first 4 to 12 hexadecimal digits;"
                    + " memory_search finds the node.");
        }
        if (found.size() > 1) {
            throw new Refusal("The prefix " + text + " is ambiguous: "
                    + String.join(
                            ", ",
                            found.stream()
                                    .map(node -> node.address().toString())
                                    .toList())
                    + (found.size() == 3 ? ", …" : "") + ". Give more digits.");
        }
        return found.getFirst();
    }

    /// The active node that stands for another today: the node itself if it is active, otherwise what corrected
    /// or summarised it, followed until something active is found; empty if nothing is.
    Optional<Node> successor(Address address);

    /// A number that changes with every change of the store, whoever makes it, and is the same again after a
    /// reopening when nothing was changed. Says nothing about order.
    long generation();

    /// A number that stands for the set of active addresses, and so for every text that recall may surface: it
    /// changes when a node becomes active or inactive and does not when counters or other meta change. Costs
    /// nothing to ask.
    long activeFingerprint();
}
