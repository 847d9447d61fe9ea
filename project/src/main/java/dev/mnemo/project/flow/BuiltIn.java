package dev.mnemo.project.flow;

import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// The pipelines that come with the program. None of them changes anything.
final class BuiltIn {
    static final List<Pipeline> ALL = List.of(
            pipeline(
                    "session-orient",
                    "Orient a new session: surface the architecture around a topic and sum it up",
                    """
                    [{"op": "recall", "query": "{input}", "max_nodes": 12}, {"op": "traverse", "depth": 1},
                     {"op": "filter", "domain": "architecture"}, {"op": "dedupe"},
                     {"op": "compress", "label": "orientation: {input}"}]"""),
            pipeline("file-context", "Surface everything known about a file", """
                    [{"op": "spatial", "file": "{input}"}, {"op": "traverse", "depth": 1}, {"op": "dedupe"}]"""),
            pipeline("issue-cluster", "Sum up the known issues", """
                    [{"op": "active", "domain": "issues"}, {"op": "dedupe"},
                     {"op": "compress", "label": "known issues", "domain": "issues"}]"""),
            pipeline("drift-check", "Find nodes whose anchored code has changed or is gone", """
                    [{"op": "active"}, {"op": "filter", "has_anchors": true}, {"op": "filter", "drifted": true},
                     {"op": "dedupe"}]"""));

    private BuiltIn() {}

    private static Pipeline pipeline(String name, String description, String steps) {
        return new Pipeline(name, "", description, ((Json.Arr) Json.parse(steps)).objects());
    }

    static Optional<Pipeline> named(String name) {
        return ALL.stream().filter(pipeline -> pipeline.name().equals(name)).findFirst();
    }
}
