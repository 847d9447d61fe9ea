package dev.mnemo.user;

import dev.mnemo.user.digest.Traits;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.Slot;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Shelf;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.store.Vectors;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.MessageRows;
import dev.mnemo.user.talk.Talk;
import dev.mnemo.user.time.Precision;
import dev.mnemo.user.time.TimeSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One person's rows as recall reads them. Numbers of changes grow in the order of commits, since every change of a
/// person holds the person's row until it commits; so nothing is ever committed behind a mark that was given out.
///
/// @param model fingerprint of the model whose vectors are wanted
record StoreShelf(Store store, Vectors vectors, Owner owner, Optional<String> model) implements Shelf {
    @Override
    public Changes since(Mark mark, int limit) {
        return store.read(owner, person -> {
            boolean anew = person.generation() != mark.generation();
            long rowsFrom = anew ? 0 : mark.rows();
            long removalsFrom = anew ? 0 : mark.ends();
            long vectorsFrom = anew ? 0 : mark.vectors();
            var rows = rows(person, rowsFrom, limit);
            boolean rowsComplete = rows.size() <= limit;
            var told = new ArrayList<>(rows.subList(0, Math.min(limit, rows.size())));
            long rowsTo = told.isEmpty() ? rowsFrom : told.getLast().change();
            long removalsTo = lastRemoval(person, removalsFrom);
            var found = rowsComplete && model.isPresent()
                    ? vectors.since(person, model.get(), vectorsFrom, limit)
                    : List.<Vectors.Changed>of();
            found.forEach(one -> told.add(new Numbered(one.change(), new Vector(one.seq(), one.vector()))));
            return new Changes(
                    anew,
                    !anew && removalsTo > removalsFrom ? Optional.of(alive(person)) : Optional.empty(),
                    told.stream().map(Numbered::told).toList(),
                    new Mark(
                            person.generation(),
                            rowsTo,
                            removalsTo,
                            found.isEmpty() ? vectorsFrom : found.getLast().change(),
                            mark.count()),
                    rowsComplete && found.size() < limit);
        });
    }

    private record Numbered(long change, Change told) {}

    /// More than the limit if there are more.
    private static List<Numbered> rows(PersonTx person, long since, int limit) {
        var rows = new ArrayList<Numbered>();
        MessageRows.since(person, since, limit + 1)
                .forEach(message -> rows.add(new Numbered(message.seq(), put(message))));
        MemoryRows.since(person, since, limit + 1)
                .forEach(changed -> rows.add(new Numbered(changed.change(), put(changed.memory()))));
        rows.sort(Comparator.comparingLong(Numbered::change));
        return rows;
    }

    /// The number of the latest removal, or of the last one known.
    private static long lastRemoval(PersonTx person, long since) {
        return Math.max(since, person.number("select coalesce(max(change), 0) from removals" + PersonTx.OWN));
    }

    private static Set<Long> alive(PersonTx person) {
        var alive = new HashSet<Long>();
        for (var table : List.of("messages", "memories")) {
            person.each("select seq from " + table + PersonTx.OWN, row -> row.number("seq"), alive::add);
        }
        return alive;
    }

    private static Put put(Message message) {
        return new Put(
                new Remembered(
                        message.seq(),
                        Kind.MESSAGE,
                        message.content(),
                        Talk.speaker(message),
                        message.sessionId(),
                        message.seq(),
                        message.saidAt(),
                        Optional.empty(),
                        message.createdAt(),
                        TimeSpan.LATEST,
                        Remembered.IMPORTANCE_UNSAID,
                        Emotion.NEUTRAL,
                        0),
                Optional.empty());
    }

    private static Put put(Memory memory) {
        return new Put(
                new Remembered(
                        memory.seq(),
                        Kind.valueOf(memory.type().name()),
                        memory.content(),
                        memory.slot().map(Slot::subject).orElse(Remembered.USER),
                        memory.sessionId().orElse(""),
                        memory.seq(),
                        memory.saidAt(),
                        memory.event().map(event -> span(event.from(), event.until(), event.precision())),
                        memory.knownFrom(),
                        Traits.isShown(memory) ? memory.knownUntil().orElse(TimeSpan.LATEST) : memory.knownFrom(),
                        memory.importance(),
                        memory.emotion()
                                .map(felt -> new Emotion(felt.valence(), felt.arousal()))
                                .orElse(Emotion.NEUTRAL),
                        memory.usage().count()),
                Optional.empty());
    }

    /// When something happened, as the tables have it.
    static TimeSpan span(Instant from, Instant until, String precision) {
        var word = precision.toUpperCase(Locale.ROOT);
        var known = Arrays.stream(Precision.values())
                .filter(one -> one.name().equals(word))
                .findFirst()
                .orElse(Precision.MINUTE);
        return new TimeSpan(from, until, known);
    }
}
