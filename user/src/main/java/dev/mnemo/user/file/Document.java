package dev.mnemo.user.file;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A file of a person, without its bytes.
///
/// @param id names it
/// @param filename its name, without any folder
/// @param type what it is
/// @param bytes how long it is; 0 for a text that was no file
/// @param objectKey where its bytes are in the object storage, behind the person's prefix; empty for a text
/// @param category what it is about; `general` if nobody said
/// @param tags words of the application
/// @param metadata whatever else the application says
/// @param state how far it was read
/// @param textChars characters of its text
/// @param error why it could not be read
public record Document(
        String id,
        String filename,
        FileType type,
        long bytes,
        Optional<String> objectKey,
        String category,
        List<String> tags,
        Json.Obj metadata,
        State state,
        long textChars,
        Optional<String> error,
        Instant createdAt,
        Instant updatedAt) {
    public Document {
        tags = List.copyOf(tags);
    }

    /// How far a file was read.
    public enum State {
        /// It is kept and will be read.
        READING,
        /// Its text can be recalled.
        READY,
        /// It is kept and not read, as an image is.
        STORED,
        /// It is kept, and cannot be read.
        UNREADABLE
    }
}
