package dev.mnemo.project.lookup;

import dev.mnemo.project.node.StoreView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// How many active nodes say nearly the same. Counting compares a whole store, so the count is kept until another set
/// of
/// nodes is active.
final class Redundancy {
    private static final double SIMILARITY_REDUNDANT = 0.5;

    private record Counted(long fingerprint, int pairs) {}

    private final AtomicReference<Optional<Counted>> last = new AtomicReference<>(Optional.empty());

    int pairs(StoreView view) {
        long fingerprint = view.activeFingerprint();
        return last.get()
                .filter(counted -> counted.fingerprint() == fingerprint)
                .orElseGet(() -> count(view, fingerprint))
                .pairs();
    }

    private Counted count(StoreView view, long fingerprint) {
        var pairs = new Likeness(Lookup.compared(view))
                .pairs(SIMILARITY_REDUNDANT, 1)
                .count();
        var counted = new Counted(fingerprint, pairs);
        last.set(Optional.of(counted));
        return counted;
    }
}
