package dev.mnemo.app;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A memory that is opened when it is first needed and closed once.
final class Lazy<T> implements AutoCloseable {
    private final Supplier<T> opener;
    private final Consumer<T> question;
    private final Consumer<T> closer;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<T> open = Optional.empty();
    private boolean closed;

    /// @param question something small to ask of it, which fails if its store does
    Lazy(Supplier<T> opener, Consumer<T> question, Consumer<T> closer) {
        this.opener = opener;
        this.question = question;
        this.closer = closer;
    }

    /// The memory. Whoever comes while it is being opened waits; if that fails, each tries for himself.
    T get() {
        var known = open;
        if (known.isPresent()) {
            return known.get();
        }
        lock.lock();
        try {
            if (closed) {
                throw new MnemoException(
                        Fault.STORE_BUSY, "The server is stopping.", "Ask again when it has been started.");
            }
            if (open.isEmpty()) {
                open = Optional.of(opener.get());
            }
            return open.get();
        } finally {
            lock.unlock();
        }
    }

    /// Opens it if need be and asks it something; says what is wrong, or nothing.
    String trouble() {
        try {
            question.accept(get());
            return "";
        } catch (MnemoException broken) {
            return broken.sentence();
        } catch (Refusal refused) {
            return refused.sentence();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            open.ifPresent(closer);
        } finally {
            lock.unlock();
        }
    }
}
