package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.user.digest.Traits;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Sight;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Talk;
import dev.mnemo.user.time.TimeSpan;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One person's rows in PostgreSQL, compared by the server: a few queries tell what ranking needs, two
/// more the texts of the best. Encrypted people cannot be seen like this, since the server has no key.
///
/// @param model fingerprint of the model whose vectors are wanted
record StoreSight(PersonTx person, Findable findable, Optional<String> model) implements Sight {
    /// Whether the store can compare a person's rows itself.
    static boolean isPossible(PersonTx person) {
        return person.tx().dialect() instanceof Dialect.PostgreSql
                && person.seal().isEmpty();
    }

    @Override
    public Seen look(Look look) {
        var things = new ArrayList<Thing>();
        things.addAll(messages(look.texts()));
        things.addAll(memories(look.texts()));
        things.sort(Comparator.comparingLong(thing -> thing.memory().id()));
        return new Seen(
                things,
                averageLength(),
                findable.entries().matches(person, look.words()).stream()
                        .map(match -> new Match(match.seq(), match.words(), match.has(), match.repeats()))
                        .toList(),
                cosines(look.vector()));
    }

    private double averageLength() {
        return person.first(
                        "select word_count, entry_count from users" + PersonTx.OWN,
                        row -> (double) row.number("word_count") / Math.max(1, row.number("entry_count")))
                .orElse(0.0);
    }

    private List<Neighbour> cosines(Optional<float[]> vector) {
        return vector.isEmpty() || model.isEmpty()
                ? List.of()
                : findable.vectors().similarities(person, model.get(), vector.get());
    }

    /// Of metadata only what may hold a speaker's name is read, and of texts whether they ask something.
    private List<Thing> messages(boolean texts) {
        return person.list(
                "select seq, session_id, role, said_at, created_at, "
                        + (texts ? "content" : "'' as content")
                        + ", case when strpos(metadata, '\"name\"') > 0 then metadata end as named"
                        + ", case when right(rtrim(content, E' \\t\\r\\n'), 1) in ('?', '？') then 1 else 0 end as asks"
                        + " from messages" + PersonTx.OWN,
                StoreSight::message);
    }

    private static Thing message(Row row) throws SQLException {
        long seq = row.number("seq");
        var named = row.optionalText("named").map(Json::parseObject).orElse(Json.Obj.EMPTY);
        return new Thing(
                new Remembered(
                        seq,
                        Kind.MESSAGE,
                        row.text("content"),
                        Talk.speaker(row.text("role"), named),
                        row.text("session_id"),
                        seq,
                        row.instant("said_at"),
                        Optional.empty(),
                        row.instant("created_at"),
                        TimeSpan.LATEST,
                        Remembered.IMPORTANCE_UNSAID,
                        Emotion.NEUTRAL,
                        0),
                row.flag("asks"));
    }

    private List<Thing> memories(boolean texts) {
        return person.list(
                "select seq, type, subject, session_id, said_at, known_from, known_until, importance, valence, arousal,"
                        + " event_from, event_until, event_precision, access_count, stage, "
                        + (texts ? "content" : "'' as content") + " from memories" + PersonTx.OWN,
                StoreSight::memory);
    }

    private static Thing memory(Row row) throws SQLException {
        long seq = row.number("seq");
        var knownFrom = row.instant("known_from");
        boolean isShown = row.optionalText("stage").map(Traits::isShown).orElse(true);
        Optional<TimeSpan> happened = row.optionalNumber("event_from").isEmpty()
                ? Optional.empty()
                : Optional.of(StoreShelf.span(
                        row.instant("event_from"), row.instant("event_until"), row.text("event_precision")));
        Instant knownUntil = row.optionalInstant("known_until").orElse(TimeSpan.LATEST);
        return new Thing(
                new Remembered(
                        seq,
                        Kind.valueOf(MemoryType.of(row.text("type")).name()),
                        row.text("content"),
                        row.optionalText("subject").orElse(Remembered.USER),
                        row.optionalText("session_id").orElse(""),
                        seq,
                        row.instant("said_at"),
                        happened,
                        knownFrom,
                        isShown ? knownUntil : knownFrom,
                        row.number("importance"),
                        row.optionalReal("valence").isEmpty()
                                ? Emotion.NEUTRAL
                                : new Emotion(row.real("valence"), row.real("arousal")),
                        row.number("access_count")),
                false);
    }

    @Override
    public Map<Long, String> texts(Collection<Long> ids) {
        var texts = new HashMap<Long, String>();
        var seqs = ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(",", "{", "}"));
        for (var table : List.of("messages", "memories")) {
            person.list(
                            "select seq, content from " + table + PersonTx.OWN + "and seq = any(cast(? as bigint[]))",
                            row -> Map.entry(row.number("seq"), row.text("content")),
                            seqs)
                    .forEach(one -> texts.put(one.getKey(), one.getValue()));
        }
        return texts;
    }
}
