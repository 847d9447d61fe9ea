package dev.mnemo.app.backup;

import dev.mnemo.kernel.event.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes files into an archive and keeps account of them.
final class Sink implements AutoCloseable {
    private final ZipOutputStream zip;
    private final Progress progress;
    private final long expected;
    private final List<Manifest.File> files = new ArrayList<>();

    /// @param expected about how many files will come
    Sink(OutputStream out, Progress progress, long expected) {
        this.expected = expected;
        this.zip = new ZipOutputStream(out);
        this.progress = progress;
    }

    void add(String name, byte[] bytes) throws IOException {
        try (var in = new java.io.ByteArrayInputStream(bytes)) {
            add(name, in);
        }
    }

    void add(String name, Path file) throws IOException {
        try (var in = Files.newInputStream(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            add(name, in);
        }
    }

    private void add(String name, InputStream in) throws IOException {
        var digest = sha256();
        zip.putNextEntry(new ZipEntry(name));
        long bytes = in.transferTo(new DigestOutputStream(new Unclosed(zip), digest));
        zip.closeEntry();
        files.add(new Manifest.File(name, bytes, HexFormat.of().formatHex(digest.digest())));
        progress.at(files.size(), Math.max(files.size(), expected), name);
    }

    List<Manifest.File> files() {
        return files;
    }

    /// Ends the archive with its table of contents.
    void finish(Manifest manifest) throws IOException {
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.toJson().pretty().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// Passes bytes on without being closed by who wrote them.
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
