package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Searches the code by regular expression, beginning with the files that the memory connects with the reason for the
/// search. A pattern that takes too long is stopped, and what was found until then is the answer.
public final class CodeSearch {
    /// The longest pattern, in characters.
    public static final int PATTERN_CHARS_MAX = 1_000;

    /// How long one search may take.
    public static final Duration TIME_MAX = Duration.ofSeconds(5);

    /// Files with matches in one answer.
    public static final int FILES_MAX = 20;

    /// Matches of one file in an answer.
    public static final int MATCHES_PER_FILE_MAX = 15;

    /// Nodes asked for by the intent.
    public static final int KNOWN_MAX = 5;

    private static final int SUGGESTED_MAX = 5;
    private static final int KNOWN_PER_FILE_MAX = 3;
    private static final int LINE_CHARS_SHOWN = 150;
    private static final int LINE_CHARS_SEARCHED = 10_000;
    private static final int ANSWER_CHARS_MAX = 10_000;

    private final ProjectRoot root;
    private final SourceTree tree;
    private final Knowledge memory;
    private final EventLog events;
    private final Duration timeMax;

    public CodeSearch(ProjectRoot root, Knowledge memory, EventLog events) {
        this(root, memory, events, TIME_MAX);
    }

    CodeSearch(ProjectRoot root, Knowledge memory, EventLog events, Duration timeMax) {
        this.root = root;
        this.tree = new SourceTree(root);
        this.memory = memory;
        this.events = events;
        this.timeMax = timeMax;
    }

    /// Searches line by line, without regard to case.
    ///
    /// @param pattern a regular expression of Java
    /// @param intent why somebody looks for it; decides what the memory shows and which files come first
    /// @param glob which files: `*.py` and names without `/` at any depth, otherwise a path pattern; empty for all
    /// @param path a folder or file to search in; empty for the whole project
    /// @throws Refusal if the pattern is no regular expression or the path is not allowed
    public SearchView search(String pattern, String intent, String glob, String path) {
        var compiled = compile(pattern);
        var wanted = wanted(glob);
        var start = root.file(path.isBlank() ? "." : path);
        if (!start.isFile() && !start.isFolder()) {
            throw new Refusal("'" + start.relative() + "' is not there; give a folder or file of the project in path.");
        }
        var nodes = memory.relevant(intent, KNOWN_MAX);
        var suggested = suggested(nodes);
        var run = new Run(compiled, nodes, System.nanoTime() + timeMax.toNanos());
        run.search(files(start, suggested, wanted), suggested);
        var view = new SearchView(
                pattern,
                intent,
                nodes.stream().map(KnownNode::of).toList(),
                suggested,
                run.found,
                run.total,
                run.looked,
                run.stopped);
        events.emit(Event.of(
                Event.Layer.CONSCIOUS,
                "grep",
                "searched for " + Plain.line(pattern, LINE_CHARS_SHOWN) + ": " + run.total + " matches"));
        return view;
    }

    private static Pattern compile(String pattern) {
        if (pattern.isEmpty() || pattern.length() > PATTERN_CHARS_MAX) {
            throw new Refusal("A pattern must have 1 to " + PATTERN_CHARS_MAX + " characters.");
        }
        try {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException fault) {
            throw new Refusal(
                    "Invalid regex: " + fault.getDescription() + " at position " + Math.max(0, fault.getIndex())
                            + "; escape (, [, {, . and the like with \\ to find them as they are.",
                    fault);
        } catch (StackOverflowError fault) {
            throw new Refusal("Invalid regex: it nests too deeply; use a simpler pattern.", fault);
        }
    }

    private static Predicate<ProjectFile> wanted(String glob) {
        if (glob.isBlank()) {
            return _ -> true;
        }
        var compiled = Glob.of(glob.indexOf('/') < 0 ? "**/" + glob : glob);
        return file -> compiled.matches(file.relative());
    }

    private List<SearchView.Suggested> suggested(List<Node> nodes) {
        return new FileMentions(root, tree)
                .in(nodes).stream()
                        .sorted(Comparator.comparingDouble((FileMentions.Mention mention) -> -weight(mention)))
                        .limit(SUGGESTED_MAX)
                        .map(mention -> new SearchView.Suggested(mention.path(), mention.exists()))
                        .toList();
    }

    private static double weight(FileMentions.Mention mention) {
        double words = mention.nodes().stream()
                .mapToDouble(node -> switch (node.meta().domain()) {
                    case "architecture", "patterns" -> 2;
                    case "issues" -> 1.5;
                    default -> 1;
                })
                .sum();
        return words + mention.anchors();
    }

    private List<ProjectFile> files(
            ProjectFile start, List<SearchView.Suggested> suggested, Predicate<ProjectFile> wanted) {
        var files = new LinkedHashMap<String, ProjectFile>();
        var within = start.relative().isEmpty() ? "" : start.relative() + "/";
        for (var one : suggested) {
            if (one.exists() && (one.path().startsWith(within) || one.path().equals(start.relative()))) {
                var file = root.file(one.path());
                if (wanted.test(file)) {
                    files.put(one.path(), file);
                }
            }
        }
        for (var file : tree.files(start, wanted, SourceTree.FILES_MAX).files()) {
            files.putIfAbsent(file.relative(), file);
        }
        return List.copyOf(files.values());
    }

    /// One search: what it found so far, and why it stopped.
    private final class Run {
        private final Pattern pattern;
        private final List<Node> nodes;
        private final long deadlineNanos;
        private final List<SearchView.FileMatches> found = new ArrayList<>();
        private int total;
        private int looked;
        private int chars;
        private String stopped = "";

        Run(Pattern pattern, List<Node> nodes, long deadlineNanos) {
            this.pattern = pattern;
            this.nodes = nodes;
            this.deadlineNanos = deadlineNanos;
        }

        void search(List<ProjectFile> files, List<SearchView.Suggested> suggested) {
            for (var file : files) {
                if (found.size() == FILES_MAX || chars > ANSWER_CHARS_MAX) {
                    stopped = "Stopped after " + found.size() + " files with matches; narrow it with glob or path.";
                    return;
                }
                if (System.nanoTime() - deadlineNanos > 0) {
                    stopped = late();
                    return;
                }
                boolean first = suggested.stream().anyMatch(one -> one.path().equals(file.relative()));
                lines(file).ifPresent(lines -> search(file, first, lines));
                if (!stopped.isEmpty()) {
                    return;
                }
            }
        }

        private void search(ProjectFile file, boolean suggested, List<String> lines) {
            var numbers = new ArrayList<Integer>();
            looked++;
            try {
                var matcher = pattern.matcher("");
                for (int i = 0; i < lines.size(); i++) {
                    var line = lines.get(i);
                    var cut = line.length() > LINE_CHARS_SEARCHED ? line.substring(0, LINE_CHARS_SEARCHED) : line;
                    if (matcher.reset(new TimedText(cut, deadlineNanos)).find()) {
                        numbers.add(i + 1);
                    }
                }
            } catch (StackOverflowError tooDeep) {
                stopped = "Stopped in " + file.relative() + ": the pattern nests too deeply for a long line; use a"
                        + " simpler one.";
            } catch (MnemoException fault) {
                if (fault.fault() != Fault.TIMEOUT) {
                    throw fault;
                }
                stopped = late();
            }
            if (!numbers.isEmpty()) {
                keep(file, suggested, lines, numbers);
            }
        }

        private String late() {
            return "Stopped after " + timeMax.toMillis() + " ms in file " + looked
                    + "; use a simpler pattern, or narrow it with glob or path.";
        }

        private void keep(ProjectFile file, boolean suggested, List<String> lines, List<Integer> numbers) {
            total += numbers.size();
            var known = new LinkedHashMap<String, KnownNode>();
            nodes.stream()
                    .filter(node -> FileKnowledge.speaksOf(node.content(), file))
                    .forEach(node -> known.put(node.address().toString(), KnownNode.of(node)));
            var anchored = memory.anchors().nodesFor(file.relative()).isEmpty()
                    ? List.<Anchored>of()
                    : memory.anchors().forFile(file.relative());
            var matches = new ArrayList<SearchView.Match>();
            var noted = new HashSet<String>();
            for (var number : numbers.subList(0, Math.min(numbers.size(), MATCHES_PER_FILE_MAX))) {
                var text = Plain.line(lines.get(number - 1).stripTrailing(), LINE_CHARS_SHOWN);
                var notes = note(anchored, number, noted).stream().toList();
                chars += text.length()
                        + notes.stream().mapToInt(note -> note.text().length()).sum();
                matches.add(new SearchView.Match(number, text, notes));
            }
            found.add(new SearchView.FileMatches(
                    file.relative(),
                    suggested,
                    known.values().stream().limit(KNOWN_PER_FILE_MAX).toList(),
                    numbers.size(),
                    matches));
        }

        private static Optional<FileView.Note> note(List<Anchored> anchored, int line, Set<String> noted) {
            return anchored.stream()
                    .filter(one -> one.anchor() instanceof Anchor.Passage && one.line() > 0 && one.line() <= line)
                    .reduce((_, later) -> later)
                    .filter(one -> noted.add(one.node().address().toString()))
                    .map(one -> new FileView.Note(
                            one.node().address().toString(),
                            one.node().meta().domain(),
                            Plain.line(one.node().content(), KnownNode.TEXT_CHARS),
                            0,
                            0,
                            one.isStale()));
        }

        private static Optional<List<String>> lines(ProjectFile file) {
            try {
                return Optional.of(FileText.read(file).lines());
            } catch (Refusal | MnemoException unreadable) {
                return Optional.empty();
            }
        }
    }
}
