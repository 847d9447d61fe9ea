package dev.mnemo.user.recall;

import dev.mnemo.user.recall.Person.Entry;
import dev.mnemo.user.time.Precision;
import dev.mnemo.user.time.TimeMention;
import dev.mnemo.user.time.TimeSpan;
import java.util.Optional;

/// What may come back at all, whatever it says.
final class Admission {
    private final Cue cue;
    private final Optional<TimeSpan> event;
    private final Optional<TimeMention> asked;

    /// Whether nothing is asked for but what is current; then there is nothing to look at more closely.
    private final boolean isOpen;

    /// @param asked the time that the question names
    Admission(Cue cue, Optional<TimeMention> asked) {
        this.cue = cue;
        this.asked = cue.eventAfter().isPresent() || cue.eventBefore().isPresent() ? Optional.empty() : asked;
        this.event = cue.eventAfter().isEmpty() && cue.eventBefore().isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeSpan(
                        cue.eventAfter().orElse(TimeSpan.EARLIEST),
                        cue.eventBefore().orElse(TimeSpan.LATEST),
                        Precision.RANGE));
        this.isOpen = cue.asOf().isEmpty()
                && event.isEmpty()
                && cue.createdAfter().isEmpty()
                && cue.createdBefore().isEmpty()
                && cue.kinds().size() == Kind.values().length
                && this.asked.filter(TimeMention::explicit).isEmpty();
    }

    boolean admits(Entry entry) {
        var memory = entry.memory();
        if (isOpen) {
            return memory.isCurrent();
        }
        return cue.kinds().contains(memory.kind())
                && isKnown(memory)
                && cue.createdAfter()
                        .map(after -> !memory.created().isBefore(after))
                        .orElse(true)
                && cue.createdBefore()
                        .map(before -> memory.created().isBefore(before))
                        .orElse(true)
                && event.map(span -> tookPlaceIn(span, entry)).orElse(true)
                && !isAtAnotherTime(entry);
    }

    /// Without a moment of the past, what is held to be true now; a store's moments may be a little ahead of
    /// the clock.
    private boolean isKnown(Remembered memory) {
        return cue.asOf().map(memory::isKnownAt).orElse(memory.isCurrent());
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
    private boolean tookPlaceIn(TimeSpan span, Entry entry) {
        var memory = entry.memory();
        var told = entry.spans(cue.zone());
        for (var one : told) {
            if (span.overlaps(one)) {
                return true;
            }
        }
        return (memory.kind() == Kind.MESSAGE || told.isEmpty()) && span.contains(memory.created());
    }
}
