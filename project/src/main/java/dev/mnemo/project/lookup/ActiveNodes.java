package dev.mnemo.project.lookup;

/// The active nodes by domain, newest first.
///
/// @param nodes how many there are
/// @param text the first of them, a line each
public record ActiveNodes(int nodes, String text) {}
