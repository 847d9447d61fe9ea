package dev.mnemo.app.install;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.ProgressLine;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.ops.Guide;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.code.ScanReport;
import dev.mnemo.project.code.ScanRequest;
import dev.mnemo.project.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `mnemo init [PATH]`: makes a folder a project. Safe to run again: it adds what is missing and reads what changed.
public final class InitCommand {
    /// How it is used.
    public static final String USAGE =
            "Usage: mnemo init [PATH]. PATH is the folder of a project; the default is the working directory.";

    private static final int EXAMPLES = 5;

    /// A claim no surer than this only lists the names that a file declares.
    private static final double STRUCTURE_CONFIDENCE = 0.5;

    private static final int EXAMPLE_CHARS = 110;

    /// Examples differ in this many of their outer folders at most.
    private static final int FOLDERS_MAX = 8;

    private final ProjectMemory memory;
    private final Terminal terminal;

    /// @param memory the memory of the folder
    public InitCommand(ProjectMemory memory, Terminal terminal) {
        this.memory = memory;
        this.terminal = terminal;
    }

    /// The folder to work on; its store's folder is made.
    ///
    /// @param words what followed `init`: a path, or nothing for the working directory
    /// @throws Refusal if it is no folder that can be a project
    public static Path root(List<String> words, Path workingDirectory, Path home) {
        if (words.size() > 1 || words.stream().anyMatch(word -> word.startsWith("-"))) {
            throw new Refusal(USAGE);
        }
        var root = words.isEmpty()
                ? workingDirectory
                : workingDirectory.resolve(words.getFirst()).normalize();
        if (!Files.isDirectory(root)) {
            throw new Refusal("There is no folder " + root + "; name the folder of a project.");
        }
        if (root.getParent() == null || root.equals(home)) {
            throw new Refusal(root + " is no project: a home folder or the root of the file system cannot be one.");
        }
        try {
            Files.createDirectories(root.resolve(ProjectMemory.STORE_FOLDER));
            return root;
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.STORE_READ_ONLY, root + " cannot be written to.", "Check its permissions.", fault);
        }
    }

    /// Sets the project up, scans it and tells what was learned.
    public int run(Path root) {
        var out = terminal.out();
        out.println("Initializing mnemo for: " + root.getFileName());
        new ProjectSetup(root, Guide.page("claude-code").text()).run().forEach(line -> out.println("  " + line));
        var name = memory.initialize("").name();
        out.println("  Registered as " + name);
        ScanReport scanned;
        try (var progress = new ProgressLine("scanning", terminal)) {
            scanned = memory.current().scan().run(new ScanRequest(".", Set.of(), false), progress);
        }
        out.println("  Scanned " + scanned.filesRead() + " files (" + scanned.filesUnchanged() + " unchanged), "
                + scanned.claimsCreated() + " claims created");
        learned();
        out.println("\nDone. Start your agent in " + root + ": it recalls on every turn and stores what it learns.");
        out.println("If it does not know Mnemo yet: mnemo install");
        return ExitCode.DONE;
    }

    private void learned() {
        var active = memory.current().store().read(view -> List.copyOf(view.activeNodes()));
        if (active.isEmpty()) {
            terminal.out().println("\nNothing is known yet: no documented source was found.");
            return;
        }
        Map<String, Long> domains = active.stream()
                .collect(Collectors.groupingBy(
                        node -> node.meta().domain().isEmpty()
                                ? "other"
                                : node.meta().domain(),
                        TreeMap::new,
                        Collectors.counting()));
        terminal.out()
                .println("\nWhat is known now: " + active.size() + " claims ("
                        + domains.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "))
                        + "), for example:");
        examples(active).forEach(text -> terminal.out().println("  " + text));
    }

    /// A few claims that say something: documented, fit to be read on one line, and from different parts of the
    /// project.
    static List<String> examples(List<Node> active) {
        var telling = active.stream()
                .filter(node -> node.meta().confidence().orElse(1) > STRUCTURE_CONFIDENCE)
                .sorted(Comparator.comparing((Node node) -> node.content().length() > EXAMPLE_CHARS)
                        .thenComparing(node -> !node.meta().domain().equals("architecture"))
                        .thenComparing(Comparator.comparingInt(
                                        (Node node) -> node.content().length())
                                .reversed()))
                .toList();
        var chosen = new LinkedHashSet<Node>();
        for (int folders = 1; folders <= FOLDERS_MAX; folders++) {
            var seen = new HashSet<String>();
            for (var node : telling) {
                if (chosen.size() < EXAMPLES && seen.add(part(node, folders))) {
                    chosen.add(node);
                }
            }
        }
        telling.stream()
                .filter(node -> !chosen.contains(node))
                .limit(EXAMPLES - chosen.size())
                .forEach(chosen::add);
        return chosen.stream()
                .map(node -> Plain.line(node.content(), EXAMPLE_CHARS))
                .toList();
    }

    /// The first folders of the file that a claim begins with.
    private static String part(Node node, int folders) {
        var names = node.content().split("[: ]", 2)[0].split("/");
        return String.join("/", List.of(names).subList(0, Math.min(folders, names.length)));
    }
}
