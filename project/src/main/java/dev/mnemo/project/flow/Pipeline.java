package dev.mnemo.project.flow;

import dev.mnemo.kernel.json.Json;
import java.util.List;

/// A sequence of retrieval steps with a name.
///
/// @param name what it is run by
/// @param address its node, or an empty text if it is built in
/// @param description what it is for, possibly empty
/// @param steps what it does, in order, as definitions write it
public record Pipeline(String name, String address, String description, List<Json.Obj> steps) {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    /// Whether it came with the program.
    public boolean builtIn() {
        return address.isEmpty();
    }
}
