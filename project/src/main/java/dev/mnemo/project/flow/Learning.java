package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Relation;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a chain teaches about finding its knowledge again: how its first nodes came up, whether links or several
/// domains were involved, and whether it ended in a summary.
///
/// @param chainId the chain
/// @param summary what it is about
/// @param head its newest node
/// @param steps the steps
record Learning(String chainId, String summary, Address head, List<Json.Obj> steps) {
    private static final int ENDS = 3;
    private static final int RECALLED = 10;
    private static final int LABEL_CHARS = 40;
    private static final int DESCRIPTION_CHARS = 80;
    private static final int ID_CHARS = 8;

    /// Reads a chain.
    ///
    /// @param id its id, or the beginning of one
    /// @throws Refusal if there is no such chain, or it has fewer than two nodes
    static Learning of(StoreView view, String id) {
        var chain = find(view, id.strip());
        var nodes = chain.map(found -> members(view, found.getValue())).orElse(List.of());
        if (chain.isEmpty() || nodes.size() < 2) {
            throw new Refusal("Chain '" + id + "' not found or too short to extract a pattern.");
        }
        var summary = Plain.line(chain.get().getValue().string("summary", ""));
        return new Learning(chain.get().getKey(), summary, nodes.getLast().address(), steps(nodes, summary));
    }

    private static Optional<Map.Entry<String, Json.Obj>> find(StoreView view, String id) {
        var found = view.chains().entrySet().stream()
                .filter(entry -> entry.getKey().equals(id)
                        || (id.length() > 3 && entry.getKey().startsWith(id)))
                .toList();
        if (found.size() > 1) {
            throw new Refusal("'" + id + "' begins " + found.size() + " chains; give more of the id.");
        }
        return found.stream().findFirst();
    }

    private static List<Node> members(StoreView view, Json.Obj chain) {
        return chain.array("members").strings().stream()
                .flatMap(text -> Address.parse(text).stream())
                .flatMap(address -> view.node(address).stream())
                .toList();
    }

    private static List<Json.Obj> steps(List<Node> nodes, String summary) {
        var steps = new ArrayList<Json.Obj>();
        steps.add(beginning(nodes.subList(0, Math.min(ENDS, nodes.size()))));
        var domains = new TreeMap<String, Integer>();
        nodes.forEach(node -> domains.merge(node.meta().domain(), 1, Integer::sum));
        boolean linked = nodes.stream().anyMatch(node -> !node.meta().links().isEmpty());
        if (linked || domains.size() > 1) {
            steps.add(Json.Obj.EMPTY.with("op", "traverse").with("depth", 1));
        }
        if (domains.size() > 1) {
            domains.entrySet().stream()
                    .filter(domain -> domain.getValue() * 2 > nodes.size()
                            && !domain.getKey().isEmpty())
                    .findFirst()
                    .ifPresent(domain ->
                            steps.add(Json.Obj.EMPTY.with("op", "filter").with("domain", domain.getKey())));
        }
        steps.add(Json.Obj.EMPTY.with("op", "dedupe"));
        var last = nodes.subList(Math.max(0, nodes.size() - ENDS), nodes.size());
        if (last.stream().anyMatch(node -> node.type().equals(NodeType.COMPRESS))) {
            steps.add(Json.Obj.EMPTY
                    .with("op", "compress")
                    .with("label", "learned: " + Plain.line(summary, LABEL_CHARS)));
        }
        return steps;
    }

    private static Json.Obj beginning(List<Node> first) {
        boolean recalled = first.stream()
                .anyMatch(node ->
                        node.meta().recallCount() > 0 || node.meta().source().equals("subconscious"));
        var file = first.stream()
                .flatMap(node -> node.meta().anchors().stream())
                .filter(anchor -> anchor.string("type", "").equals("content_hash"))
                .flatMap(anchor -> anchor.string("file").stream())
                .findFirst();
        return !recalled && file.isPresent()
                ? Json.Obj.EMPTY.with("op", "spatial").with("file", file.get())
                : Json.Obj.EMPTY.with("op", "recall").with("query", "{input}").with("max_nodes", RECALLED);
    }

    /// The name of the pipeline unless another is wanted.
    String name() {
        return "learned-" + chainId.substring(0, Math.min(ID_CHARS, chainId.length()));
    }

    /// Where the pipeline comes from.
    String description() {
        return "Learned from chain " + chainId.substring(0, Math.min(ID_CHARS, chainId.length())) + ": "
                + Plain.line(summary, DESCRIPTION_CHARS);
    }

    /// Says on the chain's head that it enables the pipeline, once; links to earlier versions of it go.
    void linkHead(NodeStore store, String pipeline) {
        var target = Address.parse(pipeline).orElseThrow();
        store.write(change -> {
            var node = change.node(head).orElseThrow();
            var link = new Link(target, Relation.ENABLES.text());
            if (node.meta().links().contains(link)) {
                return node;
            }
            var links = new ArrayList<Json>();
            for (var known : node.meta().json().array("links").objects()) {
                boolean replaced = known.string("rel", "").equals(link.relation())
                        && isVersion(change, known.string("addr", ""), target);
                if (!replaced) {
                    links.add(known);
                }
            }
            links.add(Json.Obj.EMPTY.with("addr", pipeline).with("rel", link.relation()));
            var linked = node.editMeta(meta -> meta.with("links", new Json.Arr(links)));
            change.put(linked);
            return linked;
        });
    }

    /// Whether an address names a version of the pipeline at another.
    private static boolean isVersion(StoreView view, String address, Address pipeline) {
        var name = view.node(pipeline).map(Learning::definedName).orElse("");
        return Address.parse(address)
                .flatMap(view::node)
                .filter(node -> !name.isEmpty() && definedName(node).equals(name))
                .isPresent();
    }

    private static String definedName(Node node) {
        return node.meta().json().object(Definitions.PIPELINE).string("name", "");
    }
}
