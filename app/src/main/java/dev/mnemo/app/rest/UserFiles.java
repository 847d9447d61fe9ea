package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Body;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.user.file.Document;
import dev.mnemo.user.file.DocumentRows.Filter;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.store.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Files of a person.
final class UserFiles {
    private static final String FILES = "/api/users/{user}/files";
    static final int TEXT_CHARS_MAX = 1_000_000;
    private static final int FIELD_BYTES_MAX = 65_536;

    private final Rows rows = new Rows("User memory: files");
    private final Tenants tenants;
    private final Path spool;

    /// @param spool a folder of this server's own for what is on its way in
    UserFiles(Tenants tenants, Path spool) {
        this.tenants = tenants;
        this.spool = spool;
    }

    List<Endpoint> endpoints() {
        Supplier<Json.Obj> one = () -> Shapes.ofOutput(FileView.class);
        return List.of(
                rows.stream(
                                FILES,
                                "Keep a file: a form with a part 'file' and, if wanted, 'category', 'tags' (with commas)"
                                        + " and 'metadata' (JSON). Its text is read in the background.",
                                new Body("multipart/form-data", UserFiles::form),
                                this::upload)
                        .answers(one),
                rows.write(Method.POST, FILES + "/text", "Keep a text as if it were a file.", NewText.class, this::text)
                        .answers(one),
                rows.ask(
                                FILES + "/search",
                                "Files that have to do with a question, best first.",
                                Search.class,
                                this::search)
                        .answers(() -> Shapes.ofOutput(Found.class)),
                rows.read(FILES, "Files, newest first.", Listing.class, this::list)
                        .answers(() -> Rows.page("files", FileView.class)),
                rows.read(FILES + "/{id}", "A file without its bytes.", Rows.Nothing.class, this::get)
                        .answers(one),
                rows.read(
                        FILES + "/{id}/content",
                        "The bytes of a file as they came in.",
                        Rows.Nothing.class,
                        this::content),
                rows.remove(
                        FILES + "/{id}",
                        "Remove a file with everything that was read of it.",
                        Rows.Nothing.class,
                        this::delete));
    }

    private static Json.Obj form() {
        var text = Json.Obj.EMPTY.with("type", "string");
        return Json.Obj.EMPTY
                .with("type", "object")
                .with(
                        "properties",
                        Json.Obj.EMPTY
                                .with("file", text.with("format", "binary"))
                                .with("category", text)
                                .with("tags", text)
                                .with("metadata", text))
                .with("required", Json.strings(List.of("file")));
    }

    /// Which files are wanted.
    record Listing(
            @Param(value = "Only of this category.", byDefault = "", max = NewFile.WORD_CHARS_MAX)
            String category,

            @Param(value = "Only with all of these tags.", byDefault = "", max = NewFile.TAGS_MAX)
            List<String> tags,

            @Param(value = "Only with one of these extensions.", byDefault = "", max = 50)
            List<String> fileTypes,

            @Param(value = "At most so many.", byDefault = "50", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = 1_000_000)
            int offset) {}

    /// A text that is to be kept.
    record NewText(
            @Param(value = "Its name.", min = 1, max = NewFile.NAME_CHARS_MAX)
            String title,

            @Param(value = "The text.", min = 1, max = TEXT_CHARS_MAX)
            String content,

            @Param(
                    value = "What it is about.",
                    byDefault = NewFile.CATEGORY_DEFAULT,
                    min = 1,
                    max = NewFile.WORD_CHARS_MAX)
            String category,

            @Param(value = "Words to find it by.", byDefault = "", max = NewFile.TAGS_MAX)
            List<String> tags,

            @Param(value = "Whatever else there is to say.", byDefault = "")
            Json.Obj metadata) {}

    /// A question.
    record Search(
            @Param(value = "What is asked.", max = 10_000) String query,

            @Param(value = "The most files.", byDefault = "5", min = 1, max = 50)
            int limit,

            @Param(value = "Only of this category.", byDefault = "", max = NewFile.WORD_CHARS_MAX)
            String category,

            @Param(value = "Only with all of these tags.", byDefault = "", max = NewFile.TAGS_MAX)
            List<String> tags,

            @Param(value = "Only with one of these extensions.", byDefault = "", max = 50)
            List<String> fileTypes) {}

    /// A file.
    ///
    /// @param state `reading`, `ready`, `stored` or `unreadable`
    record FileView(
            String id,
            String filename,
            String fileType,
            long fileSize,
            String category,
            List<String> tags,
            Json.Obj metadata,
            Document.State state,
            long textChars,
            Optional<String> error,
            Instant createdAt) {
        static FileView of(Document file) {
            return new FileView(
                    file.id(),
                    file.filename(),
                    file.type().extension(),
                    file.bytes(),
                    file.category(),
                    file.tags(),
                    file.metadata(),
                    file.state(),
                    file.textChars(),
                    file.error(),
                    file.createdAt());
        }
    }

    /// A file that was found, with the part that fits best.
    record FoundFile(
            String fileId,
            String filename,
            String fileType,
            String category,
            List<String> tags,
            long fileSize,
            String extractedText,
            int chunk,
            double similarity,
            Instant createdAt) {}

    /// Files that were found.
    record Found(List<FoundFile> results) {}

    private static Filter filter(String category, List<String> tags, List<String> fileTypes) {
        return new Filter(category.isEmpty() ? Optional.empty() : Optional.of(category), tags, fileTypes);
    }

    /// What a form brings: the file is kept beside until its other fields are known.
    private Response upload(Request request) {
        var memory = tenants.memory(request);
        var fields = new LinkedHashMap<String, String>();
        var names = new ArrayList<String>();
        try {
            var file = Files.createTempFile(spool, "upload", "");
            try {
                request.form((name, filename, in) -> {
                    if (name.equals("file")) {
                        names.add(filename.orElse(""));
                        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                    } else {
                        fields.put(name, field(name, in));
                    }
                });
                if (names.size() != 1) {
                    throw new Refusal("The form needs one part 'file' with a file name; it has " + names.size() + ".");
                }
                var wanted = new NewFile(
                        names.getFirst(),
                        Optional.ofNullable(fields.remove("category")).orElse(NewFile.CATEGORY_DEFAULT),
                        words(fields.remove("tags")),
                        metadata(fields.remove("metadata")));
                if (!fields.isEmpty()) {
                    throw new Refusal("The form has no field '"
                            + fields.keySet().iterator().next() + "'; it has file, category, tags and metadata.");
                }
                try (var in = Files.newInputStream(file)) {
                    var kept = memory.files().upload(Tenants.user(request), wanted, in);
                    return Response.json(201, RecordJson.of(FileView.of(kept)));
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The upload was cut off: " + fault + ".",
                    "Nothing of it was kept; send it again.",
                    fault);
        }
    }

    private static String field(String name, InputStream in) throws IOException {
        var bytes = in.readNBytes(FIELD_BYTES_MAX + 1);
        if (bytes.length > FIELD_BYTES_MAX) {
            throw new Refusal("The field '" + name + "' of the form may have " + FIELD_BYTES_MAX + " bytes at most.");
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    private static Json.Obj metadata(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Json.Obj.EMPTY;
        }
        try {
            return Json.parseObject(text);
        } catch (JsonFault fault) {
            throw new Refusal("'metadata' must be one JSON object: " + fault.getMessage(), fault);
        }
    }

    private Response text(Request request, NewText text) {
        var wanted = new NewFile(text.title(), text.category(), text.tags(), text.metadata());
        var kept = tenants.memory(request).files().createText(Tenants.user(request), wanted, text.content());
        return Response.json(201, RecordJson.of(FileView.of(kept)));
    }

    private Response list(Request request, Listing listing) {
        var page = tenants.memory(request)
                .files()
                .list(
                        Tenants.user(request),
                        filter(listing.category(), listing.tags(), listing.fileTypes()),
                        listing.limit(),
                        listing.offset());
        return Rows.page(
                "files", page.total(), page.items().stream().map(FileView::of).toList());
    }

    private Response search(Request request, Search search) {
        var found = tenants.memory(request)
                .files()
                .search(
                        Tenants.user(request),
                        search.query(),
                        filter(search.category(), search.tags(), search.fileTypes()),
                        search.limit());
        return Rows.json(new Found(found.stream()
                .map(one -> new FoundFile(
                        one.file().id(),
                        one.file().filename(),
                        one.file().type().extension(),
                        one.file().category(),
                        one.file().tags(),
                        one.file().bytes(),
                        one.text(),
                        one.chunk(),
                        PersonViews.rounded(one.score()),
                        one.file().createdAt()))
                .toList()));
    }

    private Optional<Document> found(Request request) {
        return tenants.memory(request).files().get(Tenants.user(request), request.part("id"));
    }

    private static Response missing() {
        return Rows.missing("There is no such file of this person.");
    }

    private Response get(Request request, Rows.Nothing nothing) {
        return found(request).map(file -> Rows.json(FileView.of(file))).orElseGet(UserFiles::missing);
    }

    /// Always a download and never a page, whatever the file says it is.
    private Response content(Request request, Rows.Nothing nothing) {
        var files = tenants.memory(request).files();
        var user = Tenants.user(request);
        return found(request)
                .map(file -> Response.stream(
                                200, "application/octet-stream", out -> files.download(user, file.id(), out))
                        .with(
                                "content-disposition",
                                "attachment; filename*=UTF-8''"
                                        + URLEncoder.encode(file.filename(), StandardCharsets.UTF_8)
                                                .replace("+", "%20")))
                .orElseGet(UserFiles::missing);
    }

    private Response delete(Request request, Rows.Nothing nothing) {
        return tenants.memory(request).files().delete(Tenants.user(request), request.part("id"))
                ? Response.empty(204)
                : missing();
    }
}
