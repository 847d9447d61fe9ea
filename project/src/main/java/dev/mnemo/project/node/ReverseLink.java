package dev.mnemo.project.node;

/// A link seen from its target.
///
/// @param source the node that holds the link
/// @param relation what it says
public record ReverseLink(Address source, String relation) {}
