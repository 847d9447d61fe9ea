package dev.mnemo.project.lookup;

/// A chain or a node with its origins, written out.
///
/// @param id the chain's id or the node's address
/// @param kind `chain` or `node`
/// @param nodes how many nodes it has, the node itself included
/// @param text what they say
public record Shown(String id, String kind, int nodes, String text) {}
