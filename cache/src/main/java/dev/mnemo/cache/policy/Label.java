package dev.mnemo.cache.policy;

/// A decision whose truth came to light.
///
/// @param evidence what was known
/// @param rightBefore how often the entry had been found right before
/// @param wrongBefore how often it had been found wrong
/// @param right whether the entry's answer was the right one
public record Label(Evidence evidence, int rightBefore, int wrongBefore, boolean right) {}
