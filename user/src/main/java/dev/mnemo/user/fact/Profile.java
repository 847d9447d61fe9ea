package dev.mnemo.user.fact;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known about a person in a few words: the keys of a profile, each filled from the facts about it.
public final class Profile {
    /// Facts that are looked at.
    private static final int FACTS_MAX = 200;

    /// Values of one key.
    private static final int VALUES_MAX = 20;

    /// Which attributes fill which key; `identity` and `occupation` hold one text, the others a list.
    private static final Map<String, String> KEYS = keys();

    private static final List<String> TEXTS = List.of("identity", "occupation");

    private Profile() {}

    private static Map<String, String> keys() {
        var keys = new LinkedHashMap<String, String>();
        List.of("name", "origin", "birthplace", "birthday", "age").forEach(word -> keys.put(word, "identity"));
        List.of("occupation", "employer", "studies").forEach(word -> keys.put(word, "occupation"));
        List.of("hobby", "learning", "skill").forEach(word -> keys.put(word, "interests"));
        List.of("taste", "favourite", "diet", "allergy", "instruction", "home")
                .forEach(word -> keys.put(word, "preferences"));
        List.of("relative", "friend", "marital_status", "children", "pet")
                .forEach(word -> keys.put(word, "relationships"));
        return keys;
    }

    /// The profile as it was believed at a moment.
    public static Map<String, Json> of(PersonTx person, Optional<Instant> asOf) {
        var found = new LinkedHashMap<String, List<String>>();
        for (var fact : MemoryRows.about(person, "user", asOf, FACTS_MAX)) {
            var attribute =
                    fact.slot().map(slot -> slot.attribute().split("/")[0]).orElse("");
            var key = KEYS.get(attribute);
            if (key != null) {
                found.computeIfAbsent(key, _ -> new ArrayList<>()).add(fact.content());
            }
        }
        var profile = new LinkedHashMap<String, Json>();
        found.forEach((key, values) -> {
            var some = values.subList(0, Math.min(VALUES_MAX, values.size()));
            profile.put(key, TEXTS.contains(key) ? Json.of(String.join("; ", some)) : Json.strings(some));
        });
        return profile;
    }
}
