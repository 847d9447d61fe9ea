package dev.mnemo.app.install;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.project.ProjectMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The files a project needs so that agents use its memory: the store is kept out of git, and the agents are told
/// what to do. Running it again changes nothing; what people wrote in those files stays.
public final class ProjectSetup {
    private static final String IGNORED = "# mnemo project memory\n.mnemo/\n";
    private static final String SHARED = """
            # For a store that is shared through git: what is known travels, everything else belongs to this machine
            # or is built anew from it.
            *
            !.gitignore
            !nodes/
            !nodes/*.json
            !active.json
            !chains.json
            !roots.json
            """;
    private static final String IMPORT = "@.monet";
    private static final Pattern BLOCK = Pattern.compile("<!-- mnemo -->.*?<!-- /mnemo -->\\n?", Pattern.DOTALL);
    private static final Pattern IGNORE_LINE = Pattern.compile("(?m)^/?\\.mnemo/?\\s*$");

    private final Path root;
    private final String instructions;

    /// @param root the project's folder
    /// @param instructions what agents are told, Markdown
    public ProjectSetup(Path root, String instructions) {
        this.root = root;
        this.instructions = instructions;
    }

    /// Writes what is missing.
    ///
    /// @return what was done, a line each
    /// @throws MnemoException if a file cannot be written
    public List<String> run() {
        var done = new ArrayList<String>();
        try {
            ignore(done);
            share(done);
            replace(root.resolve(".monet"), instructions + "\n", "the agents' instructions", done);
            importInstructions(done);
            describeForOthers(done);
            return done;
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "A file in " + root + " cannot be written: " + fault.getMessage() + ".",
                    "Check the folder's permissions and run the command again.",
                    fault);
        }
    }

    private void ignore(List<String> done) throws IOException {
        var file = root.resolve(".gitignore");
        if (Files.exists(file)) {
            var text = Files.readString(file);
            if (IGNORE_LINE.matcher(text).find()) {
                done.add(".gitignore already leaves out .mnemo/");
            } else {
                write(file, text + (text.endsWith("\n") || text.isEmpty() ? "" : "\n") + "\n" + IGNORED);
                done.add("Added .mnemo/ to .gitignore");
            }
        } else if (Files.exists(root.resolve(".git"))) {
            write(file, IGNORED);
            done.add("Created .gitignore with .mnemo/");
        }
    }

    private void share(List<String> done) throws IOException {
        var file = Files.createDirectories(root.resolve(ProjectMemory.STORE_FOLDER))
                .resolve(".gitignore");
        if (!Files.exists(file)) {
            write(file, SHARED);
            done.add("Created .mnemo/.gitignore: what travels if you take .mnemo/ into git");
        }
    }

    private void importInstructions(List<String> done) throws IOException {
        var file = root.resolve("CLAUDE.md");
        if (!Files.exists(file)) {
            write(file, IMPORT + "\n");
            done.add("Created CLAUDE.md, which imports .monet");
            return;
        }
        var text = Files.readString(file);
        if (text.lines().anyMatch(line -> line.strip().equals(IMPORT))) {
            done.add("CLAUDE.md already imports .monet");
        } else {
            write(file, text + (text.endsWith("\n") || text.isEmpty() ? "" : "\n") + "\n" + IMPORT + "\n");
            done.add("Added the import of .monet to CLAUDE.md");
        }
    }

    private void describeForOthers(List<String> done) throws IOException {
        var block = """
                <!-- mnemo -->
                This project has a memory, served over MCP by `mnemo`. Call `memory_recall` with each message before acting on it;
                store what was decided or learned, with its reason, by `memory_claim`; correct what changed by `memory_update`; end
                with `memory_session_compress`. `memory_help` explains the rest.
                <!-- /mnemo -->
                """;
        var file = root.resolve("AGENTS.md");
        var text = Files.exists(file) ? Files.readString(file) : "";
        var others = BLOCK.matcher(text).replaceAll("");
        var wanted = others.isBlank() ? block : others.stripTrailing() + "\n\n" + block;
        replace(file, text.contains(block) ? text : wanted, "a word for other agents", done);
    }

    private void replace(Path file, String wanted, String what, List<String> done) throws IOException {
        if (!Files.exists(file)) {
            write(file, wanted);
            done.add("Created " + file.getFileName() + ": " + what);
        } else if (!Files.readString(file).equals(wanted)) {
            write(file, wanted);
            done.add("Updated " + file.getFileName() + ": " + what);
        } else {
            done.add(file.getFileName() + " is up to date");
        }
    }

    private static void write(Path file, String text) throws IOException {
        var place = Files.exists(file) ? file.toRealPath() : file;
        var temporary = Files.createTempFile(place.getParent(), ".mnemo", ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
