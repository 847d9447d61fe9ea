package dev.mnemo.project.node;

/// Says that one anchor of a node lies in a certain file.
///
/// @param address the node
/// @param anchorIndex the place of the anchor in the node's list, from 0
public record FileAnchor(Address address, int anchorIndex) {
    @Override
    public boolean equals(Object other) {
        return other instanceof FileAnchor anchor
                && anchor.anchorIndex == anchorIndex
                && anchor.address.equals(address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + anchorIndex;
    }
}
