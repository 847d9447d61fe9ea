package dev.mnemo.app.importer;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Recognises other memories by what is in them, not by what they are called.
final class Sources {
    /// Bytes of a JSON file that is read.
    static final long JSON_BYTES_MAX = 200_000_000;

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /// What can be read, as a refusal names it.
    static final String KNOWN = "a .mnemo store, claude-mem's SQLite file, the JSONL of the MCP memory server, a mem0"
            + " export, a folder of Markdown (basic-memory's too), CLAUDE.md or AGENTS.md";

    private Sources() {}

    /// The source in a file or folder.
    ///
    /// @param fromProject which project of a source that holds many; empty for the folder's name
    /// @param projectName what the project at hand is called
    /// @throws Refusal if it is none that is known
    static Source at(Path path, Optional<String> fromProject, String projectName) {
        try {
            if (Files.isDirectory(path)) {
                return folder(path);
            }
            if (!Files.isRegularFile(path)) {
                throw new Refusal("There is no file or folder " + path + ".");
            }
            if (Arrays.equals(beginning(path), SQLITE)) {
                return ClaudeMem.open(path, fromProject, projectName);
            }
            var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".md") || name.endsWith(".markdown") || name.endsWith(".mdc")
                    ? new MarkdownNotes(path)
                    : json(path);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    path + " cannot be read: " + fault.getMessage() + ".",
                    "Nothing was imported.",
                    fault);
        }
    }

    private static Source folder(Path path) throws IOException {
        for (var store : new Path[] {path, path.resolve(".mnemo")}) {
            if (Files.isDirectory(store.resolve("nodes"))) {
                return new MnemoStore(store);
            }
        }
        var notes = new MarkdownNotes(path);
        if (notes.isEmpty()) {
            throw new Refusal(path + " holds nothing that is known: " + KNOWN + ".");
        }
        return notes;
    }

    private static byte[] beginning(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(SQLITE.length);
        }
    }

    private static Source json(Path path) throws IOException {
        if (Files.size(path) > JSON_BYTES_MAX) {
            throw new Refusal(path + " is larger than " + JSON_BYTES_MAX + " bytes; split it.");
        }
        var bytes = Files.readAllBytes(path);
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (KnowledgeGraph.isLines(text)) {
            return new KnowledgeGraph(text);
        }
        try {
            var parsed = Json.parse(text);
            if (KnowledgeGraph.isWhole(parsed)) {
                return new KnowledgeGraph(text);
            }
            return Mem0.of(parsed).orElseThrow(() -> unknown(path));
        } catch (JsonFault noJson) {
            throw unknown(path);
        }
    }

    private static Refusal unknown(Path path) {
        return new Refusal(path + " is nothing that is known; what can be imported: " + KNOWN
                + ". An export of Mnemo: mnemo import-file; a response cache: mnemo cache import.");
    }
}
