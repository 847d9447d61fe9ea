package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.file.Document.State;
import dev.mnemo.user.seal.PersonSeal;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps files. An object is noted for removal before it is written, and the note is withdrawn by the transaction
/// that writes its row: so there is never a row without its object, and an object without a row goes by itself.
public final class Documents {
    /// The lane of files that wait to be read. An item's payload is `{"document": id}`.
    public static final String READ = "read-file";

    /// Bytes of a file.
    public static final long BYTES_MAX = 50L << 20;

    /// Files of one person.
    public static final int DOCUMENTS_MAX = 10_000;

    /// How long a file may take to arrive in the object storage before it counts as abandoned.
    private static final Duration ARRIVAL_MAX = Duration.ofHours(1);

    /// How old an object without a row must be before a sweep removes it.
    private static final Duration ORPHAN_AGE = Duration.ofDays(1);

    private static final int PREFIX_CHARS = 32;

    private final Store store;
    private final Memories memories;
    private final Optional<ObjectStore> objects;
    private final List<TextExtractor> extractors;

    public Documents(Store store, Memories memories, Optional<ObjectStore> objects, List<TextExtractor> extractors) {
        this.store = store;
        this.memories = memories;
        this.objects = objects;
        this.extractors = List.copyOf(extractors);
    }

    /// Where all objects of a person are: a digest that does not tell who it is.
    public static String prefix(Store store, Owner owner) {
        return owner.digest(store.storeId()).substring(0, PREFIX_CHARS) + "/";
    }

    static String key(Store store, Owner owner, String objectKey) {
        return prefix(store, owner) + objectKey;
    }

    /// The object storage, if there is one.
    public Optional<ObjectStore> objects() {
        return objects;
    }

    Store store() {
        return store;
    }

    private ObjectStore storage() {
        return objects.orElseThrow(() -> new Refusal(
                "No object storage is configured; give the builder one, or keep the text with createText."));
    }

    Set<String> accepted() {
        var extracted = new HashSet<String>();
        extractors.forEach(extractor -> extracted.addAll(extractor.extensions()));
        return FileType.accepted(extracted);
    }

    Optional<TextExtractor> extractor(FileType type) {
        return extractors.stream()
                .filter(one -> one.extensions().contains(type.extension()))
                .findFirst();
    }

    /// Keeps a file and puts it into the queue of files to be read. When this returns, both survive the end of the
    /// process.
    public Document upload(Owner owner, NewFile file, InputStream content) {
        var accepted = accepted();
        var type = FileType.of(file.filename())
                .filter(one -> accepted.contains(one.extension()))
                .orElseThrow(() -> new Refusal("The name '" + file.filename() + "' says no type that is accepted: "
                        + String.join(", ", accepted) + "."));
        var storage = storage();
        var temporary = TemporaryFiles.make();
        try {
            long bytes = receive(content, temporary, type);
            return keep(owner, file, type, temporary, bytes, storage);
        } finally {
            TemporaryFiles.discard(temporary);
        }
    }

    private Document keep(Owner owner, NewFile file, FileType type, Path temporary, long bytes, ObjectStore storage) {
        record Noted(String key, long generation, Optional<PersonSeal> seal) {}
        var noted = store.write(owner, person -> {
            checkRoom(person);
            var key = person.newId();
            DocumentRows.remove(person, key, person.wallTime().plus(ARRIVAL_MAX));
            return new Noted(key, person.generation(), person.seal());
        });
        put(storage, key(store, owner, noted.key()), temporary, noted.seal());
        boolean image = type.kind() == FileType.Kind.IMAGE;
        var kept = store.writeIf(owner, noted.generation(), person -> {
            if (!DocumentRows.keep(person, noted.key())) {
                return Optional.<Document>empty();
            }
            var document = document(
                    person, file, type, bytes, Optional.of(noted.key()), image ? State.STORED : State.READING, 0);
            DocumentRows.insert(person, document);
            if (!image) {
                Lanes.add(person, READ, Json.Obj.EMPTY.with("document", document.id()));
            }
            return Optional.of(document);
        });
        return kept.flatMap(found -> found).orElseThrow(() -> {
            storage.delete(key(store, owner, noted.key()));
            return new MnemoException(
                    Fault.TIMEOUT,
                    "The file was not kept: it took longer than an hour to arrive, or the user was erased meanwhile.",
                    "Send it again.");
        });
    }

    /// Puts a file into the object storage, encrypted if the person's content is.
    public static void put(ObjectStore storage, String key, Path file, Optional<PersonSeal> seal) {
        if (seal.isEmpty()) {
            storage.put(key, file);
            return;
        }
        var sealed = TemporaryFiles.make();
        try {
            try (var in = Files.newInputStream(file);
                    var out = seal.get().encrypting(Files.newOutputStream(sealed))) {
                in.transferTo(out);
            }
            storage.put(key, sealed);
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "A file cannot be encrypted: " + e.getMessage() + ".",
                    "Check the folder for temporary files.",
                    e);
        } finally {
            TemporaryFiles.discard(sealed);
        }
    }

    private static void checkRoom(PersonTx person) {
        if (DocumentRows.count(person) >= DOCUMENTS_MAX) {
            throw new Refusal("This user has " + DOCUMENTS_MAX + " files; delete some first.");
        }
    }

    private static Document document(
            PersonTx person,
            NewFile file,
            FileType type,
            long bytes,
            Optional<String> objectKey,
            State state,
            long textChars) {
        return new Document(
                person.newId(),
                file.filename(),
                type,
                bytes,
                objectKey,
                file.category(),
                file.tags(),
                file.metadata(),
                state,
                textChars,
                Optional.empty(),
                person.now(),
                person.now());
    }

    private static long receive(InputStream content, Path to, FileType type) {
        try (var in = new BufferedInputStream(content);
                var out = Files.newOutputStream(to)) {
            in.mark(FileType.HEAD_BYTES + 1);
            var head = in.readNBytes(FileType.HEAD_BYTES);
            in.reset();
            if (head.length == 0) {
                throw new Refusal("The file is empty.");
            }
            if (!type.fits(head)) {
                throw new Refusal("The file is not of the type " + type.extension() + " that its name says.");
            }
            var buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > BYTES_MAX) {
                    throw new Refusal("The file is longer than " + BYTES_MAX + " bytes, the most that is accepted.");
                }
                out.write(buffer, 0, read);
            }
            return bytes;
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file cannot be received: " + e.getMessage() + ".",
                    "Check the connection it comes from and the folder for temporary files.",
                    e);
        }
    }

    /// Keeps a text as if it were a file, without an object.
    public Document createText(Owner owner, NewFile file, String content) {
        if (content.isBlank() || content.length() > TextExtractor.TEXT_CHARS_MAX) {
            throw new Refusal("A text has 1 to " + TextExtractor.TEXT_CHARS_MAX + " characters, not " + content.length()
                    + (content.isBlank() ? " (it is blank)." : "."));
        }
        var named = FileType.of(file.filename()).filter(type -> type.kind() == FileType.Kind.TEXT);
        var type = named.or(() -> FileType.of("text.txt")).orElseThrow();
        var whole = named.isPresent()
                ? file
                : new NewFile(file.filename() + ".txt", file.category(), file.tags(), file.metadata());
        var text = Clean.text(content);
        return store.write(owner, person -> {
            checkRoom(person);
            var document = document(person, whole, type, 0, Optional.empty(), State.READY, text.length());
            DocumentRows.insert(person, document);
            remember(person, document, Chunks.of(text));
            return document;
        });
    }

    void remember(PersonTx person, Document document, List<String> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            var plain = NewMemory.of(MemoryType.DOCUMENT, chunks.get(i));
            memories.add(
                    person,
                    new NewMemory(
                            plain.type(),
                            plain.content(),
                            document.category(),
                            plain.importance(),
                            plain.confidence(),
                            plain.emotion(),
                            plain.event(),
                            plain.saidAt(),
                            plain.endedAt(),
                            plain.temporality(),
                            plain.slot(),
                            plain.sessionId(),
                            Optional.of(new Memory.Chunk(document.id(), i)),
                            plain.context(),
                            plain.trait(),
                            plain.metadata(),
                            plain.sources()),
                    "file");
        }
    }

    /// Removes a file with everything that was read of it; its object goes soon after. False if there is none.
    public boolean delete(PersonTx person, String id) {
        var document = DocumentRows.find(person, id);
        document.ifPresent(one -> {
            DocumentRows.chunks(person, id).forEach(chunk -> memories.delete(person, chunk, "file"));
            DocumentRows.delete(person, id);
            one.objectKey().ifPresent(key -> DocumentRows.remove(person, key, person.wallTime()));
        });
        return document.isPresent();
    }

    /// The bytes of a file; empty for a text that was none. The caller closes the stream.
    ///
    /// @throws MnemoException if the object is gone
    public Optional<InputStream> open(Owner owner, Document document) {
        return document.objectKey().map(key -> {
            var object = storage()
                    .open(key(store, owner, key))
                    .orElseThrow(() -> new MnemoException(
                            Fault.STORE_DAMAGED,
                            "The object of the file '" + document.filename() + "' is not in the object storage.",
                            "Bring the object storage back to the state that belongs to the database."));
            return store.read(owner, PersonTx::seal)
                    .map(seal -> seal.decrypting(object))
                    .orElse(object);
        });
    }

    /// Removes the temporary files of processes that died on this machine.
    public void removeAbandoned() {
        TemporaryFiles.removeAbandoned(
                Path.of(System.getProperty("java.io.tmpdir")), store.clock().instant());
    }

    /// Removes objects that no row knows and that are older than a day, whoever left them; says how many.
    public int removeOrphans() {
        var storage = storage();
        var before = store.clock().instant().minus(ORPHAN_AGE);
        var orphans = new HashSet<String>();
        storage.each("", object -> {
            if (object.modified().isBefore(before) && !isKnown(object.key())) {
                orphans.add(object.key());
            }
        });
        orphans.forEach(storage::delete);
        return orphans.size();
    }

    private boolean isKnown(String key) {
        var name = key.substring(key.indexOf('/') + 1);
        return store.database().read(tx -> {
            for (var table : List.of("documents", "object_removals")) {
                var owners = tx.list(
                        "select tenant, user_id from " + table + " where object_key = ?",
                        row -> new Owner(row.text("tenant"), row.text("user_id")),
                        name);
                if (owners.stream().anyMatch(owner -> key(store, owner, name).equals(key))) {
                    return true;
                }
            }
            return false;
        });
    }
}
