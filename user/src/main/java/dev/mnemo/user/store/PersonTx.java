package dev.mnemo.user.store;

import dev.mnemo.kernel.sql.RowReader;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.seal.PersonSeal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One person's share of a transaction. Every statement begins with the owner: tenant and user id are bound to the
/// first two question marks, so no argument can reach another person's rows.
public final class PersonTx {
    /// The condition that every statement begins its conditions with.
    public static final String OWN = " where tenant = ? and user_id = ? ";

    private final Tx tx;
    private final Owner owner;
    private final Instant now;
    private final Instant wallTime;
    private final Ids ids;
    private final long generation;
    private final Optional<PersonSeal> seal;

    /// What a transaction makes things with.
    record Making(Instant wallTime, Ids ids, Optional<PersonSeal> seal) {}

    PersonTx(Tx tx, Owner owner, Store.Turn turn, Making making) {
        this.tx = tx;
        this.owner = owner;
        this.now = turn.at();
        this.wallTime = making.wallTime();
        this.ids = making.ids();
        this.generation = turn.generation();
        this.seal = making.seal();
    }

    /// What the content is encrypted with; empty if it is not. Statements need not care: values are encrypted and
    /// decrypted by the columns they belong to.
    public Optional<PersonSeal> seal() {
        return seal;
    }

    /// Whose rows.
    public Owner owner() {
        return owner;
    }

    /// The moment of this transaction, the same throughout. In a transaction that writes it is later than that of every
    /// earlier one of this person, if need be by running ahead of the clock.
    public Instant now() {
        return now;
    }

    /// What the clock says.
    public Instant wallTime() {
        return wallTime;
    }

    /// The moment of this person's latest change.
    public Optional<Instant> latest() {
        return first("select last_at from users" + OWN, row -> row.instant("last_at"));
    }

    /// Where the person is, if the application said so: whose "yesterday".
    public Optional<ZoneId> timeZone() {
        return first("select time_zone from users" + OWN, row -> row.optionalText("time_zone"))
                .flatMap(zone -> zone)
                .map(ZoneId::of);
    }

    /// Notes where the person is.
    public void setTimeZone(ZoneId zone) {
        tx.update("update users set time_zone = ?" + OWN, zone.getId(), owner.tenant(), owner.userId());
    }

    /// A new id of a row.
    public String newId() {
        return ids.next();
    }

    /// The transaction itself, for what concerns a dialect.
    public Tx tx() {
        return tx;
    }

    /// How often this person began anew after an erasure; 0 if nothing is known of the person.
    public long generation() {
        return generation;
    }

    /// All rows of a query.
    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        return tx.list(sql, reader, own(arguments));
    }

    /// The first row of a query.
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        return tx.first(sql, reader, own(arguments));
    }

    /// The number in the only row.
    public long number(String sql, @Nullable Object... arguments) {
        return tx.number(sql, own(arguments));
    }

    /// Hands every row to a consumer, which must not use this transaction.
    public <T> void each(String sql, RowReader<T> reader, Consumer<? super T> consumer, @Nullable Object... arguments) {
        tx.each(sql, reader, consumer, own(arguments));
    }

    /// Changes rows, and says how many.
    public int update(String sql, @Nullable Object... arguments) {
        return tx.update(sql, own(arguments));
    }

    /// Runs one statement for many lists of arguments, each behind the owner.
    public void batch(String sql, List<? extends List<? extends @Nullable Object>> arguments) {
        var lists = new ArrayList<List<@Nullable Object>>();
        for (var list : arguments) {
            var own = new ArrayList<@Nullable Object>();
            own.add(owner.tenant());
            own.add(owner.userId());
            own.addAll(list);
            lists.add(own);
        }
        tx.batch(sql, lists);
    }

    /// Takes numbers for new rows: the first of `count` that follow each other. Rows of one person, whatever they
    /// are, have different numbers, in the order in which they were written.
    public long takeSeqs(int count) {
        return tx.first(
                                "update users set last_seq = last_seq + ? where tenant = ? and user_id = ? returning last_seq",
                                row -> row.number("last_seq"),
                                count,
                                owner.tenant(),
                                owner.userId())
                        .orElseThrow()
                - count
                + 1;
    }

    private @Nullable Object[] own(@Nullable Object... arguments) {
        var own = new Object[arguments.length + 2];
        own[0] = owner.tenant();
        own[1] = owner.userId();
        System.arraycopy(arguments, 0, own, 2, arguments.length);
        return own;
    }
}
