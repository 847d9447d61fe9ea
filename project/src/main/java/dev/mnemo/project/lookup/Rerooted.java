package dev.mnemo.project.lookup;

/// A root that was made.
///
/// @param address the root
/// @param previous the root before it, or empty
/// @param activeNodes how many nodes it pictures
/// @param changed whether a root was added; false if nothing changed since the last one
public record Rerooted(String address, String previous, int activeNodes, boolean changed) {}
