package dev.mnemo.cache;

import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.Refusal;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which version of each source of knowledge is current. A source is a tag; an answer that bears it and was made from
/// another version is not stored any more, and what is stored of it is removed.
final class Sources {
    private static final String NOTE = "source/";

    private final Store store;
    private final Map<String, String> current = new ConcurrentHashMap<>();

    Sources(Store store) {
        this.store = store;
    }

    /// Takes over what the store knows.
    void load() {
        store.notes(NOTE).forEach((name, version) -> current.put(name.substring(NOTE.length()), version));
    }

    /// Declares the current version of a source.
    void declare(String tag, String version) {
        if (tag.isBlank() || version.isBlank()) {
            throw new Refusal("A source needs a tag and a version.");
        }
        store.writeNotes(Map.of(NOTE + tag, version));
        current.put(tag, version);
    }

    /// Whether an answer rests on a version of a source that is not current. An answer without a version rests on
    /// none.
    boolean isOutdated(Collection<String> tags, String version) {
        return !version.isEmpty()
                && tags.stream().anyMatch(tag -> current.containsKey(tag) && !version.equals(current.get(tag)));
    }
}
