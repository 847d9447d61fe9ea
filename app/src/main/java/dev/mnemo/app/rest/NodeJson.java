package dev.mnemo.app.rest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Nodes as the pages and programs read them.
final class NodeJson {
    static final int PREVIEW_CHARS = 120;

    private static final int HIT_DIGITS = 1_000;
    private static final double SECONDS_PER_DAY = 86_400;

    private NodeJson() {}

    /// A node in a list.
    ///
    /// @param now epoch seconds
    static Json.Obj summary(Node node, double now) {
        var meta = node.meta();
        double age = Math.max(0, now - node.created());
        var json = Json.Obj.EMPTY
                .with("addr", node.address().toString())
                .with("type", node.type().name())
                .with("domain", meta.domain())
                .with("content", node.content())
                .with("content_preview", Plain.line(node.content(), PREVIEW_CHARS))
                .with("age_seconds", (long) age)
                .with("age_days", Math.floor(age / SECONDS_PER_DAY * 10) / 10)
                .with("age_human", human(age));
        json = json.with(
                "confidence",
                meta.confidence().isPresent() ? Json.of(meta.confidence().getAsDouble()) : Json.Null.NULL);
        var rate = meta.recallCount() == 0
                ? Json.Null.NULL
                : Json.of(
                        Math.round(meta.recallHits() * (double) HIT_DIGITS / meta.recallCount()) / (double) HIT_DIGITS);
        var coverage = meta.json().number("coverage_score", Double.NaN);
        return json.with("recall_count", meta.recallCount())
                .with("recall_hits", meta.recallHits())
                .with("recall_hit_rate", rate)
                .with("reinforcement_count", meta.reinforcementCount())
                .with("coverage_score", Double.isNaN(coverage) ? Json.Null.NULL : Json.of(coverage))
                .with("inputs", Json.strings(node.inputs()))
                .with("created", node.created())
                .with("meta", meta.json());
    }

    /// A node by itself: with what it was made from, what points at it, and how it stands.
    static Json.Obj whole(StoreView view, Node node, double now) {
        var inputs = new ArrayList<Json>();
        for (var input : node.inputs()) {
            Address.parse(input).flatMap(view::node).ifPresent(found -> inputs.add(brief(found)));
        }
        var successor =
                view.successor(node.address()).filter(other -> !other.address().equals(node.address()));
        return summary(node, now)
                .with("active", view.isActive(node.address()))
                .with(
                        "successor",
                        successor
                                .<Json>map(other -> Json.of(other.address().toString()))
                                .orElse(Json.Null.NULL))
                .with("preserved_values", node.meta().json().array("preserved_values"))
                .with("input_details", new Json.Arr(inputs))
                .with(
                        "links_in",
                        Json.array(view.linksTo(node.address()).stream()
                                .map(link -> Json.Obj.EMPTY
                                        .with("addr", link.source().toString())
                                        .with("rel", link.relation())
                                        .with(
                                                "content_preview",
                                                view.node(link.source())
                                                        .map(other -> Plain.line(other.content(), PREVIEW_CHARS))
                                                        .orElse("")))
                                .toList()));
    }

    private static Json.Obj brief(Node node) {
        return Json.Obj.EMPTY
                .with("addr", node.address().toString())
                .with("type", node.type().name())
                .with("content_preview", Plain.line(node.content(), PREVIEW_CHARS))
                .with("domain", node.meta().domain());
    }

    /// The active nodes and what ties them, for drawing.
    static Json.Obj graph(StoreView view, int nodesMax, Optional<String> domain) {
        var nodes = view.activeNodes().stream()
                .filter(node -> domain.isEmpty() || node.meta().domain().equals(domain.get()))
                .sorted((a, b) -> Double.compare(b.created(), a.created()))
                .limit(nodesMax)
                .toList();
        var shown = new LinkedHashMap<String, Node>();
        nodes.forEach(node -> shown.put(node.address().toString(), node));
        var links = new ArrayList<Json>();
        for (var node : nodes) {
            var own = node.address().toString();
            for (var input : node.inputs()) {
                if (shown.containsKey(input)) {
                    links.add(link(own, input, relationToInput(node)));
                }
            }
            for (var link : node.meta().links()) {
                if (shown.containsKey(link.target().toString())) {
                    links.add(link(own, link.target().toString(), link.relation()));
                }
            }
        }
        return Json.Obj.EMPTY
                .with("total", view.active().size())
                .with(
                        "nodes",
                        Json.array(nodes.stream()
                                .map(node -> Json.Obj.EMPTY
                                        .with("id", node.address().toString())
                                        .with("domain", node.meta().domain())
                                        .with("type", node.type().name())
                                        .with("label", Plain.line(node.content(), 60))
                                        .with("recall_count", node.meta().recallCount())
                                        .with("recall_hits", node.meta().recallHits())
                                        .with(
                                                "confidence",
                                                node.meta().confidence().isPresent()
                                                        ? Json.of(node.meta()
                                                                .confidence()
                                                                .getAsDouble())
                                                        : Json.Null.NULL)
                                        .with("created", node.created()))
                                .toList()))
                .with("links", new Json.Arr(links));
    }

    private static String relationToInput(Node node) {
        return switch (node.type().name()) {
            case "supersede" -> "supersedes";
            case "compress" -> "compresses";
            default -> "input_of";
        };
    }

    private static Json link(String source, String target, String relation) {
        return Json.Obj.EMPTY.with("source", source).with("target", target).with("rel", relation);
    }

    /// An age as people say it: `9m`, `3h`, `12d`.
    static String human(double seconds) {
        var age = Duration.ofSeconds((long) seconds);
        return age.toDays() > 0
                ? age.toDays() + "d"
                : age.toHours() > 0 ? age.toHours() + "h" : age.toMinutes() > 0 ? age.toMinutes() + "m" : "now";
    }
}
