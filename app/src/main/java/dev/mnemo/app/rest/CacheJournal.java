package dev.mnemo.app.rest;

import dev.mnemo.cache.Hit;
import dev.mnemo.cache.Miss;
import dev.mnemo.cache.Outcome;
import dev.mnemo.cache.Question;
import dev.mnemo.kernel.text.Plain;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The latest look-ups into the response cache, for whoever wants to see why there was an answer and why there was
/// none. In memory only.
public final class CacheJournal {
    /// Look-ups that are remembered.
    public static final int LOOKUPS_MAX = 1_000;

    private static final int TEXT_CHARS_MAX = 500;

    private final InstantSource clock;
    private final Deque<Seen> latest = new ArrayDeque<>();

    /// An empty journal.
    public CacheJournal(InstantSource clock) {
        this.clock = clock;
    }

    /// One look-up.
    ///
    /// @param namespace as the cache knows it
    /// @param partition fingerprint of the rest of the request
    /// @param outcome `exact`, `semantic` or `miss`
    /// @param reason why there was no answer
    /// @param detail the same in one sentence
    /// @param similarity of the stored question that was given or was nearest
    /// @param needed the similarity that would have been enough
    /// @param matched that stored question
    /// @param entryId its entry
    record Seen(
            Instant at,
            String namespace,
            String partition,
            String query,
            String outcome,
            Optional<String> reason,
            String detail,
            OptionalDouble similarity,
            OptionalDouble needed,
            Optional<String> matched,
            OptionalLong entryId) {}

    /// Remembers a look-up.
    public void note(Question question, Outcome outcome) {
        var seen = switch (outcome) {
            case Hit hit ->
                seen(
                        question,
                        hit.layer().label(),
                        Optional.empty(),
                        "",
                        Optional.of(
                                new Near(hit.similarity(), OptionalDouble.empty(), hit.matchedText(), hit.entryId())));
            case Miss miss ->
                seen(
                        question,
                        "miss",
                        Optional.of(miss.reason().label()),
                        miss.nearest().map(Miss.Refused::detail).orElse(miss.detail()),
                        miss.nearest()
                                .map(near -> new Near(near.similarity(), near.needed(), near.text(), near.entryId())));
        };
        synchronized (latest) {
            latest.addFirst(seen);
            if (latest.size() > LOOKUPS_MAX) {
                latest.removeLast();
            }
        }
    }

    private record Near(double similarity, OptionalDouble needed, String text, long entryId) {}

    private Seen seen(Question question, String outcome, Optional<String> reason, String detail, Optional<Near> near) {
        return new Seen(
                clock.instant(),
                question.namespace(),
                question.partition(),
                Plain.line(question.text(), TEXT_CHARS_MAX),
                outcome,
                reason,
                detail,
                near.map(found -> OptionalDouble.of(found.similarity())).orElse(OptionalDouble.empty()),
                near.map(Near::needed).orElse(OptionalDouble.empty()),
                near.map(found -> Plain.line(found.text(), TEXT_CHARS_MAX)),
                near.map(found -> OptionalLong.of(found.entryId())).orElse(OptionalLong.empty()));
    }

    /// The latest look-ups, newest first.
    List<Seen> latest() {
        synchronized (latest) {
            return new ArrayList<>(latest);
        }
    }
}
