package dev.mnemo.app.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A Markdown file or a folder of them: notes of people, basic-memory, Obsidian, or what agents are told in CLAUDE.md
/// and AGENTS.md. {@link Note} says what becomes of one.
final class MarkdownNotes implements Source {
    /// Files of one folder that are read.
    static final int FILES_MAX = 20_000;

    /// Bytes of a file that is read.
    static final long FILE_BYTES_MAX = 2_000_000;

    private static final Set<String> PASSED_OVER = Set.of("node_modules", "target", "build", "dist", "vendor");
    private static final Set<String> INSTRUCTIONS = Set.of("claude.md", "agents.md", "gemini.md", "claude.local.md");

    private final Path root;
    private final List<Path> files;

    MarkdownNotes(Path root) throws IOException {
        this.root = root;
        this.files = Files.isDirectory(root) ? files(root) : List.of(root);
    }

    private static List<Path> files(Path root) throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = String.valueOf(folder.getFileName());
                boolean passed = !folder.equals(root) && (name.startsWith(".") || PASSED_OVER.contains(name));
                return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (attributes.isRegularFile() && (name.endsWith(".md") || name.endsWith(".markdown"))) {
                    files.add(file);
                }
                return files.size() < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    @Override
    public String name() {
        return "Markdown";
    }

    @Override
    public Target usual() {
        return Target.PROJECT;
    }

    @Override
    public void read(Receiver receiver) {
        if (files.size() >= FILES_MAX) {
            receiver.bad(root.toString(), "It holds more than " + FILES_MAX + " Markdown files; the rest is left out.");
        }
        for (var file : files) {
            var name = file.equals(root)
                    ? String.valueOf(root.getFileName())
                    : root.relativize(file).toString();
            try {
                if (Files.size(file) > FILE_BYTES_MAX) {
                    receiver.bad(name, "It is larger than " + FILE_BYTES_MAX + " bytes.");
                    continue;
                }
                var text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString();
                boolean instructions =
                        INSTRUCTIONS.contains(file.getFileName().toString().toLowerCase(Locale.ROOT));
                new Note(name, text, instructions).items().forEach(receiver::item);
            } catch (CharacterCodingException notText) {
                receiver.bad(name, "It is no UTF-8 text.");
            } catch (IOException fault) {
                receiver.bad(name, "It cannot be read: " + fault.getMessage() + ".");
            }
        }
    }
}
