package dev.mnemo.user.recall;

import dev.mnemo.user.recall.Person.Entry;
import dev.mnemo.user.time.TimeMention;
import dev.mnemo.user.time.TimeSpan;
import java.time.Instant;
import java.util.Optional;

/// What may come back at all, whatever it says.
final class Admission {
    private final Cue cue;
    private final Instant asOf;
    private final Optional<TimeSpan> event;
    private final Optional<TimeMention> asked;

    /// @param asOf the moment of which the answer is
    /// @param asked the time that the question names
    Admission(Cue cue, Instant asOf, Optional<TimeMention> asked) {
        this.cue = cue;
        this.asOf = asOf;
        this.asked = cue.eventAfter().isPresent() || cue.eventBefore().isPresent() ? Optional.empty() : asked;
        this.event = cue.eventAfter().isEmpty() && cue.eventBefore().isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeSpan(
                        cue.eventAfter().orElse(TimeSpan.EARLIEST),
                        cue.eventBefore().orElse(TimeSpan.LATEST),
                        dev.mnemo.user.time.Precision.RANGE));
    }

    boolean admits(Entry entry) {
        var memory = entry.memory();
        return cue.kinds().contains(memory.kind())
                && memory.isKnownAt(asOf)
                && cue.createdAfter()
                        .map(after -> !memory.created().isBefore(after))
                        .orElse(true)
                && cue.createdBefore()
                        .map(before -> memory.created().isBefore(before))
                        .orElse(true)
                && event.map(span -> tookPlaceIn(span, entry)).orElse(true)
                && !isAtAnotherTime(entry);
    }

    /// Whether something took place when the question says.
    boolean isAtTheTime(Entry entry) {
        return asked.map(mention -> tookPlaceIn(mention.span(), entry)).orElse(false);
    }

    /// What a question names without doubt leaves out what was said and what happened at other times. Facts and
    /// conclusions have no time and stay.
    private boolean isAtAnotherTime(Entry entry) {
        var kind = entry.memory().kind();
        return (kind == Kind.MESSAGE || kind == Kind.EPISODIC)
                && asked.filter(TimeMention::explicit).isPresent()
                && !isAtTheTime(entry);
    }

    /// A message takes place when it is said and when it tells of; anything else when it happened, or was
    /// noted.
    private static boolean tookPlaceIn(TimeSpan span, Entry entry) {
        var memory = entry.memory();
        for (var told : entry.spans()) {
            if (span.overlaps(told)) {
                return true;
            }
        }
        return (memory.kind() == Kind.MESSAGE || entry.spans().isEmpty()) && span.contains(memory.created());
    }
}
