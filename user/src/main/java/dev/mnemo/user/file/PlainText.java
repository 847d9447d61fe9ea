package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Files whose bytes are text: UTF-8, UTF-16 with its mark, GB18030, or else Latin 1.
public final class PlainText implements TextExtractor {
    private static final Charset CHINESE = Charset.forName("GB18030");
    private static final int SAMPLE_BYTES = 1 << 20;

    @Override
    public Set<String> extensions() {
        return Set.of(
                "txt", "md", "json", "csv", "yaml", "yml", "xml", "toml", "css", "sql", "sh", "py", "js", "ts", "java",
                "go");
    }

    @Override
    public String extract(Path file, String extension) {
        try (var in = Files.newInputStream(file)) {
            var sample = in.readNBytes(SAMPLE_BYTES);
            if (!isText(sample)) {
                throw new Refusal("The file holds bytes that are no text.");
            }
            try (var again = Files.newInputStream(file)) {
                return read(again, charset(sample));
            }
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "A file that was received cannot be read.",
                    "Check the folder for temporary files.",
                    e);
        }
    }

    private static String read(InputStream in, Charset charset) throws IOException {
        try (Reader reader = new InputStreamReader(in, charset)) {
            var text = new char[TEXT_CHARS_MAX];
            int length = 0;
            for (int more = 0; more >= 0 && length < text.length; length += Math.max(0, more)) {
                more = reader.read(text, length, text.length - length);
            }
            return new String(text, 0, length);
        }
    }

    /// Text holds no NUL, unless it is UTF-16 and says so.
    static boolean isText(byte[] head) {
        if (isUtf16(head)) {
            return true;
        }
        for (byte one : head) {
            if (one == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf16(byte[] head) {
        return head.length >= 2
                && ((head[0] == (byte) 0xff && head[1] == (byte) 0xfe)
                        || (head[0] == (byte) 0xfe && head[1] == (byte) 0xff));
    }

    private static Charset charset(byte[] sample) {
        if (isUtf16(sample)) {
            return StandardCharsets.UTF_16;
        }
        for (var charset : List.of(StandardCharsets.UTF_8, CHINESE)) {
            if (decodes(sample, charset)) {
                return charset;
            }
        }
        return StandardCharsets.ISO_8859_1;
    }

    /// Whether a sample is in a charset; its last character may be cut.
    private static boolean decodes(byte[] sample, Charset charset) {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var chars = CharBuffer.allocate(sample.length + 1);
        var result = decoder.decode(ByteBuffer.wrap(sample), chars, sample.length < SAMPLE_BYTES);
        try {
            if (result.isError()) {
                result.throwException();
            }
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
