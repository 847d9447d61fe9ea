package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SafeWrite;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.session.Session;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Writes and edits files of the project, whole or not at all, and remembers that it did. Bytes that an edit does not
/// touch stay as they are, whatever the file's encoding and line ends.
public final class FileEditing {
    /// How often an edit starts again because another program changed the file meanwhile.
    public static final int EDIT_ATTEMPTS = 5;

    private static final int SHOWN_CHARS = 50;
    private static final int CLAIMED_CHARS = 120;

    private final ProjectRoot root;
    private final Anchors anchors;
    private final Session session;
    private final EventLog events;
    private final SafeWrite disk;
    private final AutoClaim claims;

    /// One change at a time, from reading the file to remembering it, so that no edit and no memory of one is lost.
    private final ReentrantLock editing = new ReentrantLock();

    /// Who remembers the changes, and in which session they are made.
    ///
    /// @param store where changes are remembered
    /// @param anchors which nodes the changes make stale
    /// @param session in which they are made
    /// @param events told of every change
    public record Memory(NodeStore store, Anchors anchors, Session session, EventLog events) {}

    public FileEditing(ProjectRoot root, Memory memory, InstantSource clock, RandomGenerator random) {
        this.root = root;
        this.anchors = memory.anchors();
        this.events = memory.events();
        this.disk = new SafeWrite(random);
        this.session = memory.session();
        this.claims = new AutoClaim(memory.store(), memory.anchors(), memory.session(), clock);
    }

    /// Writes a whole file as UTF-8; makes the folders it needs. A file whose lines all end in CR LF keeps that.
    ///
    /// @param path relative to the project or absolute
    /// @param content all that the file will say
    /// @param claim whether to remember the change
    /// @throws Refusal if the path is not allowed or the content too large
    public FileChange write(String path, String content, boolean claim) {
        var file = root.file(path);
        editing.lock();
        try {
            boolean created = !file.isFile();
            boolean crLf = !created && content.indexOf('\n') >= 0 && content.indexOf('\r') < 0 && isCrLf(file);
            var bytes = new FileText("", StandardCharsets.UTF_8).encode(crLf ? FileText.toCrLf(content) : content);
            disk.replace(file, checked(bytes));
            var change =
                    new FileChange(file.relative(), created, bytes.length, 0, "", "", crLf, "", List.of(), List.of());
            return remembered(change, claim, "Wrote " + file.relative() + ": " + Plain.line(content, CLAIMED_CHARS));
        } finally {
            editing.unlock();
        }
    }

    /// Replaces a text in a file. Line feeds in both texts stand for CR LF where the file has that.
    ///
    /// @param path relative to the project or absolute
    /// @param oldText what to replace, as it is in the file; must occur once unless `all`
    /// @param newText what to put there
    /// @param all whether to replace every occurrence
    /// @param claim whether to remember the change
    /// @throws Refusal if the path is not allowed, the file is no text, or the text does not occur as asked
    public FileChange edit(String path, String oldText, String newText, boolean all, boolean claim) {
        var file = root.file(path);
        if (oldText.isEmpty()) {
            throw new Refusal("old_string is empty; give the text to replace, or use memory_write for a whole file.");
        }
        if (oldText.equals(newText)) {
            throw new Refusal("old_string and new_string are the same; there is nothing to change.");
        }
        editing.lock();
        try {
            var change = edited(file, oldText, newText, all);
            var text = "Edited " + file.relative() + ": '" + change.before() + "' → '" + change.after() + "'";
            return remembered(change, claim, text);
        } finally {
            editing.unlock();
        }
    }

    private FileChange edited(ProjectFile file, String oldText, String newText, boolean all) {
        for (int attempt = 1; attempt <= EDIT_ATTEMPTS; attempt++) {
            var before = FileText.read(file);
            var replacement = Replacement.in(before, oldText, newText);
            int count = replacement.count();
            if (count == 0) {
                throw new Refusal("old_string not found in " + file.relative()
                        + "; read the file and copy the text exactly, white space included.");
            }
            if (count > 1 && !all) {
                throw new Refusal("old_string found " + count + " times in " + file.relative()
                        + "; use replace_all=true or give more of the lines around it.");
            }
            var bytes = checked(before.encode(replacement.apply()));
            if (FileText.read(file).equals(before)) {
                disk.replace(file, bytes);
                return new FileChange(
                        file.relative(),
                        false,
                        bytes.length,
                        count,
                        shown(oldText),
                        shown(newText),
                        replacement.crLf(),
                        "",
                        List.of(),
                        List.of());
            }
        }
        throw new Refusal("Another program keeps changing " + file.relative() + "; nothing was edited, try again.");
    }

    private FileChange remembered(FileChange change, boolean claim, String text) {
        session.worksOn(change.path());
        var stale = FileView.StaleNode.of(anchors.detectDrift(change.path()));
        var claimed = claim ? Optional.of(claims.claim(change.path(), text)) : Optional.<AutoClaim.Claimed>empty();
        var address = claimed.map(one -> one.address().toString()).orElse("");
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                change.replacements() > 0 ? "edit" : "write",
                (change.replacements() > 0 ? "edited " : "wrote ") + change.path(),
                address.isEmpty() ? List.of() : List.of(address),
                "history",
                Json.Obj.EMPTY.with("file", change.path()).with("bytes", change.bytes())));
        return new FileChange(
                change.path(),
                change.created(),
                change.bytes(),
                change.replacements(),
                change.before(),
                change.after(),
                change.crLf(),
                address,
                claimed.map(AutoClaim.Claimed::redacted).orElse(List.of()),
                stale);
    }

    private static byte[] checked(byte[] bytes) {
        if (bytes.length > FileText.BYTES_MAX) {
            throw new Refusal("The file would have " + bytes.length + " bytes; up to " + FileText.BYTES_MAX
                    + " bytes can be written.");
        }
        return bytes;
    }

    private static boolean isCrLf(ProjectFile file) {
        try {
            return FileText.read(file).isCrLf();
        } catch (Refusal noText) {
            return false;
        }
    }

    private static String shown(String text) {
        return Plain.line(text.strip().replace("\r\n", "\n").replace("\n", "↵"), SHOWN_CHARS);
    }

    /// A text to replace in a file, with the file's line ends.
    private record Replacement(String text, String oldText, String newText, boolean crLf) {
        static Replacement in(FileText file, String oldText, String newText) {
            boolean exact = file.text().contains(oldText);
            if (file.isCrLf() || !exact) {
                var windows = new Replacement(
                        file.text(), FileText.toCrLf(oldText), FileText.toCrLf(newText), newText.indexOf('\n') >= 0);
                if (windows.count() > 0) {
                    return windows;
                }
            }
            return new Replacement(file.text(), oldText, newText, false);
        }

        int count() {
            int count = 0;
            for (int at = text.indexOf(oldText); at >= 0; at = text.indexOf(oldText, at + oldText.length())) {
                count++;
            }
            return count;
        }

        String apply() {
            return text.replace(oldText, newText);
        }
    }
}
