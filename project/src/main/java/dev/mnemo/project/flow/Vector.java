package dev.mnemo.project.flow;

import dev.mnemo.kernel.json.Json;
import java.util.List;

/// A combination of pipelines with a name.
///
/// @param name what it is run by
/// @param address its node
/// @param description what it is for, possibly empty
/// @param components the pipelines, each `{pipeline, params}`
/// @param merge how their outcomes become one
/// @param post the steps that follow
public record Vector(
        String name, String address, String description, List<Json.Obj> components, String merge, List<Json.Obj> post) {
    public Vector {
        components = List.copyOf(components);
        post = List.copyOf(post);
    }
}
