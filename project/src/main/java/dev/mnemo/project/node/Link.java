package dev.mnemo.project.node;

/// A named arrow from the node that holds it to another node.
///
/// @param target where it points
/// @param relation what it says, usually one of {@link Relation}
public record Link(Address target, String relation) {}
