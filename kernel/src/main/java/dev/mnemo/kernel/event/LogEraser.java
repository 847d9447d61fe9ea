package dev.mnemo.kernel.event;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Quotation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes what was forgotten out of a folder of logs while other processes append to them. A line is overwritten where
/// it
/// stands by one of the same length, so nothing behind it moves and nobody who appends loses anything. The event stays;
/// the texts in it that repeat what was forgotten make way for a mark.
public final class LogEraser {
    /// What stands in the place of a text, if there is room for it.
    static final String MARK = "[forgotten]";

    /// Characters of a piece that counts in an event about the thing itself: it was written to quote it.
    private static final int OWN_PIECE_CHARS = 6;

    /// Characters of a piece that counts in any other event.
    private static final int OTHER_PIECE_CHARS = 24;

    private static final int ADDRESS_DIGITS = 12;

    private final Path directory;

    /// @param directory the folder of the logs; it need not exist
    public LogEraser(Path directory) {
        this.directory = directory;
    }

    /// Erases one text.
    ///
    /// @param address the address of what was forgotten, as events name it
    /// @param text what it said
    /// @return how many lines were changed
    /// @throws MnemoException if a file cannot be read or written
    public int erase(String address, String text) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        var wanted = Wanted.of(address, text);
        int erased = 0;
        try (var files = Files.newDirectoryStream(directory, "*" + EventReader.SUFFIX)) {
            for (var file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    erased += erase(file, wanted);
                }
            }
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The event logs in " + directory + " may still quote what is to be forgotten: " + fault + ".",
                    "Give this user the right to write there and forget it again.",
                    fault);
        }
        return erased;
    }

    private static int erase(Path file, Wanted wanted) throws IOException {
        int erased = 0;
        try (var channel = FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            var bytes = Files.readAllBytes(file);
            int from = 0;
            for (int at = 0; at <= bytes.length; at++) {
                if (at == bytes.length || bytes[at] == '\n') {
                    var clean = wanted.without(Arrays.copyOfRange(bytes, from, at));
                    if (clean.isPresent()) {
                        overwrite(channel, clean.get(), from);
                        erased++;
                    }
                    from = at + 1;
                }
            }
            if (erased > 0) {
                channel.force(false);
            }
        } catch (NoSuchFileException _) {
            return 0; // it was old, and another process has just removed it
        }
        return erased;
    }

    private static void overwrite(FileChannel channel, byte[] line, long position) throws IOException {
        var buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    /// What is to be erased.
    ///
    /// @param own finds it in events about the thing itself
    /// @param other finds it in any other event
    /// @param escaped finds it in lines that are not read as JSON
    private record Wanted(String address, Quotation own, Quotation other, Quotation escaped) {
        static Wanted of(String address, String text) {
            var literal = Json.of(text).line();
            return new Wanted(
                    address,
                    new Quotation(text, OWN_PIECE_CHARS),
                    new Quotation(text, OTHER_PIECE_CHARS),
                    new Quotation(literal.substring(1, literal.length() - 1), OTHER_PIECE_CHARS));
        }

        /// A line without the text, as long as before; empty if it does not repeat it.
        Optional<byte[]> without(byte[] line) {
            Json.Obj event;
            try {
                event = Json.parseObject(line);
            } catch (RuntimeException broken) {
                return withoutBroken(line);
            }
            boolean isOwn = event.array("addresses").strings().stream()
                    .anyMatch(named -> named.length() >= 8 && address.startsWith(named));
            var quotation = isOwn ? own : other;
            var marked = marked(event, quotation, MARK);
            if (marked.equals(event)) {
                return Optional.empty();
            }
            return fitting(marked, line.length)
                    .or(() -> fitting(marked(event, quotation, ""), line.length))
                    .or(() -> Optional.of(blank(line.length)));
        }

        private Json.Obj marked(Json.Obj event, Quotation quotation, String mark) {
            var marked = event;
            for (var key : List.of("summary", "detail")) {
                var said = event.get(key);
                marked = said.isPresent() ? marked.with(key, marked(said.get(), quotation, mark)) : marked;
            }
            return marked;
        }

        /// Nobody reads a line that is no event, so all of it may go.
        private Optional<byte[]> withoutBroken(byte[] line) {
            var said = new String(line, StandardCharsets.UTF_8);
            boolean repeats = other.isIn(said) || escaped.isIn(said) || said.contains(address);
            return repeats ? Optional.of(blank(line.length)) : Optional.empty();
        }

        private Json marked(Json value, Quotation quotation, String mark) {
            return switch (value) {
                case Json.Str(var said) when isErasable(said, quotation) -> Json.of(mark);
                case Json.Arr(var items) ->
                    new Json.Arr(items.stream()
                            .map(item -> marked(item, quotation, mark))
                            .toList());
                case Json.Obj(var members) -> {
                    var kept = new LinkedHashMap<String, Json>();
                    members.forEach((key, member) -> kept.put(key, marked(member, quotation, mark)));
                    yield new Json.Obj(kept);
                }
                default -> value;
            };
        }

        private boolean isErasable(String said, Quotation quotation) {
            boolean isAddress = said.length() <= ADDRESS_DIGITS && address.startsWith(said);
            return !isAddress && quotation.isIn(said);
        }

        private static Optional<byte[]> fitting(Json event, int length) {
            var bytes = event.line().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > length) {
                return Optional.empty();
            }
            var line = blank(length);
            System.arraycopy(bytes, 0, line, 0, bytes.length);
            return Optional.of(line);
        }

        private static byte[] blank(int length) {
            var line = new byte[length];
            Arrays.fill(line, (byte) ' ');
            return line;
        }
    }
}
