package dev.mnemo.project.recall;

import dev.mnemo.project.node.NodeStore;

/// Where recall and search look.
///
/// @param store the nodes of the project
/// @param global the nodes that hold in every project
/// @param others the stores of other projects by name
/// @param rankings how each of them is ranked
public record Sources(NodeStore store, NodeStore global, OtherStores others, Rankings rankings) {}
