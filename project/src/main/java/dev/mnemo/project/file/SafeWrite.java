package dev.mnemo.project.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Writes files of a project such that a reader, a crash or a full disk never sees half of one: into a temporary file
/// in the same folder, forced to the disk, renamed over the old one. Permissions and owner stay. The name is never
/// followed if it has become a symbolic link in the meantime: the link is replaced, what it points at is not touched.
public final class SafeWrite {
    /// Bytes of a name, and of a whole path, that usual file systems take.
    private static final int NAME_BYTES_MAX = 255;

    private static final int PATH_BYTES_MAX = 4_000;

    private final RandomGenerator random;

    /// @param random where the names of temporary files come from
    public SafeWrite(RandomGenerator random) {
        this.random = random;
    }

    /// Writes a file; makes the folders it needs.
    ///
    /// @throws Refusal if a folder has this name, a name on the way is not a folder, or the path or a part of it is
    ///     too long
    /// @throws MnemoException if the disk fails; the old file is as it was
    public void replace(ProjectFile file, byte[] bytes) {
        var path = file.path();
        if (file.isFolder()) {
            throw new Refusal("'" + file.relative() + "' is a folder; give the path of a file.");
        }
        checkLength(path);
        var folder = folder(file);
        var temporary = folder.resolve(".mnemo-" + HexFormat.of().toHexDigits(random.nextLong()) + ".tmp");
        try {
            try {
                write(temporary, bytes);
                keepRights(path, temporary);
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                force(folder);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException fault) {
            throw broken(file, fault);
        }
    }

    private static void checkLength(Path path) {
        for (var name : path) {
            if (name.toString().getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
                throw new Refusal("A name in the path of a file has at most " + NAME_BYTES_MAX + " bytes as UTF-8.");
            }
        }
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw new Refusal("The path of a file has at most " + PATH_BYTES_MAX + " bytes as UTF-8.");
        }
    }

    private static Path folder(ProjectFile file) {
        var folder = file.path().getParent();
        if (folder == null) {
            throw new Refusal("'" + file.relative() + "' is no file; give the path of a file in the project.");
        }
        try {
            Files.createDirectories(folder);
            if (!folder.toRealPath().equals(folder)) {
                throw new Refusal("A folder of '" + file.relative() + "' has just become a symbolic link; nothing was"
                        + " written.");
            }
            return folder;
        } catch (java.nio.file.FileAlreadyExistsException fault) {
            throw new Refusal("A name on the way to '" + file.relative() + "' is a file, not a folder.", fault);
        } catch (IOException fault) {
            throw broken(file, fault);
        }
    }

    private static void write(Path temporary, byte[] bytes) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (var channel = FileChannel.open(temporary, options)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void keepRights(Path old, Path temporary) throws IOException {
        if (!Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var from = Files.getFileAttributeView(old, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (from == null || to == null) {
            return;
        }
        var rights = from.readAttributes();
        try {
            to.setGroup(rights.group());
            to.setOwner(rights.owner());
        } catch (IOException notAllowed) {
            // Only a privileged user may give a file away; the file then belongs to whoever wrote it.
        }
        to.setPermissions(rights.permissions());
    }

    private static void force(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notSupported) {
            // Windows cannot force folders; the rename is atomic all the same.
        }
    }

    private static MnemoException broken(ProjectFile file, IOException cause) {
        var fault = Fault.INPUT_OUTPUT;
        var remedy = "The old file is as it was.";
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof AccessDeniedException || message.contains("Read-only file system")) {
            fault = Fault.STORE_READ_ONLY;
            remedy = "Give this user the right to write there; the old file is as it was.";
        } else if (message.contains("No space left") || message.contains("quota")) {
            fault = Fault.DISK_FULL;
            remedy = "Make room on the disk; the old file is as it was.";
        }
        return new MnemoException(fault, "'" + file.relative() + "' cannot be written: " + cause + ".", remedy, cause);
    }
}
