package dev.mnemo.user.file;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A type of file that is accepted: known by the extension of its name, checked by how it begins.
///
/// @param extension in lower case, without the dot
/// @param mimeType as in the registry of media types
/// @param kind what can be done with it
public record FileType(String extension, String mimeType, Kind kind) {
    /// Bytes from the beginning of a file that tell whether it is what its name says.
    static final int HEAD_BYTES = 4_096;

    /// What can be done with a file.
    public enum Kind {
        /// Its bytes are text.
        TEXT,
        /// Its text has to be extracted.
        DOCUMENT,
        /// It is kept, and not read.
        IMAGE
    }

    private static final Map<String, FileType> TYPES = new LinkedHashMap<>();

    static {
        text("txt", "text/plain");
        text("md", "text/markdown");
        text("json", "application/json");
        text("csv", "text/csv");
        text("yaml", "application/yaml");
        text("yml", "application/yaml");
        text("xml", "application/xml");
        text("toml", "application/toml");
        text("css", "text/css");
        text("sql", "application/sql");
        text("sh", "application/x-sh");
        text("py", "text/x-python");
        text("js", "text/javascript");
        text("ts", "text/x-typescript");
        text("java", "text/x-java");
        text("go", "text/x-go");
        document("html", "text/html");
        document("htm", "text/html");
        document("pdf", "application/pdf");
        document("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        document("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation");
        document("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        document("eml", "message/rfc822");
        image("png", "image/png");
        image("jpg", "image/jpeg");
        image("jpeg", "image/jpeg");
        image("gif", "image/gif");
        image("webp", "image/webp");
    }

    private static void text(String extension, String mimeType) {
        TYPES.put(extension, new FileType(extension, mimeType, Kind.TEXT));
    }

    private static void document(String extension, String mimeType) {
        TYPES.put(extension, new FileType(extension, mimeType, Kind.DOCUMENT));
    }

    private static void image(String extension, String mimeType) {
        TYPES.put(extension, new FileType(extension, mimeType, Kind.IMAGE));
    }

    /// The type of a file name; empty if it is none of these.
    public static Optional<FileType> of(String filename) {
        int dot = filename.lastIndexOf('.');
        var extension = dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TYPES.get(extension));
    }

    /// The type of an extension, as it was kept; of one that is no longer accepted, what is known.
    static FileType kept(String extension, String mimeType) {
        var known = TYPES.get(extension);
        return known == null ? new FileType(extension, mimeType, Kind.IMAGE) : known;
    }

    /// Every extension that is accepted if some can be extracted, in order.
    static Set<String> accepted(Set<String> extracted) {
        var accepted = new TreeSet<String>();
        TYPES.values().stream()
                .filter(type -> type.kind() != Kind.DOCUMENT || extracted.contains(type.extension()))
                .forEach(type -> accepted.add(type.extension()));
        return accepted;
    }

    /// Whether a file that begins like this can be of this type.
    ///
    /// @param head the first 4,096 bytes, or fewer
    boolean fits(byte[] head) {
        return switch (extension) {
            case "pdf" -> contains(head, "%PDF-", 1_024);
            case "docx", "pptx", "xlsx" -> startsWith(head, 'P', 'K', 3, 4);
            case "png" -> startsWith(head, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
            case "jpg", "jpeg" -> startsWith(head, 0xff, 0xd8, 0xff);
            case "gif" -> startsWith(head, 'G', 'I', 'F', '8');
            case "webp" -> startsWith(head, 'R', 'I', 'F', 'F') && contains(head, "WEBP", 12);
            default -> PlainText.isText(head);
        };
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] head, String word, int within) {
        int length = Math.min(head.length, within);
        return new String(head, 0, length, StandardCharsets.ISO_8859_1).contains(word);
    }
}
