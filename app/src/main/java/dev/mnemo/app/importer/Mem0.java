package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// An export of mem0: the answer of its `get_all`, an export job's file, or a bare list. Each memory has a text, and
/// usually an id, a person and two times.
final class Mem0 implements Source {
    private static final List<String> LISTS = List.of("results", "memories", "data");
    private static final List<String> TEXTS = List.of("memory", "text", "content", "data");

    private final List<Json> memories;

    private Mem0(List<Json> memories) {
        this.memories = memories;
    }

    /// The export that a JSON document is, if it is one.
    static Optional<Mem0> of(Json json) {
        var items = switch (json) {
            case Json.Arr(var list) -> list;
            case Json.Obj object ->
                LISTS.stream()
                        .filter(object::has)
                        .findFirst()
                        .map(list -> object.array(list).items())
                        .orElse(List.of());
            default -> List.<Json>of();
        };
        boolean known = items.stream()
                .anyMatch(item -> item instanceof Json.Obj memory
                        && memory.string("memory").isPresent()
                        && (memory.has("id") || memory.has("user_id") || memory.has("created_at")));
        return known ? Optional.of(new Mem0(items)) : Optional.empty();
    }

    @Override
    public String name() {
        return "mem0";
    }

    @Override
    public Target usual() {
        return Target.USER;
    }

    @Override
    public long expected() {
        return memories.size();
    }

    @Override
    public void read(Receiver receiver) {
        for (int at = 0; at < memories.size(); at++) {
            var number = "memory " + (at + 1);
            if (!(memories.get(at) instanceof Json.Obj memory)) {
                receiver.bad(number, "It is no object.");
                continue;
            }
            var id = memory.string("id").map(name -> "memory " + name).orElse(number);
            var text = TEXTS.stream()
                    .flatMap(key -> memory.string(key).stream())
                    .filter(said -> !said.isBlank())
                    .findFirst();
            if (text.isEmpty()) {
                receiver.bad(id, "It has no text.");
                continue;
            }
            receiver.item(new Item(
                    id,
                    text.get().strip(),
                    "context",
                    memory.string("updated_at")
                            .flatMap(Times::parse)
                            .or(() -> memory.string("created_at").flatMap(Times::parse)),
                    memory.string("user_id").filter(person -> !person.isBlank()),
                    Optional.empty()));
        }
    }
}
