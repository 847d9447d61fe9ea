package dev.mnemo.cache;

/// Which entries go first when there are too many.
public enum EvictionOrder {
    /// Those given out longest ago.
    LEAST_RECENT,
    /// Of those given out longest ago, the ones cheapest to make again and least asked for.
    CHEAPEST
}
