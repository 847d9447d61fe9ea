package dev.mnemo.project.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.ignore.IgnoreNode;

/// Which files of a project nobody wants to see: those that its `.gitignore` files and `.git/info/exclude` name, and,
/// unless one of these says otherwise, folders of dependencies and build output. Reads each `.gitignore` once, so make
/// one of these for each walk.
final class IgnoreRules {
    private static final IgnoreNode USUAL = parse("""
            node_modules/
            __pycache__/
            .venv/
            venv/
            .tox/
            .mypy_cache/
            .eggs/
            .next/
            .gradle/
            dist/
            build/
            .mnemo-*.tmp
            """);

    /// The largest `.gitignore` that is read, in bytes; a larger one counts as empty.
    private static final long IGNORE_FILE_BYTES_MAX = 1_000_000;

    private final Path root;
    private final Map<String, IgnoreNode> byFolder = new HashMap<>();
    private final IgnoreNode exclude;

    IgnoreRules(Path root) {
        this.root = root;
        this.exclude = load(root.resolve(".git/info/exclude"));
    }

    /// Whether a file or folder is left out. Asks about the entry itself only; whoever walks does not enter a folder
    /// that is left out.
    ///
    /// @param relative the path from the root, with `/` between the names
    /// @param folder whether it is a folder
    boolean ignores(String relative, boolean folder) {
        int slash = relative.lastIndexOf('/');
        if (ProjectRoot.isClosed(relative.substring(slash + 1))) {
            return true;
        }
        for (; slash >= 0; slash = relative.lastIndexOf('/', slash - 1)) {
            var verdict = in(relative.substring(0, slash)).checkIgnored(relative.substring(slash + 1), folder);
            if (verdict != null) {
                return verdict;
            }
        }
        for (var rules : new IgnoreNode[] {in(""), exclude, USUAL}) {
            var verdict = rules.checkIgnored(relative, folder);
            if (verdict != null) {
                return verdict;
            }
        }
        return false;
    }

    private IgnoreNode in(String folder) {
        return byFolder.computeIfAbsent(folder, name -> load(root.resolve(name).resolve(".gitignore")));
    }

    private static IgnoreNode load(Path file) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= IGNORE_FILE_BYTES_MAX) {
                return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException unreadable) {
            // An ignore file that cannot be read ignores nothing, as git has it.
        }
        return new IgnoreNode();
    }

    private static IgnoreNode parse(String rules) {
        var node = new IgnoreNode();
        try {
            node.parse(new ByteArrayInputStream(rules.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
        return node;
    }
}
