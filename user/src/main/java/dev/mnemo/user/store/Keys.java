package dev.mnemo.user.store;

import dev.mnemo.user.seal.MasterKeys;
import dev.mnemo.user.seal.PersonSeal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The keys of people, unwrapped as they are needed. A few thousand are held in memory.
public final class Keys {
    private static final int HELD_MAX = 5_000;

    private record Wrapped(Owner owner, String key) {}

    private final Optional<MasterKeys> masters;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Wrapped, PersonSeal> held = new LinkedHashMap<>(16, 0.75f, true);

    Keys(Optional<MasterKeys> masters, RandomGenerator random) {
        this.masters = masters;
        this.random = random;
    }

    private static String name(Owner owner) {
        return owner.tenant() + '\0' + owner.userId();
    }

    /// A key for somebody new, wrapped; empty if content is not encrypted.
    public Optional<String> made(Owner owner) {
        return masters.map(one -> one.newKey(name(owner), random));
    }

    /// What a person's content is read and written with.
    public PersonSeal open(Owner owner, String wrapped) {
        var wanted = new Wrapped(owner, wrapped);
        lock.lock();
        try {
            var known = held.get(wanted);
            if (known != null) {
                return known;
            }
            var opened = masters.orElseThrow(MasterKeys::missing).open(name(owner), wrapped, random);
            held.put(wanted, opened);
            if (held.size() > HELD_MAX) {
                held.remove(held.keySet().iterator().next());
            }
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a key can be unwrapped.
    public boolean opens(String wrapped) {
        return masters.filter(one -> one.wrapped(wrapped)).isPresent();
    }

    /// The same key wrapped by the present master key; empty if it is already, or content is not encrypted.
    public Optional<String> rewrapped(Owner owner, String wrapped) {
        return masters.map(one -> one.rewrap(name(owner), wrapped, random)).filter(other -> !other.equals(wrapped));
    }

    /// Forgets the key of somebody who was erased.
    public void drop(Owner owner) {
        lock.lock();
        try {
            held.keySet().removeIf(one -> one.owner().equals(owner));
        } finally {
            lock.unlock();
        }
    }
}
