package dev.mnemo.kernel.vector;

/// A vector found near another.
///
/// @param id the name under which the vector was put
/// @param similarity cosine of the angle between the two, from -1 to 1
public record Neighbour(long id, float similarity) {}
