package dev.mnemo.user;

import java.util.function.Consumer;

/// Somebody who is told about something and can be replaced at any time. What they throw is logged and changes nothing.
final class Told<T> implements Consumer<T> {
    private static final System.Logger LOG = System.getLogger(Told.class.getName());

    private volatile Consumer<T> listener;

    Told(Consumer<T> listener) {
        this.listener = listener;
    }

    void set(Consumer<T> another) {
        listener = another;
    }

    @Override
    public void accept(T event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
        }
    }
}
