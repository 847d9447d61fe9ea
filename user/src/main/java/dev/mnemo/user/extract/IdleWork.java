package dev.mnemo.user.extract;

import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.work.Handler;

/// Looks after sessions that fall silent.
public final class IdleWork implements Handler {
    private final Triggers triggers;

    public IdleWork(Triggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public String kind() {
        return Lanes.TIMER;
    }

    @Override
    public int itemsMax() {
        return 1;
    }

    @Override
    public Results work(Lease lease) {
        return person -> triggers.idle(person).ifPresent(next -> Lanes.schedule(person, Lanes.TIMER, next));
    }
}
