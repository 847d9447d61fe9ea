package dev.mnemo.user.erase;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.file.Removals;
import dev.mnemo.user.store.Entries;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removes everything of a person in one transaction and proves it.
///
/// A tombstone stays: a digest of who it was and how often the person began anew. Work that was begun before the
/// erasure belongs to an earlier beginning and is not accepted, so nothing comes back.
public final class Erasure {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Store store;
    private final Documents documents;
    private final Optional<Removals> removals;

    /// @param removals removes objects of files; without it they are only noted for removal
    public Erasure(Store store, Documents documents, Optional<Removals> removals) {
        this.store = store;
        this.documents = documents;
        this.removals = removals;
    }

    /// Erases a person. Of somebody unknown there is nothing to remove, and the certificate says so.
    ///
    /// An SQLite file is searched afterwards and, if copies of the person's rows are left in it, written anew; that
    /// takes as long as the file is large.
    ///
    /// Objects of the person's files are noted for removal in the same transaction and removed at once; those that
    /// the object storage does not let go are tried again until they are gone.
    public Certificate erase(Owner owner) {
        var certificate = store.database().write(tx -> {
            lockChain(tx);
            return tx.first(
                            "select generation from users" + PersonTx.OWN
                                    + tx.dialect().forUpdate(),
                            row -> row.number("generation"),
                            owner.tenant(),
                            owner.userId())
                    .map(generation -> erase(tx, owner, generation))
                    .orElseGet(() -> certify(tx, owner, Map.of()));
        });
        store.keys().drop(owner);
        removals.ifPresent(one -> one.run(owner));
        store.database().scrub();
        if (traces(owner) > 0) {
            store.database().write(tx -> {
                Entries.compact(tx);
                return true;
            });
            store.database().rebuild();
        }
        return certificate;
    }

    private Certificate erase(Tx tx, Owner owner, long generation) {
        long objects = tx.update(
                "insert into object_removals (tenant, user_id, object_key, attempts, due_at, created_at)"
                        + " select tenant, user_id, object_key, 0, 0, 0 from documents" + PersonTx.OWN
                        + "and object_key is not null on conflict (tenant, user_id, object_key) do update set due_at = 0",
                owner.tenant(),
                owner.userId());
        tx.update("update object_removals set due_at = 0" + PersonTx.OWN, owner.tenant(), owner.userId());
        var counts = new LinkedHashMap<String, Long>();
        counts.put("objects", objects);
        counts.put("entries", Entries.removeAll(tx, owner));
        for (var table : tables()) {
            long rows = tx.update("delete from " + table + PersonTx.OWN, owner.tenant(), owner.userId());
            counts.merge(table, rows, Long::sum);
        }
        var now = store.clock().instant();
        tx.update(
                "insert into tombstones (subject, generation, erased_at) values (?, ?, ?) on conflict (subject)"
                        + " do update set generation = excluded.generation, erased_at = excluded.erased_at",
                owner.digest(store.storeId()),
                generation,
                now);
        return certify(tx, owner, counts);
    }

    private static List<String> tables() {
        var tables = new ArrayList<>(PersonTables.CONTENT);
        tables.addAll(PersonTables.DERIVED);
        tables.add("users");
        return tables;
    }

    /// Certificates are made one after another.
    private static void lockChain(Tx tx) {
        if (tx.dialect() instanceof Dialect.PostgreSql) {
            tx.update("lock table certificates in exclusive mode");
        }
    }

    private Certificate certify(Tx tx, Owner owner, Map<String, Long> counts) {
        var last = tx.first("select * from certificates order by number desc limit 1", this::certificate);
        var certificate = new Certificate(
                        last.map(Certificate::number).orElse(0L) + 1,
                        store.storeId(),
                        owner.digest(store.storeId()),
                        store.clock().instant().truncatedTo(ChronoUnit.MICROS),
                        counts,
                        last.map(Certificate::hash).orElse(Certificate.NO_HASH),
                        "")
                .sealed();
        tx.update(
                "insert into certificates (number, subject, erased_at, counts, previous_hash, hash)"
                        + " values (?, ?, ?, ?, ?, ?)",
                certificate.number(),
                certificate.subject(),
                certificate.erasedAt(),
                Certificate.json(certificate.counts()),
                certificate.previousHash(),
                certificate.hash());
        return certificate;
    }

    private Certificate certificate(Row row) throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        ((Json.Obj) row.json("counts"))
                .members()
                .forEach((table, count) ->
                        counts.put(table, count instanceof Json.Num number ? number.longValue() : -1L));
        return new Certificate(
                row.number("number"),
                store.storeId(),
                row.text("subject"),
                row.instant("erased_at"),
                counts,
                row.text("previous_hash"),
                row.text("hash"));
    }

    /// What a check for remains found.
    ///
    /// @param certificate the latest of the person; empty if there was no erasure
    /// @param chainIntact whether every certificate of the store is unchanged and follows from the one before
    /// @param rows rows of the person in each table that holds any
    /// @param fileTraces places in the files of the database where the person's rows or words still stand; 0 on a
    ///     server, whose files are not read
    /// @param objects objects of the person in the object storage; 0 without one
    public record Verification(
            Optional<Certificate> certificate,
            boolean chainIntact,
            Map<String, Long> rows,
            long fileTraces,
            long objects) {
        public Verification {
            rows = Map.copyOf(rows);
        }

        /// Whether the person was erased, and nothing is there.
        public boolean isClean() {
            return certificate.isPresent() && chainIntact && rows.isEmpty() && fileTraces == 0 && objects == 0;
        }
    }

    /// Looks for remains of a person: in every table, in the chain of certificates, in the files of an SQLite
    /// database, in the object storage.
    public Verification verify(Owner owner) {
        var found = store.database().read(tx -> {
            var rows = new LinkedHashMap<String, Long>();
            var tables = tables();
            tables.add("object_removals");
            for (var table : tables) {
                long count = tx.number("select count(*) from " + table + PersonTx.OWN, owner.tenant(), owner.userId());
                if (count > 0) {
                    rows.put(table, count);
                }
            }
            var chain = tx.list("select * from certificates order by number", this::certificate);
            var mine = chain.stream()
                    .filter(one -> one.subject().equals(owner.digest(store.storeId())))
                    .reduce((_, later) -> later);
            return new Verification(mine, isIntact(chain), rows, 0, 0);
        });
        return new Verification(found.certificate(), found.chainIntact(), found.rows(), traces(owner), objects(owner));
    }

    private long objects(Owner owner) {
        var count = new long[1];
        documents.objects().ifPresent(one -> one.each(Documents.prefix(store, owner), _ -> count[0]++));
        return count[0];
    }

    private static boolean isIntact(List<Certificate> chain) {
        var previous = Certificate.NO_HASH;
        for (int i = 0; i < chain.size(); i++) {
            var one = chain.get(i);
            if (one.number() != i + 1L || !one.previousHash().equals(previous) || !one.isIntact()) {
                return false;
            }
            previous = one.hash();
        }
        return true;
    }

    /// In a row, tenant and user id stand side by side; in the full text, words stand behind the owner's mark.
    private long traces(Owner owner) {
        if (!(store.database().address() instanceof DatabaseAddress.File(var path))) {
            return 0;
        }
        long traces = 0;
        for (var suffix : List.of("", "-wal")) {
            var file = Path.of(path + suffix);
            for (var pattern : List.of(owner.tenant() + owner.userId(), owner.mark() + "_")) {
                traces += occurrences(file, pattern.getBytes(StandardCharsets.UTF_8));
            }
        }
        return traces;
    }

    private static long occurrences(Path file, byte[] pattern) {
        if (!Files.exists(file)) {
            return 0;
        }
        long found = 0;
        try (var in = Files.newInputStream(file)) {
            var window = new byte[CHUNK_BYTES + pattern.length];
            int kept = 0;
            for (int read = in.read(window, 0, CHUNK_BYTES); read > 0; read = in.read(window, kept, CHUNK_BYTES)) {
                int length = kept + read;
                for (int at = 0; at + pattern.length <= length; at++) {
                    found += Arrays.equals(window, at, at + pattern.length, pattern, 0, pattern.length) ? 1 : 0;
                }
                kept = Math.min(pattern.length - 1, length);
                System.arraycopy(window, length - kept, window, 0, kept);
            }
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "Cannot read " + file + " to look for remains.",
                    "Give this process the right to read it.",
                    e);
        }
        return found;
    }
}
