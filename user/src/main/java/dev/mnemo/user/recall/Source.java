package dev.mnemo.user.recall;

/// Which part of the memory a hit comes from.
public enum Source {
    MEMORY,
    CONVERSATION,
    DOCUMENT,
    GRAPH
}
