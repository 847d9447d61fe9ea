package dev.mnemo.adapters;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.Recalled;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Source;
import dev.mnemo.user.talk.Message;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Something recalled and where it stands.
///
/// @param id of the memory or the message; empty for a relation of the graph
/// @param hit what was recalled, and why
public record Cited(String id, Hit hit) {
    /// Everything that was recalled, best first, without what was removed meanwhile.
    ///
    /// @param known texts that the model sees anyway
    public static List<Cited> of(NeuroMemory memory, String userId, Recalled recalled, Set<String> known) {
        var hits = recalled.merged();
        var ids = new HashMap<Long, String>();
        memory.memories().numbered(userId, seqs(hits, false)).forEach((Memory one) -> ids.put(one.seq(), one.id()));
        memory.conversations()
                .numbered(userId, seqs(hits, true))
                .forEach((Message one) -> ids.put(one.seq(), one.id()));
        return hits.stream()
                .filter(hit -> !known.contains(hit.text()))
                .map(hit -> new Cited(
                        hit.memory().map(row -> ids.getOrDefault(row.id(), "")).orElse(""), hit))
                .filter(cited -> cited.hit.source() == Source.GRAPH || !cited.id.isEmpty())
                .toList();
    }

    private static List<Long> seqs(List<Hit> hits, boolean ofMessages) {
        return hits.stream()
                .flatMap(hit -> hit.memory().stream())
                .filter(one -> (one.kind() == Kind.MESSAGE) == ofMessages)
                .map(Remembered::id)
                .toList();
    }

    /// What can be said of it besides its text, all of it text or numbers:
    /// - `id`, `source` (`memory`, `conversation`, `document`, `graph`), `kind`, `score`;
    /// - `about`: whose words or whose attribute it is; `session_id`;
    /// - `said_at`; `event_from`, `event_until` if it took place at a time of its own; `known_from`.
    public Map<String, Object> metadata() {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("id", id);
        metadata.put("source", lower(hit.source()));
        metadata.put("score", hit.score());
        hit.memory().ifPresent(row -> {
            metadata.put("kind", lower(row.kind()));
            metadata.put("about", row.about());
            metadata.put("session_id", row.session());
            metadata.put("said_at", row.created().toString());
            metadata.put("known_from", row.knownFrom().toString());
            row.happened().ifPresent(span -> {
                metadata.put("event_from", span.from().toString());
                metadata.put("event_until", span.until().toString());
            });
        });
        metadata.values().removeIf(value -> value.equals(""));
        return metadata;
    }

    /// One line of JSON in which no text can pretend to be anything else: no line ends in it, no tag begins.
    public String line() {
        var json = Json.Obj.EMPTY.with("text", hit.text());
        for (var name : List.of("id", "source", "about", "said_at", "event_from")) {
            var value = metadata().get(name);
            json = value == null ? json : json.with(name, value.toString());
        }
        return json.compact().replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
