package dev.mnemo.user.erase;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.file.Document;
import dev.mnemo.user.file.DocumentRows;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes of files in an export, part by part, so that no file is held in memory.
final class ObjectTransfer {
    private static final int PART_BYTES = 384 * 1024;
    private static final Pattern KEY = Pattern.compile("[0-9a-f-]{36}");

    /// How long an import may take before its objects count as abandoned.
    private static final Duration ARRIVAL_MAX = Duration.ofDays(1);

    private final Store store;
    private final Documents documents;

    ObjectTransfer(Store store, Documents documents) {
        this.store = store;
        this.documents = documents;
    }

    void export(PersonTx person, Consumer<Json.Obj> parts) {
        var files = new ArrayList<Document>();
        DocumentRows.each(person, files::add);
        for (var file : files) {
            try (var in = documents.open(person.owner(), file).orElse(null)) {
                if (in == null) {
                    continue;
                }
                for (var part = in.readNBytes(PART_BYTES); part.length > 0; part = in.readNBytes(PART_BYTES)) {
                    parts.accept(Json.Obj.EMPTY
                            .with("key", file.objectKey().orElseThrow())
                            .with("data", Base64.getEncoder().encodeToString(part)));
                }
            } catch (IOException e) {
                throw broken("The file '" + file.filename() + "' cannot be read", e);
            }
        }
    }

    private static MnemoException broken(String what, IOException cause) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                what + ": " + cause.getMessage() + ".",
                "Check the disk and the connection.",
                cause);
    }

    Arriving arriving(Owner owner) {
        return new Arriving(owner);
    }

    /// The objects of one import. Each is noted for removal before it is put; the notes are withdrawn with the
    /// transaction that brings the rows.
    final class Arriving implements AutoCloseable {
        private final Owner owner;
        private final Optional<String> newKey;
        private final Set<String> put = new HashSet<>();
        private String key = "";
        private @Nullable Path temporary;
        private @Nullable OutputStream out;
        private long bytes;
        private boolean kept;

        Arriving(Owner owner) {
            this.owner = owner;
            this.newKey = store.keys().made(owner);
        }

        /// The key that the objects are encrypted with, for the rows to come.
        Optional<String> newKey() {
            return newKey;
        }

        void part(Json.Obj row) {
            var next = row.string("key", "");
            if (!KEY.matcher(next).matches()) {
                throw new Refusal("The import names the object '" + next + "', which is no key of an object.");
            }
            try {
                var data = Base64.getDecoder().decode(row.string("data", ""));
                if (!next.equals(key)) {
                    end();
                    if (put.contains(next)) {
                        throw new Refusal("The import holds the object " + next + " twice.");
                    }
                    key = next;
                    bytes = 0;
                    temporary = Files.createTempFile("mnemo-import", ".bin");
                    out = Files.newOutputStream(temporary);
                }
                bytes += data.length;
                if (bytes > Documents.BYTES_MAX + PART_BYTES) {
                    throw new Refusal("An object of the import is longer than " + Documents.BYTES_MAX + " bytes.");
                }
                if (out != null) {
                    out.write(data);
                }
            } catch (Refusal e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new Refusal("An object of the import is not in Base64.", e);
            } catch (IOException e) {
                throw broken("An object of the import cannot be written", e);
            }
        }

        /// Ends the object whose parts came last.
        void end() {
            var file = temporary;
            if (file == null) {
                return;
            }
            closeFile();
            var storage = documents
                    .objects()
                    .orElseThrow(() -> new Refusal("The import holds files, and no object storage is configured."));
            var due = store.clock().instant().plus(ARRIVAL_MAX);
            store.database().write(tx -> {
                DocumentRows.remove(tx, owner, key, due);
                return true;
            });
            put.add(key);
            Documents.put(
                    storage,
                    Documents.prefix(store, owner) + key,
                    file,
                    newKey.map(wrapped -> store.keys().open(owner, wrapped)));
            discard();
        }

        /// Withdraws the notes, in the transaction that brings the rows.
        void keep(PersonTx person) {
            var wanted = new HashSet<String>();
            DocumentRows.each(person, file -> file.objectKey().ifPresent(wanted::add));
            if (!put.containsAll(wanted)) {
                throw new Refusal("The import names objects of files that it does not hold.");
            }
            for (var one : wanted) {
                if (!DocumentRows.keep(person, one)) {
                    throw new MnemoException(
                            Fault.TIMEOUT, "The import took longer than a day.", "Start it anew, with fewer files.");
                }
            }
            kept = put.size() == wanted.size();
        }

        private void closeFile() {
            try {
                if (out != null) {
                    out.close();
                    out = null;
                }
            } catch (IOException e) {
                throw broken("An object of the import cannot be written", e);
            }
        }

        private void discard() {
            try {
                if (temporary != null) {
                    Files.deleteIfExists(temporary);
                    temporary = null;
                }
            } catch (IOException e) {
                throw broken("A temporary file cannot be removed", e);
            }
        }

        /// What was not kept is to be removed now.
        @Override
        public void close() {
            closeFile();
            discard();
            if (!kept && !put.isEmpty()) {
                var now = store.clock().instant();
                store.database()
                        .write(tx -> tx.update(
                                "update object_removals set due_at = ?" + PersonTx.OWN,
                                now,
                                owner.tenant(),
                                owner.userId()));
            }
        }
    }
}
