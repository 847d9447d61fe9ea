package dev.mnemo.user;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.file.Document;
import dev.mnemo.user.file.DocumentRows;
import dev.mnemo.user.file.DocumentRows.Filter;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Files of people: kept as objects, read in the background, remembered in chunks that recall finds and cites.
public final class Files {
    /// Files of a list, if nobody says otherwise.
    public static final int FILES_DEFAULT = 50;

    /// Files of a search, if nobody says otherwise.
    public static final int FOUND_DEFAULT = 5;

    /// Chunks looked at for one file of a search.
    private static final int CHUNKS_PER_FILE = 20;

    private final Engine engine;
    private final String tenant;

    Files(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Keeps a file. When this returns it survives the end of the process; its text is read and can be recalled
    /// soon after. Accepted are files of up to 50 MiB whose beginning is what their name says.
    ///
    /// @param content read to its end, not closed
    /// @throws Refusal if the file is not accepted, or there is no object storage
    public Document upload(String userId, NewFile file, InputStream content) {
        var kept = engine.documents.upload(owner(userId), file, content);
        engine.workers.wake();
        return kept;
    }

    /// As {@link #upload}.
    public CompletionStage<Document> uploadAsync(String userId, NewFile file, InputStream content) {
        return engine.later(() -> upload(userId, file, content));
    }

    /// Keeps a text as if it were a file; there is no object of it. It can be recalled at once.
    ///
    /// @param title its name; `.txt` is added if it names no type of text
    /// @param content up to a million characters
    public Document createText(String userId, NewFile title, String content) {
        var kept = engine.documents.createText(owner(userId), title, content);
        engine.workers.wake();
        return kept;
    }

    /// Files, newest first.
    ///
    /// @param limit 1 to 1,000
    public Page<Document> list(String userId, Filter filter, int limit, int offset) {
        int end = Page.limit(limit) + Page.offset(offset);
        return engine.store.read(owner(userId), person -> {
            var count = new long[1];
            var items = new ArrayList<Document>();
            DocumentRows.each(person, document -> {
                if (filter.admits(document)) {
                    long number = count[0]++;
                    if (number >= offset && number < end) {
                        items.add(document);
                    }
                }
            });
            return new Page<>(count[0], items);
        });
    }

    /// The fifty newest files.
    public Page<Document> list(String userId) {
        return list(userId, Filter.ALL, FILES_DEFAULT, 0);
    }

    /// One file, without its bytes.
    public Optional<Document> get(String userId, String fileId) {
        return engine.store.read(owner(userId), person -> DocumentRows.find(person, fileId));
    }

    /// Writes the bytes of a file as they were uploaded; says how many. 0 for a text that was no file.
    ///
    /// @throws Refusal if there is no such file
    public long download(String userId, String fileId, OutputStream out) {
        var document =
                get(userId, fileId).orElseThrow(() -> new Refusal("There is no file '" + fileId + "' of this user."));
        try (var in = engine.documents.open(owner(userId), document).orElseGet(InputStream::nullInputStream)) {
            return in.transferTo(out);
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file '" + document.filename() + "' cannot be handed on: " + e.getMessage() + ".",
                    "Check the object storage and who receives it.",
                    e);
        }
    }

    /// Removes a file with everything that was read of it. False if there is none.
    public boolean delete(String userId, String fileId) {
        boolean deleted = engine.store
                .writeIfKnown(owner(userId), person -> engine.documents.delete(person, fileId))
                .orElse(false);
        if (deleted) {
            engine.removals.ifPresent(one -> one.wake());
        }
        return deleted;
    }

    /// A file that was found.
    ///
    /// @param score of its best chunk, as recall gives it
    /// @param chunk which one that is, counted from 0
    /// @param text of this chunk
    public record Found(Document file, double score, int chunk, String text) {}

    /// Files that have to do with a question, best first.
    ///
    /// @param limit 1 to 50
    public List<Found> search(String userId, String query, Filter filter, int limit) {
        if (limit < 1 || limit > Page.ITEMS_MAX / CHUNKS_PER_FILE) {
            throw new Refusal(
                    "A search returns 1 to " + Page.ITEMS_MAX / CHUNKS_PER_FILE + " files, not " + limit + ".");
        }
        var plain = Cue.of(query).withLimit(CHUNKS_PER_FILE * limit);
        var cue = new Cue(
                plain.text(),
                plain.limit(),
                plain.decay(),
                EnumSet.of(Kind.DOCUMENT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.tokenBudget(),
                plain.zone(),
                false);
        var recalled = new NeuroMemory(engine).tenant(tenant).recall(userId, cue);
        var found = new LinkedHashMap<String, Found>();
        engine.store.read(owner(userId), person -> {
            for (var hit : recalled.found().memories()) {
                var citation = recalled.citations()
                        .get(hit.memory().map(Remembered::id).orElse(-1L));
                if (citation != null && !found.containsKey(citation.documentId()) && found.size() < limit) {
                    DocumentRows.find(person, citation.documentId())
                            .filter(filter::admits)
                            .ifPresent(file ->
                                    found.put(file.id(), new Found(file, hit.score(), citation.chunk(), hit.text())));
                }
            }
            return found.size();
        });
        return List.copyOf(found.values());
    }

    private Owner owner(String userId) {
        return new Owner(tenant, userId);
    }
}
