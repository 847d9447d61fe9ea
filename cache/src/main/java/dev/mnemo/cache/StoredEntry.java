package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One answer as a store keeps it.
///
/// All texts are well-formed Unicode: a text with half a surrogate pair would come back changed and is refused. Times
/// are kept to the millisecond.
///
/// @param id given by the store and kept when the entry is replaced; 0 for an entry that was not stored yet
/// @param namespace whose entry it is; any text of at most {@link #NAMESPACE_CHARS_MAX} characters
/// @param queryHash SHA-256 of the query's normal form, 64 lower-case hex digits
/// @param query the question as it was asked
/// @param response the answer
/// @param embedding the unit vector of the question; as many components as the store's model has dimensions
/// @param metadata what the caller wants back with a hit
/// @param createdAt when the answer was stored or last replaced
/// @param lastAccessedAt when it was last given out; when it was stored, if never
/// @param ttl how long it may be given out after `createdAt`, whole milliseconds; empty means for ever
/// @param accessCount how often it was given out
/// @param partition fingerprint of all that changes an answer besides the question: answers of different partitions
///     never meet. At most {@link #PARTITION_CHARS_MAX} printable ASCII characters; empty if no context was given
/// @param tags labels by which the caller can invalidate it later
/// @param sourceVersion version of the knowledge the answer was made from, empty if there is none
/// @param cost what the answer cost
/// @param payload a streamed answer's parts for replay (chunks, tool calls, finish reason); empty for a plain answer
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record StoredEntry(
        long id,
        String namespace,
        String queryHash,
        String query,
        String response,
        float[] embedding,
        Json.Obj metadata,
        Instant createdAt,
        Instant lastAccessedAt,
        Optional<Duration> ttl,
        long accessCount,
        String partition,
        SortedSet<String> tags,
        String sourceVersion,
        Cost cost,
        Json.Obj payload) {

    public static final int NAMESPACE_CHARS_MAX = 256;
    public static final int PARTITION_CHARS_MAX = 128;
    public static final int TAG_CHARS_MAX = 256;
    public static final int TAGS_MAX = 64;
    public static final int SOURCE_VERSION_CHARS_MAX = 256;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PARTITION = Pattern.compile("[\\x21-\\x7e]{0," + PARTITION_CHARS_MAX + "}");

    public StoredEntry {
        checkName("namespace", namespace, NAMESPACE_CHARS_MAX);
        checkName("source version", sourceVersion, SOURCE_VERSION_CHARS_MAX);
        if (tags.size() > TAGS_MAX) {
            throw new Refusal("An entry has at most " + TAGS_MAX + " tags, not " + tags.size() + ".");
        }
        for (var tag : tags) {
            checkName("tag", tag, TAG_CHARS_MAX);
        }
        if (!HASH.matcher(queryHash).matches()) {
            throw new Refusal("A query hash has 64 lower-case hex digits.");
        }
        if (!PARTITION.matcher(partition).matches()) {
            throw new Refusal("A partition has at most " + PARTITION_CHARS_MAX + " printable ASCII characters.");
        }
        checkUnicode("query", query);
        checkUnicode("response", response);
        if (id < 0 || accessCount < 0) {
            throw new Refusal("The id and the access count of an entry are at least 0.");
        }
        checkFinite(embedding);
        embedding = embedding.clone();
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        lastAccessedAt = lastAccessedAt.truncatedTo(ChronoUnit.MILLIS);
        ttl = ttl.map(duration -> Duration.ofMillis(duration.toMillis()));
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /// A copy of the vector.
    @Override
    public float[] embedding() {
        return embedding.clone();
    }

    /// How many components the vector has.
    public int dimensions() {
        return embedding.length;
    }

    /// The whole answer, as the model gave it.
    public Answer answer() {
        return Answer.restore(response, payload, cost);
    }

    /// Whether the time to live has passed. An entry from the future, after the clock was set back, is not expired.
    public boolean expiredAt(Instant now) {
        return ttl.isPresent() && !createdAt.plus(ttl.get()).isAfter(now);
    }

    /// The same entry with the id that a store gave it.
    public StoredEntry withId(long given) {
        return new StoredEntry(
                given,
                namespace,
                queryHash,
                query,
                response,
                embedding,
                metadata,
                createdAt,
                lastAccessedAt,
                ttl,
                accessCount,
                partition,
                tags,
                sourceVersion,
                cost,
                payload);
    }

    /// The same entry after it was given out a number of times, the last time at an instant.
    public StoredEntry touched(Instant at, long hits) {
        return new StoredEntry(
                id,
                namespace,
                queryHash,
                query,
                response,
                embedding,
                metadata,
                createdAt,
                at.isAfter(lastAccessedAt) ? at : lastAccessedAt,
                ttl,
                accessCount + hits,
                partition,
                tags,
                sourceVersion,
                cost,
                payload);
    }

    private static void checkName(String what, String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new Refusal("A " + what + " has at most " + charsMax + " characters, not " + text.length() + ".");
        }
        if (text.indexOf('\u0000') >= 0) {
            throw new Refusal("A " + what + " contains no U+0000.");
        }
        checkUnicode(what, text);
    }

    private static void checkUnicode(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new Refusal("The " + what + " has half a surrogate pair at character " + i
                            + "; only well-formed Unicode can be stored.");
                }
                i++;
            }
        }
    }

    private static void checkFinite(float[] vector) {
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                throw new Refusal("A vector has finite components only.");
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredEntry entry
                && id == entry.id
                && accessCount == entry.accessCount
                && Arrays.equals(embedding, entry.embedding)
                && texts().equals(entry.texts())
                && times().equals(entry.times())
                && tags.equals(entry.tags)
                && cost.equals(entry.cost)
                && metadata.equals(entry.metadata)
                && payload.equals(entry.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, queryHash, namespace, partition);
    }

    private List<String> texts() {
        return List.of(namespace, queryHash, query, response, partition, sourceVersion);
    }

    private List<Object> times() {
        return List.of(createdAt, lastAccessedAt, ttl);
    }
}
