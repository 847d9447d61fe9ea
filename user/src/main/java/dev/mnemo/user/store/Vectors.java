package dev.mnemo.user.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import java.sql.SQLException;
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
/// PostgreSQL compares them itself, exactly, among the rows of one person. For SQLite, and for people whose
/// vectors are encrypted, an index in this process is filled from the rows when a person is first asked about
/// and catches up with the rows before each answer, so that it holds what every other process wrote, too.
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

    /// How the numbers of a person's vectors are kept: by a server as its own type, else as bytes; encrypted
    /// bytes have a column of their own.
    private enum Form {
        HALFVEC("vector", "cast(? as halfvec)", "halfvec_send(vector) as vector"),
        BYTES("vector", "?", "vector"),
        SEALED("sealed", "?", "sealed");

        private final String column;
        private final String place;
        private final String read;

        Form(String column, String place, String read) {
            this.column = column;
            this.place = place;
            this.read = read;
        }

        static Form of(PersonTx person) {
            return person.seal().isPresent()
                    ? SEALED
                    : person.tx().dialect() instanceof Dialect.Sqlite ? BYTES : HALFVEC;
        }

        Object value(float[] vector) {
            return this == HALFVEC ? HalfVector.text(vector) : HalfVector.bytes(vector);
        }

        float[] vector(Row row) throws SQLException {
            return this == HALFVEC ? HalfVector.sent(row.bytes(column)) : HalfVector.of(row.bytes(column));
        }
    }

    /// Keeps the vector of a row; replaces one of the same model.
    public void put(PersonTx person, String model, long seq, float[] vector) {
        var form = Form.of(person);
        person.update(
                "insert into vectors (tenant, user_id, model, seq, dimensions, " + form.column
                        + ", change) values (?, ?, ?, ?, ?, " + form.place
                        + ", ?) on conflict (tenant, user_id, model, seq) do update set"
                        + " dimensions = excluded.dimensions, vector = excluded.vector, sealed = excluded.sealed,"
                        + " change = excluded.change",
                model,
                seq,
                vector.length,
                form.value(vector),
                person.takeSeqs(1));
    }

    /// Gives a row the vectors of another row with the same text.
    public void copy(PersonTx person, long from, long to) {
        person.tx()
                .update(
                        "insert into vectors (tenant, user_id, model, seq, dimensions, vector, sealed, change)"
                                + " select tenant, user_id, model, ?, dimensions, vector, sealed, ? from vectors"
                                + PersonTx.OWN + "and seq = ? and " + Form.of(person).column + " is not null",
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
                        "update vectors set vector = null, sealed = null, change = ?" + PersonTx.OWN + "and seq = ?",
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
        var form = Form.of(person);
        return person.list(
                "select change, seq, " + form.read + " from vectors" + PersonTx.OWN
                        + "and model = ? and change > ? and " + form.column + " is not null order by change limit ?",
                row -> new Changed(row.number("change"), row.number("seq"), form.vector(row)),
                model,
                change,
                limit);
    }

    /// Hands every row to a consumer, for an export: model, seq, change, and the numbers in Base64.
    public void each(PersonTx person, Consumer<Json.Obj> consumer) {
        var form = Form.of(person);
        person.each(
                "select model, seq, dimensions, change, " + form.read + ", case when " + form.column
                        + " is null then 1 else 0 end as gone from vectors" + PersonTx.OWN + "order by model, seq",
                row -> {
                    var json = Json.Obj.EMPTY
                            .with("model", row.text("model"))
                            .with("seq", row.number("seq"))
                            .with("dimensions", row.number("dimensions"))
                            .with("change", row.number("change"));
                    return row.flag("gone")
                            ? json
                            : json.with(
                                    "vector", Base64.getEncoder().encodeToString(HalfVector.bytes(form.vector(row))));
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
        var form = Form.of(person);
        person.update(
                "insert into vectors (tenant, user_id, model, seq, dimensions, change, " + form.column
                        + ") values (?, ?, ?, ?, ?, ?, " + form.place + ")",
                row.string("model", ""),
                (long) row.number("seq", 0),
                dimensions,
                (long) row.number("change", 0),
                half == null ? null : form.value(HalfVector.of(half)));
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
        if (Form.of(person) != Form.HALFVEC) {
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

    /// How near every row with a vector of a model is to another vector of it, in no order. PostgreSQL only, for people
    /// whose vectors are not encrypted.
    public List<Neighbour> similarities(PersonTx person, String model, float[] vector) {
        return person.tx()
                .list(
                        "select seq, 1 - (vector <=> (select cast(? as halfvec))) as similarity from vectors"
                                + PersonTx.OWN + "and model = ? and vector is not null",
                        row -> new Neighbour(row.number("seq"), (float) row.real("similarity")),
                        HalfVector.text(vector),
                        person.owner().tenant(),
                        person.owner().userId(),
                        model);
    }

    private FlatIndex caughtUp(PersonTx person, String model, int dimensions) {
        var one = heldFor(new Key(person.owner(), model), person.generation(), dimensions);
        one.catchingUp.lock();
        try {
            var changes = new ArrayList<Long>();
            var form = Form.of(person);
            person.each(
                    "select seq, case when " + form.column + " is null then 1 else 0 end as gone, " + form.read
                            + ", change from vectors" + PersonTx.OWN + "and model = ? and change > ? order by change",
                    row -> {
                        long seq = row.number("seq");
                        if (row.flag("gone")) {
                            one.index.remove(seq);
                        } else {
                            one.index.put(seq, form.vector(row));
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
