package dev.mnemo.project.code;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.derive.Supersession;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/// Brings the claims about one file in line with what the file says now. A claim is recognised by its text, else by its
/// heading, else by its name, never by its place: what did not change keeps its node, its links and its counters. What
/// an agent or a person corrected, summarised or forgot stays so.
final class Reconciliation {
    /// Why a scan corrects a claim; tells its own corrections from those of people.
    static final String UPDATED = "scan: file updated";

    private final StoreChange change;
    private final String source;
    private final double now;
    private int created;
    private int updated;
    private int kept;
    private int withdrawn;
    private int respected;

    /// @param source what made the claims: `scan` or `map`
    Reconciliation(StoreChange change, String source, double now) {
        this.change = change;
        this.source = source;
        this.now = now;
    }

    int created() {
        return created;
    }

    int updated() {
        return updated;
    }

    int kept() {
        return kept;
    }

    int withdrawn() {
        return withdrawn;
    }

    int respected() {
        return respected;
    }

    /// Brings the claims of one file in line.
    ///
    /// @param path the file, relative to the project
    /// @param before the path under which the old claims were made; differs after a move
    /// @param known the claims it had
    /// @param findings what it says now
    /// @return the claims it has now
    List<Address> apply(String path, String before, List<Address> known, List<Finding> findings) {
        var old = earlier(before, known, Set.of(source));
        var addresses = new LinkedHashSet<Address>();
        var open = new ArrayList<>(findings);
        for (var same : SAMENESS) {
            for (var finding : List.copyOf(open)) {
                var match = old.stream()
                        .filter(node -> same.test(new Earlier(node, before), finding))
                        .findFirst();
                if (match.isPresent()) {
                    old.remove(match.get());
                    open.remove(finding);
                    addresses.add(follow(match.get(), finding, before, path));
                }
            }
        }
        open.forEach(finding -> addresses.add(fresh(finding, path)));
        old.stream().filter(node -> !addresses.contains(node.address())).forEach(node -> withdraw(node, before));
        return List.copyOf(addresses);
    }

    private record Earlier(Node node, String path) {
        String section() {
            return Finding.sectionOf(node.content(), path);
        }
    }

    private static final List<BiPredicate<Earlier, Finding>> SAMENESS = List.of(
            (earlier, finding) -> earlier.node().content().equals(finding.text()),
            (earlier, finding) -> earlier.section().equals(finding.section()),
            (earlier, finding) -> Finding.nameOf(earlier.section()).equals(finding.name()));

    /// The claims made about the file before: those the index names, and those that are tied to it in case the
    /// index was lost. What people worded is not among them.
    private List<Node> earlier(String path, List<Address> known, Set<String> sources) {
        var addresses = new LinkedHashSet<>(known);
        change.anchorsByFile().getOrDefault(path, List.of()).forEach(anchored -> addresses.add(anchored.address()));
        var nodes = new ArrayList<Node>();
        for (var address : addresses) {
            change.node(address).filter(node -> isOwn(node, sources)).ifPresent(nodes::add);
        }
        return nodes;
    }

    private static boolean isOwn(Node node, Set<String> sources) {
        if (node.type().equals(NodeType.TOMBSTONE)) {
            return false;
        }
        boolean worded = node.type().equals(NodeType.LEAF)
                || node.meta().json().string("reason", "").startsWith(UPDATED);
        return worded && sources.contains(node.meta().source());
    }

    private Address follow(Node old, Finding finding, String before, String path) {
        boolean sameText = old.content().equals(finding.text());
        if (sameText && change.isActive(old.address())) {
            kept++;
            tie(old, finding, before);
            return old.address();
        }
        if (sameText) {
            respected++;
            return old.address();
        }
        if (!change.isActive(old.address())) {
            return fresh(finding, path);
        }
        var overrides = meta(finding).with("anchors", anchors(old, finding, before));
        var correction = new Supersession.Correction(finding.text(), UPDATED, "", overrides);
        updated++;
        return Supersession.supersede(change, old, correction, now).address();
    }

    private Address fresh(Finding finding, String path) {
        var address = Address.of(NodeType.LEAF, finding.text(), List.of());
        var existing = change.node(address);
        if (existing.isEmpty()) {
            var anchors = new Json.Arr(List.of(finding.anchor()));
            change.put(Node.of(
                    NodeType.LEAF, finding.text(), List.of(), now, meta(finding).with("anchors", anchors)));
            change.activate(address);
            created++;
        } else if (change.isActive(address)) {
            kept++;
            tie(existing.get(), finding, path);
        } else if (existing.get().type().equals(NodeType.TOMBSTONE)
                || change.successor(address).isPresent()) {
            respected++;
        } else {
            tie(existing.get(), finding, path);
            change.activate(address);
            created++;
        }
        return address;
    }

    private Json.Obj meta(Finding finding) {
        return with(
                Json.Obj.EMPTY
                        .with("domain", finding.domain())
                        .with("source", source)
                        .with("confidence", finding.confidence()),
                finding.extra());
    }

    private static Json.Obj with(Json.Obj meta, Json.Obj extra) {
        var all = meta;
        for (var entry : extra.members().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /// Ties a claim to where the code is now.
    private void tie(Node node, Finding finding, String before) {
        var meta = with(node.meta().json().with("anchors", anchors(node, finding, before)), finding.extra());
        if (!meta.equals(node.meta().json())) {
            change.put(node.withMeta(meta));
        }
    }

    private static Json.Arr anchors(Node node, Finding finding, String before) {
        var path = pathOf(finding.anchor());
        var anchors = new ArrayList<Json>();
        for (var anchor : node.meta().json().array("anchors").items()) {
            if (!isTo(anchor, path) && !isTo(anchor, before)) {
                anchors.add(anchor);
            }
        }
        anchors.addFirst(finding.anchor());
        return new Json.Arr(anchors);
    }

    /// Takes away a claim the file no longer makes, unless another file makes it too.
    void withdraw(Node node, String path) {
        var anchors = node.meta().json().array("anchors").items().stream()
                .filter(anchor -> !isTo(anchor, path))
                .toList();
        if (!change.isActive(node.address())) {
            return;
        }
        if (anchors.isEmpty()) {
            change.deactivate(node.address());
            withdrawn++;
        } else {
            change.put(node.editMeta(meta -> meta.with("anchors", new Json.Arr(anchors))));
        }
    }

    /// Takes away every claim of this source about a file that is gone.
    void withdrawAll(String path, List<Address> known) {
        earlier(path, known, Set.of(source)).forEach(node -> withdraw(node, path));
    }

    private static boolean isTo(Json anchor, String path) {
        return anchor instanceof Json.Obj object && pathOf(object).equals(path);
    }

    private static String pathOf(Json.Obj anchor) {
        return switch (anchor.string("type", "")) {
            case "content_hash" -> anchor.string("file", "");
            case "file" -> anchor.string("path", "");
            default -> "";
        };
    }
}
