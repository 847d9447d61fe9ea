package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Clean;
import java.util.List;

/// What is said of a file when it is handed over. Everything but the name has a default: see {@link #of}.
///
/// @param filename its name; folders before it are cut off
/// @param category what it is about
/// @param tags words to find it by
/// @param metadata whatever else there is to say
public record NewFile(String filename, String category, List<String> tags, Json.Obj metadata) {
    /// Characters of a file's name.
    public static final int NAME_CHARS_MAX = 255;

    /// Characters of a category and of a tag.
    public static final int WORD_CHARS_MAX = 100;

    /// Tags of a file.
    public static final int TAGS_MAX = 50;

    /// Characters of a file's metadata, written as JSON.
    public static final int METADATA_CHARS_MAX = 65_536;

    /// The category of a file if nobody says.
    public static final String CATEGORY_DEFAULT = "general";

    public NewFile {
        filename = name(filename);
        category = word(category);
        tags = tags.stream().map(NewFile::word).distinct().toList();
        if (tags.size() > TAGS_MAX) {
            throw new Refusal("A file has at most " + TAGS_MAX + " tags, not " + tags.size() + ".");
        }
        metadata = Clean.json(metadata);
        if (metadata.compact().length() > METADATA_CHARS_MAX) {
            throw new Refusal("The metadata of a file has at most " + METADATA_CHARS_MAX + " characters as JSON.");
        }
    }

    /// A file of which nothing is said but its name.
    public static NewFile of(String filename) {
        return new NewFile(filename, CATEGORY_DEFAULT, List.of(), Json.Obj.EMPTY);
    }

    /// The same with tags.
    public NewFile withTags(String... words) {
        return new NewFile(filename, category, List.of(words), metadata);
    }

    /// The same with a category.
    public NewFile withCategory(String word) {
        return new NewFile(filename, word, tags, metadata);
    }

    private static String word(String word) {
        var clean = Clean.line(word);
        if (clean.isBlank() || clean.length() > WORD_CHARS_MAX) {
            throw new Refusal("Category and tags of a file have 1 to " + WORD_CHARS_MAX + " characters each.");
        }
        return clean;
    }

    private static String name(String given) {
        var line = Clean.line(given);
        var last = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1)
                .strip();
        if (last.isEmpty() || last.equals(".") || last.equals("..") || last.length() > NAME_CHARS_MAX) {
            throw new Refusal(
                    "The name of a file has 1 to " + NAME_CHARS_MAX + " characters, not " + last.length() + ".");
        }
        return last;
    }
}
