package dev.mnemo.user;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.kv.KeyValueRows;
import dev.mnemo.user.kv.KeyValueRows.Pair;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values that the application keeps for a person: JSON under a key in a namespace. The namespace `profile` is what is
/// said about the person; its changes are part of a rollback.
public final class KeyValues {
    /// Characters of a namespace.
    public static final int NAMESPACE_CHARS_MAX = 100;

    /// Characters of a key.
    public static final int KEY_CHARS_MAX = 512;

    /// Characters of a value, written as JSON.
    public static final int VALUE_CHARS_MAX = 200_000;

    /// Pairs of one batch.
    public static final int BATCH_PAIRS_MAX = 1_000;

    /// Pairs of a list, if nobody says otherwise.
    public static final int PAIRS_DEFAULT = 100;

    private final Engine engine;
    private final String tenant;

    KeyValues(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Sets a value; `Json.Null` is a value too.
    public void set(String userId, String namespace, String key, Json value) {
        batchSet(userId, namespace, Map.of(key, value));
    }

    /// Sets values, all or none.
    public void batchSet(String userId, String namespace, Map<String, Json> values) {
        check("namespace", namespace, NAMESPACE_CHARS_MAX);
        if (values.size() > BATCH_PAIRS_MAX) {
            throw new Refusal("A batch has at most " + BATCH_PAIRS_MAX + " values, not " + values.size() + ".");
        }
        values.forEach((key, value) -> {
            check("key", key, KEY_CHARS_MAX);
            var text = value.compact();
            if (text.length() > VALUE_CHARS_MAX || text.indexOf('\0') >= 0) {
                throw new Refusal("The value of '" + key + "' has " + text.length()
                        + " characters as JSON; allowed are " + VALUE_CHARS_MAX + ".");
            }
        });
        if (!values.isEmpty()) {
            engine.store.write(new Owner(tenant, userId), person -> {
                values.forEach((key, value) -> KeyValueRows.set(person, namespace, key, Clean.named(key, value)));
                return values.size();
            });
        }
    }

    /// A value; empty if there is none.
    public Optional<Json> get(String userId, String namespace, String key) {
        return engine.store.read(new Owner(tenant, userId), person -> KeyValueRows.get(person, namespace, key));
    }

    /// The pairs of a namespace whose keys begin with a prefix, by key.
    ///
    /// @param prefix empty for all
    /// @param limit 1 to 1,000
    /// @param offset pairs to pass over
    public List<Pair> list(String userId, String namespace, String prefix, int limit, int offset) {
        return engine.store.read(
                new Owner(tenant, userId),
                person -> KeyValueRows.list(person, namespace, prefix, Page.limit(limit), Page.offset(offset)));
    }

    /// The first 100 pairs of a namespace.
    public List<Pair> list(String userId, String namespace) {
        return list(userId, namespace, "", PAIRS_DEFAULT, 0);
    }

    /// Removes a value. False if there is none.
    public boolean delete(String userId, String namespace, String key) {
        return engine.store
                .writeIfKnown(new Owner(tenant, userId), person -> KeyValueRows.delete(person, namespace, key))
                .orElse(false);
    }

    private static void check(String what, String text, int charsMax) {
        if (text.isBlank() || text.length() > charsMax || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("A " + what + " has 1 to " + charsMax + " characters and no control characters.");
        }
    }
}
