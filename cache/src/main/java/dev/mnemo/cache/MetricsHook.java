package dev.mnemo.cache;

import java.util.Map;

/// Gets an event for everything that happens, on the thread on which it happens and outside every lock. What it throws
/// is logged and dropped. The names and attributes of events are those of {@link CacheEvent}.
@FunctionalInterface
public interface MetricsHook {
    /// Hears nothing.
    MetricsHook NONE = (_, _) -> {};

    /// @param event a name, such as `hit`
    /// @param attributes values by name: texts and numbers
    void event(String event, Map<String, Object> attributes);
}
