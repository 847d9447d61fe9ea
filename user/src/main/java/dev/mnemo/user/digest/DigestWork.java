package dev.mnemo.user.digest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.work.Handler;

/// Does the digests that are due, one batch after the other.
public final class DigestWork implements Handler {
    private final Digest digest;

    public DigestWork(Digest digest) {
        this.digest = digest;
    }

    @Override
    public String kind() {
        return Digest.LANE;
    }

    @Override
    public int itemsMax() {
        return 1;
    }

    @Override
    public Results work(Lease lease) {
        var batch = digest.look(lease.owner(), Digest.BATCH_DEFAULT);
        return person -> batch.ifPresent(one -> {
            if (digest.write(person, one, "interval").isPresent()
                    && !one.material().isLast()) {
                Lanes.add(person, Digest.LANE, Json.Obj.EMPTY);
            }
        });
    }
}
