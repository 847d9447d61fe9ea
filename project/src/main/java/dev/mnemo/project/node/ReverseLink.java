package dev.mnemo.project.node;

/// A link seen from its target.
///
/// @param source the node that holds the link
/// @param relation what it says
public record ReverseLink(Address source, String relation) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ReverseLink link && link.source.equals(source) && link.relation.equals(relation);
    }

    @Override
    public int hashCode() {
        return 31 * source.hashCode() + relation.hashCode();
    }
}
