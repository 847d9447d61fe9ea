package dev.mnemo.user.store;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.Migrations;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.seal.MasterKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The tables of the user memory in one database.
public final class Store implements AutoCloseable {
    private static final Migrations SCHEMA = new Migrations("user", "/dev/mnemo/user/schema", Store.class);

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final String storeId;
    private final Keys keys;

    private Store(Database database, InstantSource clock, Ids ids, String storeId, Keys keys) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.storeId = storeId;
        this.keys = keys;
    }

    /// Brings the tables up to date; many processes may do it at once. The database is closed with the store.
    ///
    /// @param random safe for many threads
    public static Store open(Database database, InstantSource clock, RandomGenerator random) {
        return open(database, clock, random, Optional.empty());
    }

    /// As above, with the content of people who become known from now on encrypted.
    ///
    /// @param random makes keys too, so it is a secure one
    /// @param masters wrap the keys of people
    public static Store open(
            Database database, InstantSource clock, RandomGenerator random, Optional<MasterKeys> masters) {
        database.migrate(SCHEMA);
        var ids = new Ids(clock, random);
        var known = database.read(Store::readId);
        var storeId = known.orElseGet(() -> database.write(tx -> {
            tx.update(
                    "insert into store_facts (name, value) values ('store_id', ?) on conflict (name) do nothing",
                    ids.next());
            return readId(tx).orElseThrow();
        }));
        return new Store(database, clock, ids, storeId, new Keys(masters, random));
    }

    private static Optional<String> readId(Tx tx) {
        return tx.first("select value from store_facts where name = 'store_id'", row -> row.text("value"));
    }

    /// Makes sure that what is kept of everybody can be read with the master keys at hand.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `CONFIGURATION` if a key is missing or another one
    public void checkKeys() {
        boolean closed = database
                .read(tx -> tx.list(
                        // One key for each master key: what it wrapped begins with its name.
                        "select min(wrapped_key) as wrapped from users where wrapped_key is not null"
                                + " group by substr(wrapped_key, 1, 9)",
                        row -> row.text("wrapped")))
                .stream()
                .anyMatch(wrapped -> !keys.opens(wrapped));
        if (closed) {
            throw MasterKeys.missing();
        }
    }

    /// Names this store; made with its tables.
    public String storeId() {
        return storeId;
    }

    /// The database underneath.
    public Database database() {
        return database;
    }

    /// What time it is.
    public InstantSource clock() {
        return clock;
    }

    /// Makes ids.
    public Ids ids() {
        return ids;
    }

    /// The keys of people.
    public Keys keys() {
        return keys;
    }

    /// Reads one person's rows. Of somebody unknown there are none.
    public <T> T read(Owner owner, Function<PersonTx, T> work) {
        return database.read(tx -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var turn = tx.first(
                            "select generation, wrapped_key from users" + PersonTx.OWN,
                            row -> new Turn(row.number("generation"), now, row.optionalText("wrapped_key")),
                            owner.tenant(),
                            owner.userId())
                    .orElse(new Turn(0, now, Optional.empty()));
            return work.apply(person(tx, owner, turn));
        });
    }

    /// Changes one person's rows, after every change of the same person that began before. Somebody unknown becomes
    /// known.
    public <T> T write(Owner owner, Function<PersonTx, T> work) {
        return write(owner, keys.made(owner), work);
    }

    /// As above, for who encrypted something before somebody became known.
    ///
    /// @param newKey the key of somebody unknown, as {@link Keys#made} makes it
    public <T> T write(Owner owner, Optional<String> newKey, Function<PersonTx, T> work) {
        return database.write(tx ->
                work.apply(person(tx, owner, turn(tx, owner).orElseGet(() -> begin(tx, owner, newKey)))));
    }

    /// Changes one person's rows if the person is known and was not erased since the given generation: for work that
    /// was begun earlier. Empty if nothing was done.
    public <T> Optional<T> writeIf(Owner owner, long generation, Function<PersonTx, T> work) {
        return database.write(tx -> generation(tx, owner) != generation
                ? Optional.<T>empty()
                : turn(tx, owner)
                        .filter(turn -> turn.generation == generation)
                        .map(turn -> work.apply(person(tx, owner, turn))));
    }

    /// Changes one person's rows if the person is known. Empty if nothing was done.
    public <T> Optional<T> writeIfKnown(Owner owner, Function<PersonTx, T> work) {
        return database.write(tx -> turn(tx, owner).map(turn -> work.apply(person(tx, owner, turn))));
    }

    /// A person's turn to change.
    ///
    /// @param at later than every turn of the person before
    /// @param wrappedKey what the content is encrypted with
    record Turn(long generation, Instant at, Optional<String> wrappedKey) {}

    private PersonTx person(Tx tx, Owner owner, Turn turn) {
        var seal = turn.wrappedKey().map(wrapped -> keys.open(owner, wrapped));
        return new PersonTx(
                seal.map(tx::with).orElse(tx), owner, turn, new PersonTx.Making(clock.instant(), ids, seal));
    }

    private static long generation(Tx tx, Owner owner) {
        return tx.first(
                        "select generation from users" + PersonTx.OWN,
                        row -> row.number("generation"),
                        owner.tenant(),
                        owner.userId())
                .orElse(0L);
    }

    private Optional<Turn> turn(Tx tx, Owner owner) {
        var now = clock.instant();
        return tx.first(
                "update users set last_at = case when last_at >= ? then last_at + 1 else ? end" + PersonTx.OWN
                        + "returning generation, last_at, wrapped_key",
                row -> new Turn(row.number("generation"), row.instant("last_at"), row.optionalText("wrapped_key")),
                now,
                now,
                owner.tenant(),
                owner.userId());
    }

    private Turn begin(Tx tx, Owner owner, Optional<String> newKey) {
        long before = tx.first(
                        "select generation from tombstones where subject = ?",
                        row -> row.number("generation"),
                        owner.digest(storeId))
                .orElse(0L);
        tx.update(
                "insert into users (tenant, user_id, generation, last_seq, last_at, created_at, wrapped_key)"
                        + " values (?, ?, ?, 0, 0, ?, ?) on conflict (tenant, user_id) do nothing",
                owner.tenant(),
                owner.userId(),
                before + 1,
                clock.instant(),
                newKey);
        return turn(tx, owner).orElseThrow();
    }

    @Override
    public void close() {
        database.close();
    }
}
