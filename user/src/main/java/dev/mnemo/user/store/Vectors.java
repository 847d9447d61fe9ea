package dev.mnemo.user.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The vectors of messages and memories, each with the model that made it; vectors of different models never meet.
///
/// PostgreSQL compares them itself, exactly, among the rows of one person. For SQLite an index in this process is
/// filled from the rows when a person is first asked about and catches up with the rows before each answer, so that
/// it holds what every other process wrote, too.
public final class Vectors {
    /// Vectors that indexes in this process hold in all; the person asked about longest ago goes first.
    private static final long VECTORS_HELD_MAX = 300_000;

    private record Key(Owner owner, String model) {}

    /// Guarded by its own lock while it catches up.
    private static final class Held {
        private final FlatIndex index;
        private final long generation;
        private final ReentrantLock catchingUp = new ReentrantLock();
        private long change;

        Held(FlatIndex index, long generation) {
            this.index = index;
            this.generation = generation;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    /// Keeps the vector of a row; replaces one of the same model.
    public void put(PersonTx person, String model, long seq, float[] vector) {
        var place = person.tx().dialect() instanceof Dialect.Sqlite ? "?" : "cast(? as halfvec)";
        Object value =
                person.tx().dialect() instanceof Dialect.Sqlite ? HalfVector.bytes(vector) : HalfVector.text(vector);
        person.update(
                "insert into vectors (tenant, user_id, model, seq, dimensions, vector, change) values (?, ?, ?, ?, ?, "
                        + place + ", ?) on conflict (tenant, user_id, model, seq) do update set"
                        + " dimensions = excluded.dimensions, vector = excluded.vector, change = excluded.change",
                model,
                seq,
                vector.length,
                value,
                person.takeSeqs(1));
    }

    /// Gives a row the vectors of another row with the same text.
    public void copy(PersonTx person, long from, long to) {
        person.tx()
                .update(
                        "insert into vectors (tenant, user_id, model, seq, dimensions, vector, change)"
                                + " select tenant, user_id, model, ?, dimensions, vector, ? from vectors" + PersonTx.OWN
                                + "and seq = ? and vector is not null",
                        to,
                        person.takeSeqs(1),
                        person.owner().tenant(),
                        person.owner().userId(),
                        from);
    }

    /// Forgets the vectors of a row. What stays tells the indexes of other processes and holds no content.
    public void remove(PersonTx person, long seq) {
        person.tx()
                .update(
                        "update vectors set vector = null, change = ?" + PersonTx.OWN + "and seq = ?",
                        person.takeSeqs(1),
                        person.owner().tenant(),
                        person.owner().userId(),
                        seq);
    }

    /// A vector of a row and the number of its latest change.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Changed(long change, long seq, float[] vector) {}

    /// The vectors of a model that were put behind a number, in the order of their latest changes.
    public List<Changed> since(PersonTx person, String model, long change, int limit) {
        boolean bytes = person.tx().dialect() instanceof Dialect.Sqlite;
        return person.list(
                "select change, seq, " + (bytes ? "vector" : "cast(vector as text) as vector") + " from vectors"
                        + PersonTx.OWN + "and model = ? and change > ? and vector is not null order by change limit ?",
                row -> new Changed(
                        row.number("change"),
                        row.number("seq"),
                        bytes ? HalfVector.of(row.bytes("vector")) : HalfVector.parse(row.text("vector"))),
                model,
                change,
                limit);
    }

    /// Hands every row to a consumer, for an export: model, seq, change, and the numbers in Base64.
    public void each(PersonTx person, Consumer<Json.Obj> consumer) {
        boolean bytes = person.tx().dialect() instanceof Dialect.Sqlite;
        person.each(
                "select model, seq, dimensions, change, " + (bytes ? "vector" : "cast(vector as text) as vector")
                        + ", case when vector is null then 1 else 0 end as gone from vectors" + PersonTx.OWN
                        + "order by model, seq",
                row -> {
                    var json = Json.Obj.EMPTY
                            .with("model", row.text("model"))
                            .with("seq", row.number("seq"))
                            .with("dimensions", row.number("dimensions"))
                            .with("change", row.number("change"));
                    if (row.flag("gone")) {
                        return json;
                    }
                    var half = bytes ? row.bytes("vector") : HalfVector.bytes(HalfVector.parse(row.text("vector")));
                    return json.with("vector", Base64.getEncoder().encodeToString(half));
                },
                consumer);
    }

    /// Brings a row back that {@link #each} gave out.
    ///
    /// @throws Refusal if it is no such row
    public void restore(PersonTx person, Json.Obj row) {
        long dimensions = (long) row.number("dimensions", 0);
        byte @Nullable [] half = null;
        try {
            half = row.has("vector") ? Base64.getDecoder().decode(row.string("vector", "?")) : null;
        } catch (IllegalArgumentException e) {
            throw new Refusal("A vector of the import is not in Base64.", e);
        }
        if (half != null && half.length != dimensions * Short.BYTES) {
            throw new Refusal("A vector of the import does not have its " + dimensions + " components.");
        }
        boolean bytes = person.tx().dialect() instanceof Dialect.Sqlite;
        person.update(
                "insert into vectors (tenant, user_id, model, seq, dimensions, change, vector) values (?, ?, ?, ?, ?, ?, "
                        + (bytes ? "?" : "cast(? as halfvec)") + ")",
                row.string("model", ""),
                (long) row.number("seq", 0),
                dimensions,
                (long) row.number("change", 0),
                half == null || bytes ? half : HalfVector.text(HalfVector.of(half)));
    }

    /// Drops what this process holds of a person.
    public void drop(Owner owner) {
        lock.lock();
        try {
            held.keySet().removeIf(key -> key.owner().equals(owner));
        } finally {
            lock.unlock();
        }
    }

    /// The rows nearest to a vector of the same model, nearest first.
    ///
    /// @param model fingerprint of the model that made the vector
    public List<Neighbour> nearest(PersonTx person, String model, float[] vector, int limit) {
        if (person.tx().dialect() instanceof Dialect.Sqlite) {
            return caughtUp(person, model, vector.length).nearest(vector, limit);
        }
        var text = HalfVector.text(vector);
        return person.tx()
                .list(
                        "select seq, 1 - (vector <=> cast(? as halfvec)) as similarity from vectors" + PersonTx.OWN
                                + "and model = ? and vector is not null order by vector <=> cast(? as halfvec), seq limit ?",
                        row -> new Neighbour(row.number("seq"), (float) row.real("similarity")),
                        text,
                        person.owner().tenant(),
                        person.owner().userId(),
                        model,
                        text,
                        limit);
    }

    private FlatIndex caughtUp(PersonTx person, String model, int dimensions) {
        var one = heldFor(new Key(person.owner(), model), person.generation(), dimensions);
        one.catchingUp.lock();
        try {
            var changes = new ArrayList<Long>();
            person.each(
                    "select seq, vector is null as gone, vector, change from vectors" + PersonTx.OWN
                            + "and model = ? and change > ? order by change",
                    row -> {
                        long seq = row.number("seq");
                        if (row.flag("gone")) {
                            one.index.remove(seq);
                        } else {
                            one.index.put(seq, HalfVector.of(row.bytes("vector")));
                        }
                        return row.number("change");
                    },
                    changes::add,
                    model,
                    one.change);
            one.change = changes.isEmpty() ? one.change : changes.getLast();
        } finally {
            one.catchingUp.unlock();
        }
        return one.index;
    }

    private Held heldFor(Key key, long generation, int dimensions) {
        lock.lock();
        try {
            var known = held.get(key);
            if (known != null && known.generation == generation && known.index.dimensions() == dimensions) {
                return known;
            }
            if (known != null && known.index.size() > 0 && known.generation == generation) {
                throw new MnemoException(
                        Fault.MODEL,
                        "The model " + key.model() + " made vectors of " + known.index.dimensions()
                                + " components before and of " + dimensions + " now.",
                        "Give the model a fingerprint of its own for each number of components.");
            }
            makeRoom(key);
            var fresh = new Held(new FlatIndex(key.model(), dimensions), generation);
            held.put(key, fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(Key wanted) {
        long sum = held.values().stream().mapToLong(one -> one.index.size()).sum();
        var oldest = held.entrySet().iterator();
        while (sum > VECTORS_HELD_MAX && oldest.hasNext()) {
            var entry = oldest.next();
            if (!entry.getKey().equals(wanted)) {
                sum -= entry.getValue().index.size();
                oldest.remove();
            }
        }
    }
}
