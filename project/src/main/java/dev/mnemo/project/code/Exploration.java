package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lays what the memory says about a topic beside what the code says: where they agree, where the memory is silent, and
/// where the code has left it behind.
public final class Exploration {
    /// Nodes asked for, and for a deep look.
    public static final int NODES_MAX = 8;

    /// Nodes asked for in a deep look.
    public static final int NODES_DEEP_MAX = 12;

    /// Source files read at most.
    public static final int FILES_READ_MAX = 3_000;

    private static final int FILES_SHOWN_MAX = 10;
    private static final int MATCHES_KEPT_MAX = 10;
    private static final int MATCHES_SHOWN_MAX = 5;
    private static final int LINE_CHARS = 120;
    private static final int TERMS_MAX = 24;
    private static final int REGION_FILES_MAX = 3;
    private static final int REGION_LINES_AROUND = 5;
    private static final int REGION_CHARS_MAX = 1_500;
    private static final int GAPS_MAX = 5;
    private static final int TENSIONS_MAX = 5;
    private static final int TENSION_CHARS = 80;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{3,}");
    private static final Pattern SYMBOL = Pattern.compile(
            "\\b(?:class|interface|struct|trait|def|function|fn|func|fun)\\s+([\\p{L}_][\\p{L}\\p{N}_]*)");
    private static final Set<String> COMMON = Set.of(("the and for with that this from into what where when which how"
                    + " why who are was were has have had does did not all any can could should would will our your"
                    + " its their there here about use used uses using code file files work works")
            .split(" "));
    private static final Set<String> ENDINGS =
            Set.of(("py pyi js mjs cjs jsx ts tsx vue svelte go rs java kt kts scala c h cc cpp cxx hh hpp cs rb php"
                            + " swift sql sh proto")
                    .split(" "));

    private final ProjectRoot root;
    private final SourceTree tree;
    private final FileMentions mentions;
    private final Knowledge memory;
    private final Anchors anchors;
    private final EventLog events;

    public Exploration(ProjectRoot root, Knowledge memory, EventLog events) {
        this.root = root;
        this.tree = new SourceTree(root);
        this.mentions = new FileMentions(root, tree);
        this.memory = memory;
        this.anchors = memory.anchors();
        this.events = events;
    }

    /// What memory and code say about a topic.
    ///
    /// @param deep whether to look at more nodes and to show passages of the files they speak of
    /// @throws Refusal if the topic is empty
    public ExploreView explore(String topic, boolean deep) {
        if (topic.isBlank()) {
            throw new Refusal("The topic is empty; name what you want to understand.");
        }
        var nodes = memory.relevant(topic, deep ? NODES_DEEP_MAX : NODES_MAX);
        var references = mentions.in(nodes);
        var listing = tree.files(root.file("."), file -> ENDINGS.contains(file.ending()), FILES_READ_MAX);
        var found = matches(listing.files(), terms(topic, nodes));
        var view = new ExploreView(
                topic,
                nodes.stream().map(KnownNode::of).toList(),
                references.stream()
                        .map(one -> new SearchView.Suggested(one.path(), one.exists()))
                        .toList(),
                found.stream()
                        .limit(FILES_SHOWN_MAX)
                        .map(one -> shown(one, references))
                        .toList(),
                deep ? regions(found, references) : List.of(),
                gaps(found, references, nodes),
                tensions(nodes),
                listing.complete() ? "" : "Only the first " + FILES_READ_MAX + " source files were looked at.");
        events.emit(Event.of(Event.Layer.CONSCIOUS, "explore", "explored " + Plain.line(topic, LINE_CHARS)));
        return view;
    }

    /// A file in which terms occur.
    private record Found(ProjectFile file, List<String> lines, List<Integer> numbers, int terms) {}

    /// The topic's words, and the names of code that the nodes mention.
    private static Set<String> terms(String topic, List<Node> nodes) {
        var terms = WORD.matcher(topic.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .filter(word -> !COMMON.contains(word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (var node : nodes) {
            SYMBOL.matcher(node.content())
                    .results()
                    .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                    .forEach(terms::add);
        }
        return terms.stream().limit(TERMS_MAX).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The files in which terms occur: those with more different terms first, then those with more lines.
    private static List<Found> matches(List<ProjectFile> files, Set<String> terms) {
        var found = new ArrayList<Found>();
        for (var file : files) {
            List<String> lines;
            try {
                lines = FileText.read(file).lines();
            } catch (Refusal | MnemoException unreadable) {
                continue;
            }
            var numbers = new ArrayList<Integer>();
            var seen = new LinkedHashSet<String>();
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i).toLowerCase(Locale.ROOT);
                int before = numbers.size();
                for (var term : terms) {
                    if (line.contains(term)) {
                        seen.add(term);
                        if (numbers.size() == before && numbers.size() < MATCHES_KEPT_MAX) {
                            numbers.add(i + 1);
                        }
                    }
                }
            }
            if (!numbers.isEmpty()) {
                found.add(new Found(file, lines, numbers, seen.size()));
            }
        }
        found.sort(Comparator.comparingInt((Found one) -> -one.terms())
                .thenComparingInt(one -> -one.numbers().size())
                .thenComparing(one -> one.file().relative()));
        return found;
    }

    private static SearchView.FileMatches shown(Found found, List<FileMentions.Mention> references) {
        var path = found.file().relative();
        var matches = found.numbers().stream()
                .limit(MATCHES_SHOWN_MAX)
                .map(number -> line(found, number))
                .toList();
        boolean suggested = references.stream().anyMatch(one -> one.path().equals(path));
        return new SearchView.FileMatches(
                path, suggested, List.of(), found.numbers().size(), matches);
    }

    private static SearchView.Match line(Found found, int number) {
        var text = Plain.text(found.lines().get(number - 1).stripTrailing());
        var cut = text.length() > LINE_CHARS ? text.substring(0, LINE_CHARS) + "…" : text;
        return new SearchView.Match(number, cut, List.of());
    }

    private static List<ExploreView.Region> regions(List<Found> found, List<FileMentions.Mention> references) {
        return found.stream()
                .filter(one -> references.stream()
                        .anyMatch(mention -> mention.path().equals(one.file().relative())))
                .limit(REGION_FILES_MAX)
                .map(Exploration::region)
                .toList();
    }

    private static ExploreView.Region region(Found found) {
        var lines = new TreeMap<Integer, SearchView.Match>();
        int chars = 0;
        for (var number : found.numbers()) {
            int from = Math.max(1, number - REGION_LINES_AROUND);
            int to = Math.min(found.lines().size(), number + REGION_LINES_AROUND);
            for (int i = from; i <= to && chars < REGION_CHARS_MAX; i++) {
                if (!lines.containsKey(i)) {
                    lines.put(i, line(found, i));
                    chars += lines.get(i).text().length() + 1;
                }
            }
        }
        return new ExploreView.Region(found.file().relative(), List.copyOf(lines.values()));
    }

    private List<String> gaps(List<Found> found, List<FileMentions.Mention> references, List<Node> nodes) {
        return found.stream()
                .limit(FILES_SHOWN_MAX)
                .map(Found::file)
                .filter(file -> references.stream().noneMatch(one -> one.path().equals(file.relative())))
                .filter(file -> nodes.stream().noneMatch(node -> FileKnowledge.speaksOf(node.content(), file)))
                .filter(file -> anchors.nodesFor(file.relative()).isEmpty())
                .map(ProjectFile::relative)
                .limit(GAPS_MAX)
                .toList();
    }

    private List<ExploreView.Tension> tensions(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> !node.meta().anchors().isEmpty())
                .flatMap(node -> anchors.failures(node).stream()
                        .map(detail -> new ExploreView.Tension(
                                node.address().toString(), detail, Plain.line(node.content(), TENSION_CHARS))))
                .limit(TENSIONS_MAX)
                .toList();
    }
}
