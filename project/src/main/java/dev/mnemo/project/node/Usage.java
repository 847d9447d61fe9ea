package dev.mnemo.project.node;

/// That a node was shown, or turned out to be of use.
///
/// @param address the node
/// @param recalls how often it was shown
/// @param hits how often something was done with it soon afterwards
/// @param lastRecalled when it was last shown, epoch seconds; 0 leaves the time as it is
public record Usage(Address address, int recalls, int hits, double lastRecalled) {
    Usage plus(Usage more) {
        return new Usage(address, recalls + more.recalls, hits + more.hits, Math.max(lastRecalled, more.lastRecalled));
    }

    Node on(Node node) {
        return node.editMeta(meta -> {
            var counted = meta;
            if (recalls != 0) {
                counted = counted.with("recall_count", node.meta().recallCount() + recalls);
            }
            if (lastRecalled > 0) {
                counted = counted.with("last_recalled", lastRecalled);
            }
            return hits == 0 ? counted : counted.with("recall_hits", node.meta().recallHits() + hits);
        });
    }
}
