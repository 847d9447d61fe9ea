package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.util.List;
import java.util.Optional;

/// The file of the official MCP memory server: a line of JSON for each entity (with its observations) and each
/// relation.
/// The answer of its tool `read_graph`, one object with both lists, is read too. An observation and a relation each
/// become one sentence.
final class KnowledgeGraph implements Source {
    private final String text;

    KnowledgeGraph(String text) {
        this.text = text;
    }

    /// Whether a text is such a file: its first line that is JSON is an entity or a relation.
    static boolean isLines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .limit(20)
                .flatMap(line -> parsed(line).stream())
                .anyMatch(line -> isEntity(line) || isRelation(line));
    }

    static boolean isWhole(Json json) {
        return json instanceof Json.Obj graph
                && (graph.has("entities") || graph.has("relations"))
                && (graph.array("entities").objects().stream().anyMatch(KnowledgeGraph::isEntity)
                        || graph.array("relations").objects().stream().anyMatch(KnowledgeGraph::isRelation));
    }

    private static Optional<Json.Obj> parsed(String line) {
        try {
            return Json.parse(line) instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
        } catch (JsonFault broken) {
            return Optional.empty();
        }
    }

    private static boolean isEntity(Json.Obj line) {
        return line.has("name") && line.has("entityType") && line.has("observations");
    }

    private static boolean isRelation(Json.Obj line) {
        return line.has("from") && line.has("to") && line.has("relationType");
    }

    @Override
    public String name() {
        return "MCP memory server";
    }

    @Override
    public Target usual() {
        return Target.USER;
    }

    @Override
    public long expected() {
        return isLines(text) ? text.lines().count() : 0;
    }

    @Override
    public void read(Receiver receiver) {
        if (!isLines(text)) {
            var graph = Json.parseObject(text);
            int number = 0;
            for (var list : List.of("entities", "relations")) {
                for (var item : graph.array(list).items()) {
                    number++;
                    if (item instanceof Json.Obj object) {
                        line("item " + number, object, receiver);
                    } else {
                        receiver.bad("item " + number, "It is no object.");
                    }
                }
            }
            return;
        }
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                var id = "line " + number;
                parsed(line)
                        .ifPresentOrElse(
                                object -> line(id, object, receiver), () -> receiver.bad(id, "It is no JSON object."));
            }
        }
    }

    private static void line(String id, Json.Obj line, Receiver receiver) {
        if (isEntity(line)) {
            entity(id, line, receiver);
        } else if (isRelation(line)) {
            receiver.item(Item.of(
                    id,
                    line.string("from", "?") + " "
                            + line.string("relationType", "").replace('_', ' ') + " " + line.string("to", "?"),
                    "context"));
        } else {
            receiver.bad(id, "It is neither an entity nor a relation.");
        }
    }

    private static void entity(String id, Json.Obj entity, Receiver receiver) {
        var name = entity.string("name", "").strip();
        if (name.isEmpty()) {
            receiver.bad(id, "The entity has no name.");
            return;
        }
        var observations = entity.array("observations").items();
        if (observations.isEmpty()) {
            var type = entity.string("entityType", "").strip();
            receiver.item(Item.of(id, name + " (" + (type.isEmpty() ? "entity" : type) + ")", "context"));
        }
        for (int at = 0; at < observations.size(); at++) {
            var observation = switch (observations.get(at)) {
                case Json.Str(var said) -> said;
                case Json.Obj object -> object.string("content", "");
                default -> "";
            };
            var which = id + " observation " + (at + 1);
            if (observation.isBlank()) {
                receiver.bad(which, "It is no text.");
            } else {
                receiver.item(Item.of(which, name + ": " + observation.strip(), "context"));
            }
        }
    }
}
