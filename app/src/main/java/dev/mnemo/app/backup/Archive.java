package dev.mnemo.app.backup;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A backup that is there: read, and checked byte by byte before anybody relies on it.
final class Archive implements AutoCloseable {
    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /// Opens a backup and reads its table of contents.
    ///
    /// @throws Refusal if the file is none or is cut short
    static Archive open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("There is no file " + file + ".");
        }
        try {
            var zip = new ZipFile(file.toFile());
            boolean done = false;
            try {
                var archive = new Archive(file, zip, manifest(zip));
                done = true;
                return archive;
            } finally {
                if (!done) {
                    zip.close();
                }
            }
        } catch (ZipException damaged) {
            throw new Refusal(file + " is no backup, or is cut short: " + damaged.getMessage() + ".", damaged);
        } catch (JsonFault damaged) {
            throw new Refusal("The table of contents of " + file + " is damaged: " + damaged.getMessage(), damaged);
        } catch (IOException fault) {
            throw unreadable(file, fault);
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        var entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new Refusal("This is no backup of Mnemo: it has no " + Manifest.NAME + ".");
        }
        try (var in = zip.getInputStream(entry)) {
            var bytes = in.readNBytes(Manifest.BYTES_MAX);
            return Manifest.ofJson(Json.parseObject(bytes));
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /// Reads every file and compares it with the table of contents.
    ///
    /// @throws Refusal if anything differs, is missing, or is there without being named
    void verify(Progress progress) {
        if (zip.size() != manifest.files().size() + 1) {
            throw new Refusal(file + " holds " + (zip.size() - 1) + " files, but its table of contents names "
                    + manifest.files().size() + "; it is damaged.");
        }
        long done = 0;
        for (var entry : manifest.files()) {
            copy(entry, OutputStream.nullOutputStream());
            progress.at(++done, manifest.files().size(), entry.path());
        }
    }

    /// Writes one file out.
    ///
    /// @throws Refusal if it is not what the table of contents says
    void copy(Manifest.File entry, OutputStream out) {
        var digest = Sink.sha256();
        try (var in = new DigestInputStream(stream(entry), digest)) {
            long bytes = 0;
            var buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > entry.bytes()) {
                    throw damaged(entry);
                }
                out.write(buffer, 0, read);
            }
            if (bytes != entry.bytes()
                    || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                throw damaged(entry);
            }
        } catch (ZipException | EOFException _) {
            throw damaged(entry);
        } catch (IOException fault) {
            throw unreadable(file, fault);
        }
    }

    private InputStream stream(Manifest.File entry) throws IOException {
        var found = zip.getEntry(entry.path());
        if (found == null) {
            throw damaged(entry);
        }
        return zip.getInputStream(found);
    }

    private Refusal damaged(Manifest.File entry) {
        return new Refusal(file + " is damaged at '" + entry.path() + "': it is not what the table of contents says.");
    }

    private static MnemoException unreadable(Path file, IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                file + " cannot be read or copied: " + fault + ".",
                "Nothing that was there before was changed.",
                fault);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException _) {
            // It was only read.
        }
    }
}
