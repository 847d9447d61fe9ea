package dev.mnemo.kernel.event;

/// Where events go. Emitting never fails and never blocks for longer than an append to a local file.
@FunctionalInterface
public interface EventLog {
    /// Drops every event.
    EventLog NONE = _ -> {};

    /// Records one event.
    void emit(Event event);
}
