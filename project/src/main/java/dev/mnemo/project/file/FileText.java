package dev.mnemo.project.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/// What a text file says, such that writing it back changes no byte that was not meant to change. A file that is not
/// UTF-8 is read as Latin-1, in which every byte is a character of its own.
///
/// @param text all of it, line ends and byte order mark included
/// @param charset how its bytes are read
public record FileText(String text, Charset charset) {
    /// The largest file that is read, in bytes.
    public static final int BYTES_MAX = 5_000_000;

    private static final int BINARY_PROBE_BYTES = 8_000;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /// Reads a file.
    ///
    /// @throws Refusal if it is not there, is a folder, is larger than {@link #BYTES_MAX} or is no text
    /// @throws MnemoException if it cannot be read
    public static FileText read(ProjectFile file) {
        var bytes = bytes(file);
        if (isBinary(bytes)) {
            throw new Refusal("'" + file.relative() + "' is a binary file; only text can be read.");
        }
        return ofBytes(bytes);
    }

    /// Reads bytes as text.
    public static FileText ofBytes(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new FileText(text.toString(), StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            return new FileText(new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        }
    }

    /// The bytes of a file.
    ///
    /// @throws Refusal if it is not there, is a folder or is larger than {@link #BYTES_MAX}
    /// @throws MnemoException if it cannot be read
    static byte[] bytes(ProjectFile file) {
        var name = "'" + file.relative() + "'";
        if (file.isFolder()) {
            throw new Refusal(name + " is a folder; give the path of a file in it.");
        }
        if (!Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal("File not found: " + file.relative() + ". Use memory_glob to find its path.");
        }
        if (!file.isFile()) {
            throw new Refusal(name + " is no plain file; only plain text files can be read.");
        }
        try (var channel = Files.newByteChannel(file.path(), READ)) {
            if (!file.path().toRealPath().equals(file.path())) {
                throw new Refusal("A folder of " + name + " has just become a symbolic link; nothing was read.");
            }
            if (channel.size() > BYTES_MAX) {
                throw new Refusal(name + " has " + channel.size() + " bytes; files of up to " + BYTES_MAX
                        + " bytes can be read.");
            }
            var out = new ByteArrayOutputStream((int) channel.size());
            Channels.newInputStream(channel).transferTo(out);
            return out.toByteArray();
        } catch (NoSuchFileException fault) {
            throw new Refusal("File not found: " + file.relative() + ". Use memory_glob to find its path.", fault);
        } catch (AccessDeniedException fault) {
            throw new MnemoException(
                    Fault.STORE_READ_ONLY,
                    name + " cannot be read: permission denied.",
                    "Give this user the right to read it.",
                    fault);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT, name + " cannot be read: " + fault + ".", "Look at the disk.", fault);
        }
    }

    /// Whether bytes hold anything but text: a zero byte near the start.
    public static boolean isBinary(byte[] bytes) {
        int probe = Math.min(bytes.length, BINARY_PROBE_BYTES);
        for (int i = 0; i < probe; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// The bytes of a text in this file's encoding.
    ///
    /// @throws Refusal if the encoding cannot say it
    public byte[] encode(String changed) {
        try {
            var bytes = charset.newEncoder().encode(CharBuffer.wrap(changed));
            var encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException fault) {
            throw new Refusal(
                    charset.equals(StandardCharsets.UTF_8)
                            ? "The text holds half of a surrogate pair; send well-formed Unicode."
                            : "The file is not UTF-8 and is kept as Latin-1, which cannot hold every character of the"
                                    + " new text; convert the file to UTF-8 first.",
                    fault);
        }
    }

    /// The lines, without line ends and without a byte order mark.
    public List<String> lines() {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }

    /// Whether every line ends as on Windows, and there is at least one such end.
    public boolean isCrLf() {
        int newline = text.indexOf('\n');
        if (newline < 0) {
            return false;
        }
        for (; newline >= 0; newline = text.indexOf('\n', newline + 1)) {
            if (newline == 0 || text.charAt(newline - 1) != '\r') {
                return false;
            }
        }
        return true;
    }

    /// A text with each line end as on Windows.
    public static String toCrLf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
