package dev.mnemo.user.erase;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.talk.MessageRows;
import dev.mnemo.user.talk.Talk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything of a person as lines of JSON, and back. The first line names the format; every further one is a row:
/// `{"table": "messages", "row": {…}}` with the columns of the table but the owner. Full text and the state of the
/// queue
/// are made anew on import; vectors travel. The bytes of files come first, in parts:
/// `{"table": "objects", "row": {"key": …, "data": …}}` in Base64, part after part.
public final class Transfer {
    private static final String FORMAT = "mnemo-user";
    private static final int VERSION = 1;

    /// Lines of an import.
    private static final long LINES_MAX = 20_000_000;

    private static final Pattern COLUMN = Pattern.compile("[a-z_]{1,40}");

    private final Store store;
    private final Findable findable;
    private final ObjectTransfer objects;

    public Transfer(Store store, Findable findable, Documents documents) {
        this.store = store;
        this.findable = findable;
        this.objects = new ObjectTransfer(store, documents);
    }

    /// Writes everything of a person, from one state of the store; says how many rows. Nothing is held in memory.
    public long export(Owner owner, Writer out) {
        return store.read(owner, person -> {
            var count = new long[1];
            line(out, Json.Obj.EMPTY.with("format", FORMAT).with("version", VERSION));
            objects.export(person, row -> {
                line(out, entry("objects", row));
                count[0]++;
            });
            person.each(
                    "select last_seq, last_at, time_zone, language, created_at from users" + PersonTx.OWN,
                    row -> row.object(),
                    row -> line(out, entry("users", row)));
            for (var table : PersonTables.CONTENT) {
                count[0] += rows(person, table, out);
            }
            findable.vectors().each(person, row -> {
                line(out, entry("vectors", row));
                count[0]++;
            });
            return count[0];
        });
    }

    /// Encrypted names have no order that means anything; then the few rows of such a table are sorted here, so
    /// that equal memories have equal exports.
    private static long rows(PersonTx person, String table, Writer out) {
        var count = new long[1];
        var sorted = new TreeSet<String>();
        boolean sort = person.seal().isPresent() && PersonTables.isSortedByNames(table);
        person.each(
                "select * from " + table + PersonTx.OWN + "order by " + PersonTables.order(table),
                row -> entry(table, row.object().without("tenant").without("user_id")),
                row -> {
                    count[0]++;
                    if (sort) {
                        sorted.add(row.compact());
                    } else {
                        line(out, row);
                    }
                });
        sorted.forEach(row -> line(out, Json.parseObject(row)));
        return count[0];
    }

    private static Json.Obj entry(String table, Json.Obj row) {
        return Json.Obj.EMPTY.with("table", table).with("row", row);
    }

    private static void line(Writer out, Json.Obj json) {
        try {
            out.write(json.compact());
            out.write('\n');
        } catch (IOException e) {
            throw broken("The export cannot be written.", e);
        }
    }

    private static MnemoException broken(String message, IOException cause) {
        return new MnemoException(Fault.INPUT_OUTPUT, message, "Check the disk and the connection.", cause);
    }

    /// Reads an export, of this person or of another, into a person of whom nothing is kept; all or nothing. Says how
    /// many rows.
    ///
    /// @throws Refusal if something is kept of the person already, or a line is not of this format
    public long importInto(Owner owner, BufferedReader in) {
        if (store.read(owner, PersonTx::generation) > 0) {
            throw new Refusal("Something is kept of this user already; import into a user of whom nothing is kept.");
        }
        var reading = new Reading(in);
        var header = reading.next();
        if (header == null || !header.string("format", "").equals(FORMAT) || header.number("version", 0) != VERSION) {
            throw new Refusal("This is no export of a user memory in version " + VERSION + " of its format.");
        }
        try (var arriving = objects.arriving(owner)) {
            long parts = 0;
            var first = reading.next();
            for (; first != null && first.string("table", "").equals("objects"); first = reading.next()) {
                arriving.part(first.object("row"));
                parts++;
            }
            arriving.end();
            long begun = reading.lines;
            var entry = first;
            long rows = store.write(owner, arriving.newKey(), person -> {
                if (reading.lines > begun) {
                    throw new Refusal(
                            "The import met another transaction and cannot read its lines again; start it anew.");
                }
                long count = rows(person, reading, entry);
                arriving.keep(person);
                return count;
            });
            return parts + rows;
        }
    }

    private long rows(PersonTx person, Reading reading, Json.@Nullable Obj first) {
        var waiting = new HashMap<String, Long>();
        long count = 0;
        for (var entry = first; entry != null; entry = reading.next()) {
            var table = entry.string("table", "");
            var row = entry.object("row");
            if (table.equals("users")) {
                restoreUser(person, row);
                continue;
            }
            if (table.equals("vectors")) {
                findable.vectors().restore(person, row);
            } else if (PersonTables.CONTENT.contains(table)) {
                insert(person, table, row, reading);
            } else {
                throw reading.refusal("names the table '" + table + "', which there is not");
            }
            if (table.equals("work") && row.string("state", "").equals("waiting")) {
                waiting.merge(row.string("kind", ""), 1L, Long::sum);
            }
            count++;
        }
        check(person, reading);
        waiting.forEach((kind, items) -> Lanes.restore(person, kind, items));
        return count;
    }

    private static void restoreUser(PersonTx person, Json.Obj row) {
        person.tx()
                .update(
                        "update users set last_seq = ?, last_at = ?, time_zone = ?, language = ?, created_at = ?"
                                + PersonTx.OWN,
                        value(row.get("last_seq").orElse(Json.of(0))),
                        value(row.get("last_at").orElse(Json.of(0))),
                        row.string("time_zone"),
                        row.string("language"),
                        value(row.get("created_at").orElse(Json.of(0))),
                        person.owner().tenant(),
                        person.owner().userId());
    }

    private static void insert(PersonTx person, String table, Json.Obj row, Reading reading) {
        var values = new ArrayList<@Nullable Object>();
        for (var column : row.members().entrySet()) {
            if (!COLUMN.matcher(column.getKey()).matches()
                    || column.getKey().equals("tenant")
                    || column.getKey().equals("user_id")) {
                throw reading.refusal("names the column '" + column.getKey() + "', which there is not");
            }
            values.add(value(column.getValue()));
        }
        if (values.isEmpty()) {
            throw reading.refusal("has no row");
        }
        person.update(
                "insert into " + table + " (tenant, user_id, "
                        + String.join(", ", row.members().keySet()) + ") values (?, ?, " + Tx.marks(values.size())
                        + ")",
                values.toArray());
    }

    private static @Nullable Object value(Json json) {
        return switch (json) {
            case Json.Str(var text) -> text;
            case Json.Num number when number.isInteger() -> number.longValue();
            case Json.Num number -> number.value();
            case Json.Bool(var flag) -> flag;
            case Json.Null _ -> null;
            case Json.Arr _, Json.Obj _ -> json;
        };
    }

    /// Reads every message and memory once, so that nothing is taken over that recall could not read, and makes them
    /// findable by their words.
    private void check(PersonTx person, Reading reading) {
        record Text(long seq, String text) {}
        var texts = new ArrayList<Text>();
        try {
            MessageRows.each(person, message -> texts.add(new Text(message.seq(), Talk.searchText(message))));
            MemoryRows.each(person, memory -> texts.add(new Text(memory.seq(), memory.content())));
        } catch (MnemoException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Refusal(
                    "A row before line " + reading.lines + " of the import cannot be read: " + e.getMessage(), e);
        }
        texts.forEach(text -> findable.entries().put(person, text.seq(), text.text()));
    }

    /// The lines of an import, read one by one.
    private static final class Reading {
        private final BufferedReader in;
        private long lines;

        Reading(BufferedReader in) {
            this.in = in;
        }

        Json.@Nullable Obj next() {
            try {
                var line = in.readLine();
                if (line == null) {
                    return null;
                }
                if (++lines > LINES_MAX) {
                    throw new Refusal("An import has at most " + LINES_MAX + " lines.");
                }
                return Json.parseObject(line);
            } catch (Refusal e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw refusal("is no JSON object: " + e.getMessage());
            } catch (IOException e) {
                throw broken("The import cannot be read.", e);
            }
        }

        Refusal refusal(String what) {
            return new Refusal("Line " + lines + " of the import " + what + ".");
        }
    }
}
