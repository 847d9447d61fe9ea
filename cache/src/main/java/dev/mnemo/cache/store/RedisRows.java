package dev.mnemo.cache.store;

import static dev.mnemo.cache.store.RedisServer.bytes;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// How entries and feedback lie in Redis: the fields that the script `store.lua` names, times in milliseconds since
/// 1970.
final class RedisRows {
    /// The largest number that Redis orders by without rounding.
    private static final long SCORE_MAX = 1L << 53;

    private RedisRows() {}

    /// The fields of an entry in the order of the script.
    static List<byte[]> fields(StoredEntry entry) {
        var expires = entry.ttl().map(ttl -> Long.toString(expiry(entry.createdAt(), ttl)));
        var tags = new StringBuilder();
        entry.tags().forEach(tag -> tags.append('=').append(tag).append('\u0000'));
        return List.of(
                bytes(entry.namespace()),
                bytes(entry.partition()),
                bytes(entry.queryHash()),
                number(entry.createdAt().toEpochMilli()),
                number(entry.lastAccessedAt().toEpochMilli()),
                number(entry.accessCount()),
                bytes(entry.ttl().map(ttl -> Long.toString(ttl.toMillis())).orElse("")),
                bytes(expires.orElse("")),
                bytes(entry.sourceVersion()),
                number(entry.cost().inputTokens()),
                number(entry.cost().outputTokens()),
                number(entry.cost().moneyMicros()),
                number(entry.cost().latency().toMillis()),
                bytes(tags.toString()),
                SqlWords.bytes(entry.embedding()),
                bytes(entry.query()),
                bytes(entry.response()),
                bytes(entry.metadata().line()),
                bytes(entry.payload().line()));
    }

    private static long expiry(Instant created, Duration ttl) {
        long from = created.toEpochMilli();
        return ttl.toMillis() > SCORE_MAX - from ? SCORE_MAX : from + ttl.toMillis();
    }

    /// The entries of an answer that holds ids and hashes in turn.
    static List<StoredEntry> entries(List<?> answer) {
        var found = new ArrayList<StoredEntry>(answer.size() / 2);
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            found.add(entry(longOf(answer.get(i)), fields((List<?>) answer.get(i + 1))));
        }
        return found;
    }

    private static Map<String, byte[]> fields(List<?> hash) {
        var fields = new HashMap<String, byte[]>();
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            fields.put(text(hash.get(i)), (byte[]) hash.get(i + 1));
        }
        return fields;
    }

    private static StoredEntry entry(long id, Map<String, byte[]> fields) {
        var ttl = text(fields, "ttl");
        var tags = new TreeSet<String>();
        Arrays.stream(text(fields, "tags").split("\u0000"))
                .filter(tag -> !tag.isEmpty())
                .forEach(tag -> tags.add(tag.substring(1)));
        return new StoredEntry(
                id,
                text(fields, "ns"),
                text(fields, "hash"),
                text(fields, "query"),
                text(fields, "response"),
                SqlWords.vector(Objects.requireNonNull(fields.get("vec"))),
                Json.parseObject(text(fields, "meta")),
                Instant.ofEpochMilli(number(fields, "created")),
                Instant.ofEpochMilli(number(fields, "used")),
                ttl.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(ttl))),
                number(fields, "n"),
                text(fields, "part"),
                tags,
                text(fields, "sv"),
                cost(number(fields, "it"), number(fields, "ot"), number(fields, "mm"), number(fields, "lm")),
                Json.parseObject(text(fields, "payload")));
    }

    /// The candidates of an answer with eight values each.
    static List<Candidate> candidates(List<?> answer) {
        var found = new ArrayList<Candidate>(answer.size() / 8);
        for (int i = 0; i + 7 < answer.size(); i += 8) {
            found.add(new Candidate(
                    longOf(answer.get(i)),
                    text(answer.get(i + 1)),
                    Instant.ofEpochMilli(longOf(answer.get(i + 2))),
                    longOf(answer.get(i + 3)),
                    cost(
                            longOf(answer.get(i + 4)),
                            longOf(answer.get(i + 5)),
                            longOf(answer.get(i + 6)),
                            longOf(answer.get(i + 7)))));
        }
        return found;
    }

    private static Cost cost(long inputTokens, long outputTokens, long moneyMicros, long latencyMillis) {
        return new Cost(inputTokens, outputTokens, moneyMicros, Duration.ofMillis(latencyMillis));
    }

    static byte[] json(Feedback feedback) {
        return bytes(Json.Obj.EMPTY
                .with("entry", feedback.entryId())
                .with("namespace", feedback.namespace())
                .with("partition", feedback.partition())
                .with("kind", feedback.kind())
                .with("query", feedback.query())
                .with("vector", Base64.getEncoder().encodeToString(SqlWords.bytes(feedback.vector())))
                .with("at", feedback.at().toEpochMilli())
                .with("details", feedback.details())
                .line());
    }

    /// Feedback as the script keeps it: its id, a space, JSON.
    static Feedback feedback(Object line) {
        var parts = text(line).split(" ", 2);
        var json = Json.parseObject(parts[1]);
        return new Feedback(
                Long.parseLong(parts[0]),
                whole(json, "entry"),
                json.string("namespace", ""),
                json.string("partition", ""),
                json.string("kind", ""),
                json.string("query", ""),
                SqlWords.vector(Base64.getDecoder().decode(json.string("vector", ""))),
                Instant.ofEpochMilli(whole(json, "at")),
                json.object("details"));
    }

    private static long whole(Json.Obj json, String key) {
        return json.get(key).orElseThrow() instanceof Json.Num number ? number.longValue() : 0;
    }

    static byte[] number(long value) {
        return bytes(Long.toString(value));
    }

    static String text(Object value) {
        return new String((byte[]) value, StandardCharsets.UTF_8);
    }

    static long longOf(Object value) {
        return Long.parseLong(text(value));
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return text(Objects.requireNonNull(fields.get(name), name));
    }

    private static long number(Map<String, byte[]> fields, String name) {
        return Long.parseLong(text(fields, name));
    }
}
