package dev.mnemo.project.anchor;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreChange;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The ties between the nodes of a store and the files of its project: which nodes speak of a file, and which of them
/// the code has left behind. A passage that reads differently is marked in its node, so that recall can warn; the mark
/// goes when the code is again as it was.
public final class Anchors {
    private static final String DRIFTED = "drifted";
    private static final String DRIFT_HASH = "drift_hash";
    private static final String DRIFT_DETECTED = "drift_detected";

    private final NodeStore store;
    private final ProjectRoot root;
    private final SourceTree tree;
    private final InstantSource clock;
    private final AnchorIndex index;

    public Anchors(NodeStore store, ProjectRoot root, InstantSource clock) {
        this.store = store;
        this.root = root;
        this.tree = new SourceTree(root);
        this.clock = clock;
        this.index = new AnchorIndex(root);
    }

    /// The active nodes that speak of a file: one entry for each passage in it, and one for a node that only names it.
    /// In order of line, nodes without a line first. Reads the file.
    ///
    /// @param path relative to the project or absolute
    public List<Anchored> forFile(String path) {
        return located(path, nodesFor(path));
    }

    /// The active nodes that speak of a file, in ascending order of address. Does not read the file.
    ///
    /// @param path relative to the project or absolute
    public List<Node> nodesFor(String path) {
        var relative = root.relative(path);
        return store.read(view -> index.lookup(view, relative, this::isGone));
    }

    /// How many active nodes speak of each of some files, by their relative paths, in the order given.
    public List<Integer> counts(List<String> relativePaths) {
        return store.read(view -> index.counts(view, relativePaths));
    }

    /// Those entries of {@link #forFile} whose passage has drifted or is missing. Changes nothing.
    ///
    /// @param path relative to the project or absolute
    public List<Anchored> stale(String path) {
        return forFile(path).stream().filter(Anchored::isStale).toList();
    }

    /// Looks at every passage in a file, marks in its node what has drifted or is missing, and takes away marks that no
    /// longer hold. To be called after a file was changed.
    ///
    /// @param path relative to the project or absolute
    /// @return what is stale now
    public List<Anchored> detectDrift(String path) {
        var found = forFile(path);
        mark(found);
        return found.stream().filter(Anchored::isStale).toList();
    }

    /// Checks the anchors of one node, marks and clears drift.
    ///
    /// @throws Refusal if no or more than one node has an address that begins so, or the node has no anchors
    public Verification verify(String address) {
        var node = store.read(view -> view.require(address));
        boolean active = store.read(view -> view.isActive(node.address()));
        if (node.meta().anchors().isEmpty()) {
            throw new Refusal("Node " + node.address().brief()
                    + " has no anchors; memory_verify works on nodes claimed with anchors.");
        }
        var evidence = new Evidence(root, tree, Evidence.anchors(List.of(node)));
        var check = check(node, active, evidence);
        var marks = mark(passages(node, evidence).toList());
        int failed = check.passed() < check.checks().size() ? 1 : 0;
        return new Verification(1, failed, marks.marked(), marks.cleared(), List.of(check));
    }

    /// Checks the anchors of all active nodes, marks and clears drift.
    public Verification verifyAll() {
        var nodes = store.read(view -> view.activeNodes().stream()
                .filter(node -> !node.meta().anchors().isEmpty())
                .sorted(Comparator.comparing(Anchors::firstPath))
                .toList());
        var evidence = new Evidence(root, tree, Evidence.anchors(nodes));
        var failed = new ArrayList<Verification.NodeCheck>();
        var located = new ArrayList<Anchored>();
        for (var node : nodes) {
            var check = check(node, true, evidence);
            if (check.passed() < check.checks().size()) {
                failed.add(check);
            }
            passages(node, evidence).forEach(located::add);
        }
        var marks = mark(located);
        failed.sort(Comparator.comparing(Verification.NodeCheck::address));
        return new Verification(nodes.size(), failed.size(), marks.marked(), marks.cleared(), failed);
    }

    /// What does not hold of one node's anchors, as sentences; none if all hold. Changes nothing.
    public List<String> failures(Node node) {
        var evidence = new Evidence(root, tree, Evidence.anchors(List.of(node)));
        return check(node, true, evidence).checks().stream()
                .filter(check -> !check.passed())
                .map(Verification.Check::detail)
                .toList();
    }

    private static Verification.NodeCheck check(Node node, boolean active, Evidence evidence) {
        var checks = node.meta().anchors().stream()
                .map(json -> AnchorCheck.of(Anchor.ofJson(json), evidence))
                .toList();
        int passed = (int) checks.stream().filter(Verification.Check::passed).count();
        return new Verification.NodeCheck(node.address().toString(), node.content(), active, passed, checks);
    }

    private List<Anchored> located(String path, List<Node> nodes) {
        var relative = root.relative(path);
        var evidence = new Evidence(root, tree, Stream.empty());
        var found = new ArrayList<Anchored>();
        for (var node : nodes) {
            var here = placed(node, evidence, anchor -> isIn(anchor, relative)).toList();
            if (here.isEmpty()) {
                here = placed(node, evidence, anchor -> name(anchor.path()).equals(name(relative)))
                        .toList();
            }
            var passages = here.stream()
                    .filter(anchored -> anchored.anchor() instanceof Anchor.Passage)
                    .toList();
            found.addAll(passages.isEmpty() ? here.subList(0, Math.min(1, here.size())) : passages);
        }
        found.sort((one, other) -> Integer.compare(one.line(), other.line()));
        return found;
    }

    private static String firstPath(Node node) {
        return node.meta().anchors().stream()
                .map(json -> Anchor.ofJson(json).path())
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Stream<Anchored> passages(Node node, Evidence evidence) {
        return placed(node, evidence, anchor -> anchor instanceof Anchor.Passage);
    }

    /// The wanted anchors of a node, passages with the place where they are now.
    private static Stream<Anchored> placed(Node node, Evidence evidence, Predicate<Anchor> wanted) {
        var anchors = node.meta().anchors();
        return IntStream.range(0, anchors.size()).boxed().flatMap(i -> {
            var anchor = Anchor.ofJson(anchors.get(i));
            return wanted.test(anchor) ? Stream.of(placed(node, i, anchor, evidence)) : Stream.empty();
        });
    }

    private static Anchored placed(Node node, int index, Anchor anchor, Evidence evidence) {
        if (anchor instanceof Anchor.Passage passage) {
            var place = AnchorCheck.place(passage, evidence);
            return new Anchored(node, index, passage, place.line(), place.state(), place.currentHash());
        }
        return new Anchored(node, index, anchor, 0, AnchorState.OK, "");
    }

    private boolean isIn(Anchor anchor, String relative) {
        return !anchor.path().isEmpty() && root.relative(anchor.path()).equals(relative);
    }

    private boolean isGone(String relative) {
        return !Files.exists(root.path().resolve(relative));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private record Marks(int marked, int cleared) {}

    /// Writes down what was seen, in one change, and only where it differs from what the node says.
    private Marks mark(List<Anchored> seen) {
        var changed = seen.stream()
                .filter(anchored -> !edited(anchorOf(anchored), anchored).equals(anchorOf(anchored)))
                .toList();
        if (changed.isEmpty()) {
            return new Marks(0, 0);
        }
        return store.write(change -> {
            var done = new HashSet<Address>();
            int marked = 0;
            for (var anchored : changed) {
                if (mark(change, anchored)) {
                    done.add(anchored.node().address());
                    marked += anchored.isStale() ? 1 : 0;
                }
            }
            return new Marks(marked, done.isEmpty() ? 0 : changed.size() - marked);
        });
    }

    /// Marks the node as it is now; if its anchor was replaced meanwhile, there is nothing to mark.
    private boolean mark(StoreChange change, Anchored anchored) {
        var node = change.node(anchored.node().address());
        if (node.isEmpty()) {
            return false;
        }
        var anchors = new ArrayList<>(node.get().meta().json().array("anchors").items());
        var before = node.get().meta().anchors();
        if (before.size() != anchors.size()
                || before.size() <= anchored.anchorIndex()
                || !before.get(anchored.anchorIndex()).equals(anchorOf(anchored))) {
            return false;
        }
        anchors.set(anchored.anchorIndex(), edited(before.get(anchored.anchorIndex()), anchored));
        change.put(node.get().editMeta(meta -> meta.with("anchors", new Json.Arr(anchors))));
        return true;
    }

    private static Json.Obj anchorOf(Anchored anchored) {
        return anchored.node().meta().anchors().get(anchored.anchorIndex());
    }

    private Json.Obj edited(Json.Obj anchor, Anchored anchored) {
        if (!anchored.isStale()) {
            return anchor.without(DRIFTED).without(DRIFT_HASH).without(DRIFT_DETECTED);
        }
        boolean known = anchor.isTrue(DRIFTED) && anchor.string(DRIFT_HASH, "").equals(anchored.currentHash());
        if (known) {
            return anchor;
        }
        var marked = anchored.currentHash().isEmpty()
                ? anchor.without(DRIFT_HASH)
                : anchor.with(DRIFT_HASH, anchored.currentHash());
        return marked.with(DRIFTED, true).with(DRIFT_DETECTED, clock.millis() / 1000.0);
    }
}
