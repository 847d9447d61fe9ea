package dev.mnemo.project.lookup;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Tells everything about one node.
final class Query {
    static final double DAY_SECONDS = 86_400;
    private static final int PRESERVED_MAX = 20;

    private Query() {}

    static Queried of(StoreView view, Node node, String place, double now) {
        var meta = node.meta();
        var standing = Standing.of(view, node);
        return new Queried(
                node.address().toString(),
                node.type().name(),
                place,
                standing.state().text(),
                standing.by().map(by -> by.address().toString()).orElse(""),
                standing.by().map(Node::content).orElse(""),
                meta.domain(),
                meta.confidence().orElse(-1),
                meta.priority(),
                meta.agentId(),
                meta.source(),
                days(now, node.created()),
                meta.ttlDays(),
                (int) meta.reinforcementCount(),
                meta.lastReinforced().isPresent()
                        ? days(now, meta.lastReinforced().getAsDouble())
                        : -1,
                (int) meta.recallCount(),
                meta.json().string("reason", ""),
                meta.json().number("coverage_score", -1),
                preserved(node),
                node.inputs(),
                links(view, node),
                linkedFrom(view, node),
                meta.anchors().stream().map(Query::anchor).toList(),
                meta.chains(),
                doubt(node),
                node.content());
    }

    static int days(double now, double then) {
        return (int) ((now - then) / DAY_SECONDS);
    }

    private static List<String> preserved(Node node) {
        return node.meta().json().array("preserved_values").objects().stream()
                .limit(PRESERVED_MAX)
                .map(value -> value.string("fragment", ""))
                .toList();
    }

    private static List<Queried.Tie> links(StoreView view, Node node) {
        return node.meta().links().stream()
                .map(link -> tie(view, link.relation(), link.target()))
                .toList();
    }

    private static List<Queried.Tie> linkedFrom(StoreView view, Node node) {
        var ties = new ArrayList<Queried.Tie>();
        for (var link : view.linksTo(node.address())) {
            boolean held = view.node(link.source())
                    .filter(source -> source.meta().links().contains(new Link(node.address(), link.relation())))
                    .isPresent();
            if (held) {
                ties.add(tie(view, link.relation(), link.source()));
            }
        }
        return ties;
    }

    private static Queried.Tie tie(StoreView view, String relation, Address other) {
        return new Queried.Tie(
                relation, other.toString(), view.node(other).map(Node::content).orElse("(missing)"));
    }

    /// Why a node may be stale: a code passage it describes has changed, or a node it depends on was corrected.
    static String doubt(Node node) {
        var reasons = new ArrayList<String>();
        if (node.meta().drifted()) {
            reasons.add("the code it is anchored to has changed");
        }
        var flag = node.meta().json().object("potentially_stale");
        if (!flag.members().isEmpty()) {
            reasons.add("flagged by " + cut(flag.string("flagged_by", "a rebase")) + ": "
                    + flag.array("reasons").strings().stream().collect(Collectors.joining("; ")));
        }
        return String.join("; ", reasons);
    }

    private static String cut(String address) {
        return address.length() > Address.DIGITS_SHOWN ? address.substring(0, Address.DIGITS_SHOWN) : address;
    }

    /// An anchor on one line.
    static String anchor(Json.Obj json) {
        return switch (Anchor.ofJson(json)) {
            case Anchor.InFile(var path) -> "file: " + path;
            case Anchor.Grep grep ->
                "grep: '" + grep.pattern() + "'" + (grep.path().isEmpty() ? "" : " in " + grep.path());
            case Anchor.Dependency(var name) -> "dependency: " + name;
            case Anchor.Passage passage ->
                "passage: " + passage.file() + (passage.lineHint() > 0 ? ":" + passage.lineHint() : "")
                        + (passage.scope().isEmpty() ? "" : " (" + passage.scope() + ")")
                        + (passage.drifted() ? " — drifted" : "");
            case Anchor.Unknown(var unknown) -> "unknown: " + unknown.compact();
        };
    }
}
