package dev.mnemo.project.node;

/// A named arrow from the node that holds it to another node.
///
/// @param target where it points
/// @param relation what it says, usually one of {@link Relation}
public record Link(Address target, String relation) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Link link && link.target.equals(target) && link.relation.equals(relation);
    }

    @Override
    public int hashCode() {
        return 31 * target.hashCode() + relation.hashCode();
    }
}
