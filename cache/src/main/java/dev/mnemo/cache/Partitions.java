package dev.mnemo.cache;

/// Names of partitions: what a search by meaning never leaves.
final class Partitions {
    private Partitions() {}

    /// The name of a namespace's partition. A fingerprint has no line feed, so two pairs never share a name.
    static String name(String namespace, String partition) {
        return partition + '\n' + namespace;
    }
}
