package dev.mnemo.kernel.event;

import dev.mnemo.kernel.json.Json;
import java.util.List;

/// Something that happened in a memory.
///
/// @param layer who caused it
/// @param name what happened, one lower-case word such as `recall` or `claim`
/// @param summary one human sentence
/// @param addresses the rows it was about, possibly none
/// @param domain the domain it was about, or an empty text
/// @param detail further facts, possibly none
public record Event(Layer layer, String name, String summary, List<String> addresses, String domain, Json.Obj detail) {

    /// Who caused an event.
    public enum Layer {
        /// The memory itself, while it served something else: a recall, a drift found.
        SUBCONSCIOUS,
        /// An agent or a person who asked for it.
        CONSCIOUS,
        /// Upkeep.
        SYSTEM
    }

    public Event {
        addresses = List.copyOf(addresses);
    }

    /// An event about no rows and no domain.
    public static Event of(Layer layer, String name, String summary) {
        return new Event(layer, name, summary, List.of(), "", Json.Obj.EMPTY);
    }
}
