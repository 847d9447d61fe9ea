package dev.mnemo.project.derive;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Replaces nodes by one summary. The summary keeps what they were tied to: the highest priority, their links,
/// chains and anchors, their mean confidence, and every clause with a number word for word.
public final class Compression {
    /// Below this coverage a summary loses so much that its maker should be told.
    public static final double COVERAGE_LOW = 0.6;

    private static final Pattern PRESERVED_WORD = Pattern.compile("[a-z_]{3,}");
    private static final Set<String> DRIFT_KEYS = Set.of("drifted", "drift_hash", "drift_detected");

    private Compression() {}

    /// What a compression did.
    ///
    /// @param node the summary
    /// @param inputs how many nodes it stands for
    /// @param coverage the share of their words that it keeps, 0..1, rounded to thousandths
    /// @param preserved clauses kept word for word
    public record Compressed(Node node, int inputs, double coverage, List<String> preserved) {}

    /// Stores a summary, activates it and deactivates what it stands for.
    ///
    /// @param inputs the nodes, at least one, each once
    /// @param domain its domain; empty for the commonest among the inputs
    /// @param now epoch seconds
    public static Compressed compress(
            StoreChange change, List<Node> inputs, String summary, String domain, double now) {
        var compressed = summarise(change, inputs, summary, domain, now);
        var addresses = inputs.stream().map(Node::address).toList();
        addresses.forEach(change::deactivate);
        ChainEdits.replace(change, new HashSet<>(addresses), compressed.node().address(), now);
        return compressed;
    }

    /// Stores a summary and activates it; what it stands for stays as it is.
    ///
    /// @param inputs the nodes, at least one, each once
    /// @param domain its domain; empty for the commonest among the inputs
    /// @param now epoch seconds
    public static Compressed summarise(
            StoreChange change, List<Node> inputs, String summary, String domain, double now) {
        var preserved = new ArrayList<Json.Obj>();
        for (var input : inputs) {
            for (var fragment : Fragments.of(input.content())) {
                preserved.add(Json.Obj.EMPTY
                        .with("fragment", fragment)
                        .with("source", input.address().toString()));
            }
        }
        var fragments =
                preserved.stream().map(value -> value.string("fragment", "")).toList();
        double coverage = coverage(inputs, summary, fragments);
        var node = Node.of(
                NodeType.COMPRESS,
                summary,
                inputs.stream().map(input -> input.address().toString()).toList(),
                now,
                meta(inputs, domain, preserved, coverage));
        change.put(Supersession.known(change, node));
        change.activate(node.address());
        return new Compressed(change.node(node.address()).orElseThrow(), inputs.size(), coverage, fragments);
    }

    private static double coverage(List<Node> inputs, String summary, List<String> fragments) {
        var words = fragments.stream()
                .flatMap(fragment -> PRESERVED_WORD
                        .matcher(fragment.toLowerCase(Locale.ROOT))
                        .results()
                        .map(found -> found.group()))
                .collect(Collectors.toSet());
        double exact = Coverage.of(inputs.stream().map(Node::content).toList(), summary, words);
        return Math.rint(exact * 1_000) / 1_000;
    }

    private static Json.Obj meta(List<Node> inputs, String domain, List<Json.Obj> preserved, double coverage) {
        var meta = Json.Obj.EMPTY
                .with("domain", domain.isEmpty() ? commonestDomain(inputs) : domain)
                .with("model", "")
                .with("input_count", inputs.size());
        if (!preserved.isEmpty()) {
            meta = meta.with("preserved_values", Json.array(preserved));
        }
        meta = meta.with("coverage_score", coverage);
        var confidence = inputs.stream()
                .flatMapToDouble(node -> node.meta().confidence().stream())
                .average();
        if (confidence.isPresent()) {
            meta = meta.with("confidence", Math.rint(confidence.getAsDouble() * 100) / 100);
        }
        double priority = inputs.stream()
                .mapToDouble(node -> node.meta().priority())
                .max()
                .orElse(0);
        meta = priority > 0 ? meta.with("priority", priority) : meta;
        var anchors = anchors(inputs);
        meta = anchors.isEmpty() ? meta : meta.with("anchors", Json.array(anchors));
        var links = links(inputs);
        return links.isEmpty() ? meta : meta.with("links", Json.array(links));
    }

    /// The domain that most nodes have; the first in the alphabet of several; empty if none has any.
    private static String commonestDomain(List<Node> inputs) {
        var counts = new TreeMap<String, Integer>();
        inputs.stream()
                .map(node -> node.meta().domain())
                .filter(domain -> !domain.isEmpty())
                .forEach(domain -> counts.merge(domain, 1, Integer::sum));
        var best = "";
        for (var entry : counts.entrySet()) {
            if (best.isEmpty() || entry.getValue() > counts.getOrDefault(best, 0)) {
                best = entry.getKey();
            }
        }
        return best;
    }

    /// The anchors of all, each once; two that differ only in whether drift was found are one.
    private static List<Json.Obj> anchors(List<Node> inputs) {
        var seen = new HashSet<Json.Obj>();
        return inputs.stream()
                .flatMap(node -> node.meta().anchors().stream())
                .filter(anchor -> seen.add(withoutDrift(anchor)))
                .toList();
    }

    /// An anchor as it was claimed, without what was found out about it since.
    public static Json.Obj withoutDrift(Json.Obj anchor) {
        var claimed = anchor;
        for (var key : DRIFT_KEYS) {
            claimed = claimed.without(key);
        }
        return claimed;
    }

    private static List<Json.Obj> links(List<Node> inputs) {
        var own = inputs.stream().map(Node::address).collect(Collectors.toSet());
        var links = new LinkedHashSet<Link>();
        inputs.forEach(node -> links.addAll(node.meta().links()));
        return links.stream()
                .filter(link -> !own.contains(link.target()))
                .map(link ->
                        Json.Obj.EMPTY.with("addr", link.target().toString()).with("rel", link.relation()))
                .toList();
    }
}
