package dev.mnemo.cache.store;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Micros;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows of entries, their tags and their counts.
final class SqlEntries {
    private static final String COLUMNS = "namespace, partition_key, query_hash, created_at, last_accessed_at,"
            + " access_count, ttl_millis, expires_at, source_version, input_tokens, output_tokens, money_micros,"
            + " latency_millis, tags, embedding, query, response, metadata, payload";
    private static final String MARKS = Tx.marks(19);
    private static final String ORDER = " order by id limit ?";

    private final SqlWords words;
    private final String upsert;

    SqlEntries(SqlWords words) {
        this.words = words;
        var sets = new ArrayList<String>();
        for (var column : COLUMNS.split(", ?")) {
            sets.add(column + " = excluded." + column);
        }
        upsert = "insert into entries (" + COLUMNS + ") values (" + MARKS
                + ") on conflict (namespace, partition_key, query_hash) do update set " + String.join(", ", sets)
                + ", revision = entries.revision + 1 returning id, revision";
    }

    Optional<StoredEntry> find(Tx tx, Key key) {
        return tx.first(
                "select * from entries where namespace = ? and partition_key = ? and query_hash = ?",
                this::entry,
                key.namespace(),
                key.partition(),
                key.queryHash());
    }

    List<StoredEntry> get(Tx tx, Collection<Long> ids) {
        return tx.list("select * from entries where " + words.isAnyOf("id"), this::entry, words.idList(ids));
    }

    List<StoredEntry> page(Tx tx, long afterId, int limit) {
        return tx.list("select * from entries where id > ?" + ORDER, this::entry, afterId, limit);
    }

    void vectors(Tx tx, long afterId, Store.VectorReader each) {
        RowReader reader = row -> {
            each.row(
                    row.number("id"),
                    row.text("namespace"),
                    row.text("partition_key"),
                    SqlWords.vector(row.bytes("embedding")));
            return true;
        };
        tx.each(
                "select id, namespace, partition_key, embedding from entries where id > ? order by id",
                reader::read,
                _ -> {},
                afterId);
    }

    private interface RowReader {
        boolean read(Row row) throws SQLException;
    }

    /// Stores an entry.
    ///
    /// @return its id, and whether it took the place of another
    Stored put(Tx tx, StoredEntry entry) {
        var stored = tx.first(upsert, row -> new Stored(row.number("id"), row.number("revision") > 0), arguments(entry))
                .orElseThrow();
        if (stored.replaced()) {
            tx.update("delete from entry_tags where entry_id = ?", stored.id());
        }
        addTags(tx, stored.id(), entry);
        return stored;
    }

    /// Stores an entry under the id it has.
    void restore(Tx tx, StoredEntry entry) {
        var arguments = new ArrayList<@Nullable Object>(List.of(entry.id()));
        java.util.Collections.addAll(arguments, arguments(entry));
        tx.update("insert into entries (id, " + COLUMNS + ") values (?, " + MARKS + ")", arguments.toArray());
        addTags(tx, entry.id(), entry);
    }

    private static void addTags(Tx tx, long id, StoredEntry entry) {
        tx.batch(
                "insert into entry_tags (entry_id, tag) values (?, ?)",
                entry.tags().stream().map(tag -> List.of(id, tag)).toList());
    }

    /// An entry's id, and whether it took the place of another.
    record Stored(long id, boolean replaced) {}

    void touch(Tx tx, Collection<Store.Touch> touches) {
        var later = words.greater("last_accessed_at", "cast(? as bigint)");
        tx.batch(
                "update entries set last_accessed_at = " + later + ", access_count = access_count + ? where id = ?",
                touches.stream()
                        .sorted(Comparator.comparingLong(Store.Touch::id)) // one order for all, so no deadlock
                        .map(touch -> List.of(Micros.of(touch.at()), touch.hits(), touch.id()))
                        .toList());
    }

    List<Removed> remove(Tx tx, Selection selection) {
        var condition = condition(selection);
        var arguments = new ArrayList<Object>(condition.arguments());
        arguments.add(Store.REMOVED_MAX);
        var gone = tx.list(
                "delete from entries where id in (select id from entries where " + condition.sql() + ORDER
                        + words.forUpdate() + ") returning id, namespace",
                row -> new Removed(row.number("id"), row.text("namespace")),
                arguments.toArray());
        gone.sort(Comparator.comparingLong(Removed::id));
        return gone;
    }

    private record Condition(String sql, List<Object> arguments) {
        Condition and(Scope scope) {
            return scope.namespace()
                    .map(name -> {
                        var more = new ArrayList<>(arguments);
                        more.add(name);
                        return new Condition(sql + " and namespace = ?", more);
                    })
                    .orElse(this);
        }
    }

    private Condition condition(Selection selection) {
        var tagged = "id in (select entry_id from entry_tags where tag = ?)";
        return switch (selection) {
            case Selection.Ids(var ids) -> new Condition(words.isAnyOf("id"), List.of(words.idList(ids)));
            case Selection.Everything(var scope) -> new Condition("true", List.of()).and(scope);
            case Selection.Expired(var scope, var now) ->
                new Condition("expires_at <= ?", List.of(Micros.of(now))).and(scope);
            case Selection.Tagged(var scope, var tag) -> new Condition(tagged, List.of(tag)).and(scope);
            case Selection.Outdated(var scope, var tag, var current) ->
                new Condition(tagged + " and source_version <> ?", List.of(tag, current)).and(scope);
        };
    }

    Optional<Instant> oldest(Tx tx) {
        return tx.first("select created_at from entries order by created_at limit 1", row -> row.instant("created_at"));
    }

    List<Candidate> leastRecent(Tx tx, Scope scope, int limit) {
        var columns = "select id, namespace, last_accessed_at, access_count, input_tokens, output_tokens, money_micros,"
                + " latency_millis from entries";
        var order = " order by last_accessed_at, id limit ?";
        return scope.namespace()
                .map(name -> tx.list(columns + " where namespace = ?" + order, SqlEntries::candidate, name, limit))
                .orElseGet(() -> tx.list(columns + order, SqlEntries::candidate, limit));
    }

    SortedMap<String, Long> counts(Tx tx) {
        var counts = new TreeMap<String, Long>();
        tx.each(
                "select namespace, sum(entries) as entries from entry_counts group by namespace",
                row -> counts.put(row.text("namespace"), row.number("entries")),
                _ -> {});
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    long count(Tx tx, Scope scope) {
        var sum = "select coalesce(sum(entries), 0) from entry_counts";
        return scope.namespace()
                .map(name -> tx.number(sum + " where namespace = ?", name))
                .orElseGet(() -> tx.number(sum));
    }

    /// Adds to the counts of namespaces, in one order for all writers.
    void addCounts(Tx tx, SortedMap<String, Long> amounts) {
        for (var amount : amounts.entrySet()) {
            tx.update(
                    "insert into entry_counts (namespace, shard, entries) values (?, " + words.countShard()
                            + ", ?) on conflict (namespace, shard) do update set"
                            + " entries = entry_counts.entries + excluded.entries",
                    amount.getKey(),
                    amount.getValue());
            if (amount.getValue() < 0) {
                tx.update("delete from entry_counts where namespace = ? and entries = 0", amount.getKey());
            }
        }
    }

    private @Nullable Object[] arguments(StoredEntry entry) {
        var expires = entry.ttl().map(ttl -> Micros.of(end(entry.createdAt(), ttl)));
        return new @Nullable Object[] {
            entry.namespace(),
            entry.partition(),
            entry.queryHash(),
            entry.createdAt(),
            entry.lastAccessedAt(),
            entry.accessCount(),
            entry.ttl().map(Duration::toMillis),
            expires,
            entry.sourceVersion(),
            entry.cost().inputTokens(),
            entry.cost().outputTokens(),
            entry.cost().moneyMicros(),
            entry.cost().latency().toMillis(),
            Json.strings(entry.tags()),
            SqlWords.bytes(entry.embedding()),
            words.argument(entry.query()),
            words.argument(entry.response()),
            entry.metadata().line(),
            entry.payload().line()
        };
    }

    private static Instant end(Instant created, Duration ttl) {
        var most = Duration.between(created, Instant.MAX);
        return ttl.compareTo(most) > 0 ? Instant.MAX : created.plus(ttl);
    }

    private StoredEntry entry(Row row) throws SQLException {
        return new StoredEntry(
                row.number("id"),
                row.text("namespace"),
                row.text("query_hash"),
                words.text(row, "query"),
                words.text(row, "response"),
                SqlWords.vector(row.bytes("embedding")),
                Json.parseObject(row.text("metadata")),
                row.instant("created_at"),
                row.instant("last_accessed_at"),
                ttl(row.optionalNumber("ttl_millis")),
                row.number("access_count"),
                row.text("partition_key"),
                new TreeSet<>(((Json.Arr) row.json("tags")).strings()),
                row.text("source_version"),
                cost(row),
                Json.parseObject(row.text("payload")));
    }

    private static Optional<Duration> ttl(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    private static Candidate candidate(Row row) throws SQLException {
        return new Candidate(
                row.number("id"),
                row.text("namespace"),
                row.instant("last_accessed_at"),
                row.number("access_count"),
                cost(row));
    }

    private static Cost cost(Row row) throws SQLException {
        return new Cost(
                row.number("input_tokens"),
                row.number("output_tokens"),
                row.number("money_micros"),
                Duration.ofMillis(row.number("latency_millis")));
    }
}
