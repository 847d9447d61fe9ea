package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.user.time.TimeMention;
import java.util.List;
import java.util.Optional;

/// What came to mind.
///
/// @param hits everything together, by score, within limit and budget
/// @param memories the best memories and documents, by score, up to the limit
/// @param messages the best messages, likewise
/// @param relations the relations of whoever and whatever the question names
/// @param time the time that the question names
/// @param trace what each stage did, if that was asked for
public record Recollection(
        List<Hit> hits,
        List<Hit> memories,
        List<Hit> messages,
        List<Relation> relations,
        Optional<TimeMention> time,
        Trace trace) {
    public Recollection {
        hits = List.copyOf(hits);
        memories = List.copyOf(memories);
        messages = List.copyOf(messages);
        relations = List.copyOf(relations);
    }

    /// How many tokens the hits have together.
    public int tokens() {
        return hits.stream().mapToInt(hit -> Tokens.of(hit.text())).sum();
    }
}
