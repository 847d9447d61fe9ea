package dev.mnemo.app.backup;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Puts unpacked folders where they belong, all of them or none: what is to be done is noted on the disk first, so that
/// a restore that was killed in between is finished by the next one.
final class Swap {
    private static final String JOURNAL = "restore.json";

    private final Path journal;

    /// @param home the folder of the note
    Swap(Path home) {
        this.journal = home.resolve(JOURNAL);
    }

    /// One folder.
    ///
    /// @param staged the unpacked one
    /// @param target where it belongs
    /// @param aside where what is there now goes
    record Move(Path staged, Path target, Path aside) {}

    /// Finishes what a killed process left, if it left anything.
    ///
    /// @return whether it did
    boolean finish() {
        if (Files.notExists(journal)) {
            return false;
        }
        try {
            var moves = Json.parseObject(Files.readAllBytes(journal)).array("moves").objects().stream()
                    .map(move -> new Move(
                            Path.of(move.string("staged", "")),
                            Path.of(move.string("target", "")),
                            Path.of(move.string("aside", ""))))
                    .toList();
            carryOut(moves);
            return true;
        } catch (IOException | IllegalArgumentException fault) {
            throw failed(fault);
        }
    }

    /// Moves everything.
    void run(List<Move> moves) {
        var note = Json.Obj.EMPTY.with(
                "moves",
                Json.array(moves.stream()
                        .map(move -> Json.Obj.EMPTY
                                .with("staged", move.staged().toString())
                                .with("target", move.target().toString())
                                .with("aside", move.aside().toString()))
                        .toList()));
        try {
            Files.createDirectories(Leftovers.folderOf(journal));
            var temporary = journal.resolveSibling(
                    JOURNAL + "." + ProcessHandle.current().pid() + ".tmp");
            try (var channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(note.pretty().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, journal, StandardCopyOption.ATOMIC_MOVE);
            Leftovers.force(Leftovers.folderOf(journal));
            carryOut(moves);
        } catch (IOException fault) {
            throw failed(fault);
        }
    }

    /// Every step can be done twice: what is no longer staged was moved before.
    private void carryOut(List<Move> moves) throws IOException {
        for (var move : moves) {
            if (Files.exists(move.staged(), LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(move.target(), LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(move.target(), move.aside(), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(move.staged(), move.target(), StandardCopyOption.ATOMIC_MOVE);
                Leftovers.force(Leftovers.folderOf(move.target()));
            }
        }
        Files.delete(journal);
    }

    private MnemoException failed(Exception fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The restore is not finished: " + fault + ".",
                "What is to be done stands in " + journal + "; run `mnemo restore` again to finish it.",
                fault);
    }
}
