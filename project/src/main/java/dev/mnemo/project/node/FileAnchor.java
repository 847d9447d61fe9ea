package dev.mnemo.project.node;

/// Says that one anchor of a node lies in a certain file.
///
/// @param address the node
/// @param anchorIndex the place of the anchor in the node's list, from 0
public record FileAnchor(Address address, int anchorIndex) {}
