package dev.mnemo.project.lookup;

import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many active nodes say nearly the same. The first count compares the whole store; later ones only what became
/// active or inactive since. The number is kept beside the store for the next process.
final class Redundancy {
    private static final double SIMILARITY_REDUNDANT = 0.5;
    private static final String NAME = "redundancy";

    /// Changes with the form of what is kept and with what counts as nearly the same.
    private static final long FORM = 0x7265_6475_6e64_0001L;

    /// If one part in so many of the nodes changed, counting anew is quicker.
    private static final int CHANGED_SHARE = 8;

    private @Nullable PairCount counted;
    private boolean known;
    private boolean kept;
    private long fingerprint;
    private int pairs;

    /// Takes over what an earlier process counted, if nothing has changed since.
    synchronized void load(NodeStore store) {
        if (!known) {
            long now = store.read(StoreView::activeFingerprint);
            store.derived()
                    .load(NAME, now ^ FORM)
                    .filter(block -> block.length == Integer.BYTES)
                    .ifPresent(block -> note(now, ByteBuffer.wrap(block).getInt(), true));
        }
    }

    /// Keeps what was counted for the next process.
    synchronized void save(NodeStore store) {
        if (known && !kept) {
            var block = ByteBuffer.allocate(Integer.BYTES).putInt(pairs).array();
            kept = store.derived().save(NAME, fingerprint ^ FORM, block);
        }
    }

    synchronized int pairs(StoreView view) {
        long now = view.activeFingerprint();
        if (!known || now != fingerprint) {
            var before = counted;
            var after = before == null ? count(view) : follow(before, view);
            counted = after;
            note(now, after.pairs(), false);
        }
        return pairs;
    }

    private void note(long ofFingerprint, int number, boolean isKept) {
        known = true;
        kept = isKept;
        fingerprint = ofFingerprint;
        pairs = number;
    }

    private static PairCount count(StoreView view) {
        return new PairCount(Lookup.compared(view), SIMILARITY_REDUNDANT);
    }

    private static PairCount follow(PairCount counted, StoreView view) {
        var gone = new ArrayList<Address>();
        for (var address : counted.addresses()) {
            if (!view.isActive(address)) {
                gone.add(address);
            }
        }
        var come = come(counted, view);
        if ((gone.size() + come.size()) * CHANGED_SHARE > counted.size()) {
            return count(view);
        }
        gone.forEach(counted::remove);
        come.forEach(counted::add);
        return counted;
    }

    private static List<Node> come(PairCount counted, StoreView view) {
        return view.active().stream()
                .filter(address -> !counted.holds(address))
                .flatMap(address -> view.node(address).stream())
                .filter(Lookup::isCompared)
                .toList();
    }
}
