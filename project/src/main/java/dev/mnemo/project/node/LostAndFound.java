package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The folder `lost+found` of a store: files that could not stay where they were, and `reasons.jsonl`, which
/// says why.
final class LostAndFound {
    /// The file that says what was put here, and why.
    static final String REASONS = "reasons.jsonl";

    private final StoreFolder folder;
    private final Path directory;

    LostAndFound(StoreFolder folder) {
        this.folder = folder;
        this.directory = folder.path(StoreFolder.LOST);
    }

    /// Moves a file here.
    void take(Path file, String reason) throws IOException {
        Files.move(file, place(file, reason));
    }

    /// Keeps a copy of a file of the store, if it is there.
    void keep(String name, String reason) throws IOException {
        var file = folder.path(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(file, place(file, reason), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private Path place(Path file, String reason) throws IOException {
        Files.createDirectories(directory);
        int number = 1;
        var place = directory.resolve(file.getFileName() + "." + number);
        while (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            number++;
            place = directory.resolve(file.getFileName() + "." + number);
        }
        var line = Json.Obj.EMPTY
                .with("file", folder.directory().relativize(file).toString())
                .with("kept_as", place.getFileName().toString())
                .with("reason", reason);
        Files.writeString(
                directory.resolve(REASONS),
                line.line() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return place;
    }
}
