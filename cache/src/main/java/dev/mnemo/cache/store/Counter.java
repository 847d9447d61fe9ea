package dev.mnemo.cache.store;

/// A number that is counted for a namespace.
///
/// @param namespace whose number it is
/// @param name what is counted
/// @param value how many, or how many to add
public record Counter(String namespace, String name, long value) {}
