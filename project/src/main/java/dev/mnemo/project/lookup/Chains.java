package dev.mnemo.project.lookup;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.chain.ChainLookup;
import dev.mnemo.project.chain.ChainText;
import dev.mnemo.project.chain.Freshness;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Answers questions about chains of thought: which there are, what they say, who said what, in which order.
public final class Chains {
    /// The longest text of one chain or node, in characters.
    public static final int CAT_CHARS_MAX = 20_000;

    /// Lines around a place in a file that count as the place.
    public static final int LINES_AROUND = 10;

    private final Stores stores;
    private final Anchors anchors;
    private final EventLog events;
    private final InstantSource clock;

    /// @param stores where to look
    /// @param anchors knows which nodes speak of a file
    /// @param events learns what was asked
    /// @param clock what time it is
    public Chains(Stores stores, Anchors anchors, EventLog events, InstantSource clock) {
        this.stores = stores;
        this.anchors = anchors;
        this.events = events;
        this.clock = clock;
    }

    /// The chains of the project and of the session: plans first, then the ones that grew last.
    public ChainList list(ChainFilter filter) {
        var rows = new ArrayList<ChainList.Row>();
        if (!filter.scope().equals("session")) {
            rows.addAll(rows(stores.project(), "project", filter));
        }
        if (!filter.scope().equals("project")) {
            stores.existingDrafts().get().ifPresent(drafts -> rows.addAll(rows(drafts, "session", filter)));
        }
        rows.sort(Comparator.comparing((ChainList.Row row) -> !row.plan())
                .thenComparing(
                        Comparator.comparingDouble(ChainList.Row::lastExtended).reversed()));
        emit("chains", rows.size() + " chains");
        return new ChainList(rows.size(), rows.subList(0, Math.min(filter.limit(), rows.size())));
    }

    private List<ChainList.Row> rows(NodeStore store, String place, ChainFilter filter) {
        return store.read(view -> view.chains().entrySet().stream()
                .map(entry -> Chain.ofJson(entry.getKey(), entry.getValue()))
                .filter(filter::accepts)
                .map(chain -> new ChainList.Row(
                        chain.id(),
                        chain.planRoot(),
                        chain.domain(),
                        chain.status(),
                        chain.agentId(),
                        chain.members().size(),
                        Query.days(Moment.now(clock), chain.lastExtended()),
                        place,
                        chain.summary(),
                        chain.lastExtended(),
                        chain.planRoot() ? ChainText.team(chain) : "",
                        chain.planRoot() ? ChainText.target(chain) : "",
                        chain.planRoot() ? ChainText.friction(chain).size() : 0))
                .toList());
    }

    /// A chain with all its nodes, or a node with everything it was made from, as text.
    ///
    /// @param code whether the code that a node was written about comes too
    public Shown cat(String chainOrNode, boolean code) {
        var shown = isChain(chainOrNode) ? catChain(chainOrNode) : catNode(chainOrNode, code);
        emit("cat", shown.id());
        return shown;
    }

    static boolean isChain(String target) {
        return target.strip().startsWith("ch_");
    }

    private Shown catChain(String id) {
        return storeOf(id).read(view -> {
            var chain = ChainLookup.require(view, id);
            return new Shown(
                    chain.id(),
                    "chain",
                    chain.members().size(),
                    ChainText.render(chain, view, CAT_CHARS_MAX, Moment.now(clock)));
        });
    }

    /// The store that holds a chain: the project's, or the session's if only that one does.
    private NodeStore storeOf(String chainId) {
        var drafts = stores.existingDrafts().get();
        boolean inProject = stores.project()
                .read(view -> view.chains().keySet().stream().anyMatch(id -> id.startsWith(chainId.strip())));
        return inProject ? stores.project() : drafts.orElse(stores.project());
    }

    private Shown catNode(String address, boolean code) {
        var located = stores.locate(address);
        return located.store().read(view -> {
            var lineage = Lookup.ancestors(view, view.node(located.address()).orElseThrow());
            var first = lineage.getFirst();
            var out = new StringBuilder("── Node " + first.address().brief() + " [" + first.type() + "] + "
                    + (lineage.size() - 1) + " ancestor(s) ──");
            int shown = 0;
            for (var node : lineage) {
                if (out.length() >= CAT_CHARS_MAX) {
                    out.append("\n  ... (").append(lineage.size() - shown).append(" more nodes)");
                    break;
                }
                out.append("\n  ").append(line(node));
                if (code) {
                    node.meta()
                            .json()
                            .object("code_context")
                            .string("snapshot")
                            .ifPresent(snapshot -> out.append("\n    ")
                                    .append(Plain.text(snapshot).replace("\n", "\n    ")));
                }
                shown++;
            }
            return new Shown(first.address().toString(), "node", lineage.size(), out.toString());
        });
    }

    private String line(Node node) {
        var agent = node.meta().agentId();
        var domain = node.meta().domain();
        return (agent.isEmpty() ? "" : "[" + agent + "] ") + (domain.isEmpty() ? "" : "[" + domain + "] ")
                + Plain.text(node.content()).replace("\n", "\n  ") + " [" + Freshness.label(node, Moment.now(clock))
                + "]"
                + (node.meta().drifted() ? " ⚠ drifted" : "");
    }

    /// Who said what: of a chain, of a file or a place in it, of a summary, or of one node.
    ///
    /// @param line a line of the file, or 0 for all of it
    public Blamed blame(String target, int line) {
        Blamed blamed;
        if (isChain(target)) {
            blamed = blameChain(target);
        } else if (Stores.bare(target).matches("[0-9a-f]{4,12}")) {
            blamed = blameNode(target);
        } else {
            int end = line > 0 ? line : 0;
            blamed = new Blamed("file", target.strip(), "", "", at(target, line, end, ""));
        }
        emit("blame", blamed.target());
        return blamed;
    }

    private Blamed blameChain(String id) {
        return storeOf(id).read(view -> {
            var chain = ChainLookup.require(view, id);
            var entries = chain.members().stream()
                    .flatMap(address -> view.node(address).stream())
                    .map(node -> entry(view, node, files(node)))
                    .toList();
            return new Blamed("chain", chain.id(), chain.domain(), chain.status(), entries);
        });
    }

    private Blamed blameNode(String address) {
        var located = stores.locate(address);
        return located.store().read(view -> {
            var node = view.node(located.address()).orElseThrow();
            var entries = new ArrayList<>(List.of(entry(view, node, files(node))));
            node.inputs().stream()
                    .flatMap(input -> Address.parse(input).flatMap(view::node).stream())
                    .forEach(input -> entries.add(entry(view, input, files(input))));
            return new Blamed(
                    "node",
                    node.address().toString(),
                    node.meta().domain(),
                    node.type().name(),
                    entries);
        });
    }

    private static String files(Node node) {
        return node.meta().anchors().stream()
                .map(anchor -> dev.mnemo.project.anchor.Anchor.ofJson(anchor).path())
                .filter(path -> !path.isEmpty())
                .distinct()
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /// The nodes that speak of a file or a part of it, in the order of their lines.
    ///
    /// @param startLine the first line, or 0 for all of it
    /// @param endLine the last line, or 0 for the first
    /// @param agent only what this one claimed; empty for everybody
    public Blamed spatial(String file, int startLine, int endLine, String agent) {
        if (startLine < 0 || endLine < 0 || (endLine > 0 && endLine < startLine)) {
            throw new Refusal("The lines must be 0 or more, and the last not before the first; given " + startLine
                    + " to " + endLine + ".");
        }
        var place = startLine == 0 ? "" : startLine + (endLine > startLine ? "-" + endLine : "");
        var found =
                new Blamed("file", file.strip(), "", place, at(file, startLine, Math.max(startLine, endLine), agent));
        emit("spatial", found.target());
        return found;
    }

    private List<Blamed.Entry> at(String file, int start, int end, String agent) {
        var found = anchors.forFile(file);
        return stores.project()
                .read(view -> found.stream()
                        .filter(anchored -> start == 0 || isNear(anchored, start, end))
                        .filter(anchored -> agent.isBlank()
                                || anchored.node().meta().agentId().equals(agent.strip()))
                        .map(anchored -> entry(view, anchored.node(), place(anchored)))
                        .toList());
    }

    private static boolean isNear(Anchored anchored, int start, int end) {
        return anchored.line() == 0
                || (anchored.line() >= start - LINES_AROUND && anchored.line() <= end + LINES_AROUND);
    }

    private static String place(Anchored anchored) {
        var path = anchored.anchor().path();
        return path + (anchored.line() > 0 ? ":" + anchored.line() : "") + (anchored.isStale() ? " (changed)" : "");
    }

    private static Blamed.Entry entry(StoreView view, Node node, String place) {
        return new Blamed.Entry(
                node.address().toString(),
                node.type().name(),
                node.meta().agentId(),
                node.created(),
                node.meta().domain(),
                node.meta().confidence().orElse(-1),
                Standing.of(view, node).state().text(),
                node.meta().chains(),
                place,
                node.content());
    }

    /// What was stored, newest first.
    public Logged log(LogFilter filter) {
        var logged = stores.project().read(view -> {
            var nodes = new ArrayList<Node>();
            for (var node : view.nodes()) {
                if (!node.type().equals(NodeType.TOMBSTONE) && filter.accepts(node)) {
                    nodes.add(node);
                }
            }
            nodes.sort(Comparator.comparingDouble(Node::created).reversed());
            var shown = nodes.subList(0, Math.min(filter.limit(), nodes.size()));
            return new Logged(
                    nodes.size(),
                    filter.byChains(),
                    shown.stream().map(node -> logged(view, node)).toList());
        });
        emit("log", logged.total() + " entries");
        return logged;
    }

    private static Logged.Entry logged(StoreView view, Node node) {
        var chains = node.meta().chains();
        var chain = view.chains().entrySet().stream()
                .filter(entry -> chains.contains(entry.getKey()))
                .findFirst();
        return new Logged.Entry(
                node.address().toString(),
                node.created(),
                node.meta().agentId(),
                node.meta().domain(),
                node.type().name(),
                Standing.of(view, node).state().text(),
                chain.map(entry -> entry.getKey()).orElse(""),
                chain.map(entry -> entry.getValue().string("summary", "")).orElse(""),
                node.content());
    }

    private void emit(String event, String summary) {
        events.emit(new Event(Event.Layer.CONSCIOUS, event, summary, List.of(), "", Json.Obj.EMPTY));
    }
}
