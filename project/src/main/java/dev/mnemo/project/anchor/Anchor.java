package dev.mnemo.project.anchor;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;

/// What ties a claim to the code, so that the code can prove the claim stale.
public sealed interface Anchor {
    /// The most characters that an anchor's text may have: a pattern, a name, the lines of a passage.
    int TEXT_CHARS_MAX = 20_000;

    /// The most characters of a path.
    int PATH_CHARS_MAX = 1_000;

    /// A file is there.
    ///
    /// @param path the file, relative to the project
    record InFile(String path) implements Anchor {}

    /// A text occurs, as it is and not as a regular expression.
    ///
    /// @param pattern the text
    /// @param path the file it occurs in, or empty for any source file
    record Grep(String pattern, String path) implements Anchor {}

    /// The project depends on something.
    ///
    /// @param name a package, library or module
    record Dependency(String name) implements Anchor {
        @Override
        public String path() {
            return "";
        }
    }

    /// A passage of a file reads as it did.
    ///
    /// @param file the file, relative to the project
    /// @param contextLines the passage as it was
    /// @param contentHash its {@link ContentHash}; kept as stored, even if it belongs to other lines
    /// @param scope what the passage is (`class`, `function` and so on), or empty
    /// @param lineHint the line where it began, from 1, or 0 if not said
    /// @param drifted whether it is known to read differently now
    record Passage(String file, String contextLines, String contentHash, String scope, int lineHint, boolean drifted)
            implements Anchor {
        @Override
        public String path() {
            return file;
        }
    }

    /// An anchor of a kind that this version does not know, or a damaged one; kept as it is and never satisfied.
    ///
    /// @param json the anchor as stored
    record Unknown(Json.Obj json) implements Anchor {
        @Override
        public String path() {
            return "";
        }
    }

    /// Reads an anchor as a store holds it. Whatever is not understood is {@link Unknown}, never an error.
    static Anchor ofJson(Json.Obj json) {
        return switch (json.string("type", "")) {
            case "file" -> has(json, "path") ? new InFile(json.string("path", "")) : new Unknown(json);
            case "grep" ->
                has(json, "pattern")
                        ? new Grep(json.string("pattern", ""), json.string("path", ""))
                        : new Unknown(json);
            case "dependency" -> has(json, "name") ? new Dependency(json.string("name", "")) : new Unknown(json);
            case "content_hash" -> has(json, "file") && has(json, "context_lines") ? passage(json) : new Unknown(json);
            default -> new Unknown(json);
        };
    }

    /// Reads an anchor that somebody claims with, and completes it: the content hash is computed if it is missing.
    /// Keys that are not known stay.
    ///
    /// @return the anchor as the store should hold it
    /// @throws Refusal in one sentence that names the kinds and fields allowed
    static Json.Obj claimed(Json.Obj json) {
        var type = json.string("type", "");
        switch (type) {
            case "file" -> require(json, type, "path", PATH_CHARS_MAX);
            case "grep" -> require(json, type, "pattern", TEXT_CHARS_MAX);
            case "dependency" -> require(json, type, "name", PATH_CHARS_MAX);
            case "content_hash" -> {
                require(json, type, "file", PATH_CHARS_MAX);
                require(json, type, "context_lines", TEXT_CHARS_MAX);
            }
            default ->
                throw new Refusal("An anchor's type must be file {path}, grep {pattern, path?}, dependency {name} or"
                        + " content_hash {file, context_lines}, is '" + cut(type) + "'.");
        }
        return type.equals("content_hash") && !has(json, "content_hash")
                ? json.with("content_hash", ContentHash.of(json.string("context_lines", "")))
                : json;
    }

    /// An anchor on a passage, as the store holds it.
    ///
    /// @param file the file, relative to the project, with `/` between the names
    /// @param contextLines the passage
    /// @param scope what it is, or empty
    /// @param lineHint the line where it begins, from 1, or 0
    static Json.Obj passage(String file, String contextLines, String scope, int lineHint) {
        var json = Json.Obj.EMPTY
                .with("type", "content_hash")
                .with("file", file)
                .with("content_hash", ContentHash.of(contextLines))
                .with("context_lines", contextLines);
        json = scope.isEmpty() ? json : json.with("scope", scope);
        return lineHint > 0 ? json.with("line_hint", lineHint) : json;
    }

    /// An anchor on a file, as the store holds it.
    static Json.Obj file(String path) {
        return Json.Obj.EMPTY.with("type", "file").with("path", path);
    }

    /// The file that the anchor speaks of, or an empty text.
    String path();

    private static Passage passage(Json.Obj json) {
        return new Passage(
                json.string("file", ""),
                json.string("context_lines", ""),
                json.string("content_hash", ""),
                json.string("scope", ""),
                (int) Math.clamp(json.number("line_hint", 0), 0, Integer.MAX_VALUE),
                json.isTrue("drifted"));
    }

    private static boolean has(Json.Obj json, String key) {
        return !json.string(key, "").isBlank();
    }

    private static void require(Json.Obj json, String type, String key, int charsMax) {
        if (!has(json, key)) {
            throw new Refusal("An anchor of type " + type + " needs a non-empty text \"" + key + "\".");
        }
        if (json.string(key, "").length() > charsMax) {
            throw new Refusal("\"" + key + "\" of an anchor may have at most " + charsMax + " characters.");
        }
    }

    private static String cut(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
