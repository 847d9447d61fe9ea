package dev.mnemo.user.recall;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.user.time.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A shelf in memory that tells its changes as a store does, and short ways of filling it.
final class Shelved implements Shelf {
    static final Instant NOW = Instant.parse("2025-06-04T12:00:00Z");
    static final Embedder EMBEDDER = new HashEmbedder(64);

    private final List<Change> changes = new ArrayList<>();
    private final Set<Long> alive = new HashSet<>();
    private long next = 1;

    @Override
    public synchronized Changes since(Mark mark, int limit) {
        int from = (int) Math.max(0, mark.rows());
        int until = Math.min(changes.size(), from + limit);
        return new Changes(
                mark.rows() < 0,
                until == changes.size() ? Optional.of(alive) : Optional.empty(),
                changes.subList(from, until).stream()
                        .filter(change -> alive.contains(change.id()))
                        .toList(),
                new Mark(1, until, 0, 0, 0),
                until == changes.size());
    }

    static Recall recall(Recipe recipe) {
        return new Recall(recipe, Optional.of(EMBEDDER), () -> NOW, Recall.HELD_BYTES_DEFAULT);
    }

    Recollection ask(Cue cue) {
        return recall(Recipe.HYBRID).recall("ann", this, Relation.Source.NONE, cue);
    }

    List<String> ask(String question) {
        return texts(ask(Cue.of(question)));
    }

    static List<String> texts(Recollection found) {
        return found.hits().stream().map(Hit::text).toList();
    }

    synchronized long put(Remembered memory) {
        alive.add(memory.id());
        changes.add(new Put(memory, Optional.of(EMBEDDER.embed(memory.searchText(), Embedder.Purpose.PASSAGE))));
        return memory.id();
    }

    synchronized void putWithoutVector(Remembered memory) {
        alive.add(memory.id());
        changes.add(new Put(memory, Optional.empty()));
    }

    synchronized void giveVector(Remembered memory) {
        changes.add(new Vector(memory.id(), EMBEDDER.embed(memory.searchText(), Embedder.Purpose.PASSAGE)));
    }

    synchronized void remove(long id) {
        alive.remove(id);
        changes.add(new Ended(id, NOW));
    }

    synchronized long nextId() {
        return next++;
    }

    Remembered fact(String text) {
        return memory(Kind.FACT, text, Remembered.USER, "", Duration.ZERO);
    }

    Remembered said(String about, String session, String text) {
        return memory(Kind.MESSAGE, text, about, session, Duration.ZERO);
    }

    Remembered memory(Kind kind, String text, String about, String session, Duration age) {
        long id = nextId();
        var created = NOW.minus(age);
        return new Remembered(
                id,
                kind,
                text,
                about,
                session,
                id,
                created,
                Optional.empty(),
                created,
                TimeSpan.LATEST,
                Remembered.IMPORTANCE_UNSAID,
                Emotion.NEUTRAL,
                0);
    }

    static Remembered known(Remembered from, Instant since, Instant until) {
        return new Remembered(
                from.id(),
                from.kind(),
                from.text(),
                from.about(),
                from.session(),
                from.place(),
                from.created(),
                from.happened(),
                since,
                until,
                from.importance(),
                from.emotion(),
                from.accesses());
    }

    static Remembered weighed(Remembered from, double importance, Emotion emotion, long accesses) {
        return new Remembered(
                from.id(),
                from.kind(),
                from.text(),
                from.about(),
                from.session(),
                from.place(),
                from.created(),
                from.happened(),
                from.knownFrom(),
                from.knownUntil(),
                importance,
                emotion,
                accesses);
    }
}
