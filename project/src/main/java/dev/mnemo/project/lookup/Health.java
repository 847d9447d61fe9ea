package dev.mnemo.project.lookup;

import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.recall.ActiveText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Looks at the stores as a whole.
final class Health {
    /// Nodes of a domain above which summing some of them up is worth a thought. Summaries hide detail, so small
    /// domains are left alone.
    static final int DOMAIN_LARGE = 25;

    /// Where claims come from that a scan keeps in step with the code: summing them up would hide what the code says.
    private static final Set<String> READ_FROM_CODE = Set.of("scan", "map");

    private static final double CONFIDENCE_LOW = 0.4;
    private static final double CONFIDENCE_UNSAID = 0.5;
    private static final double DECAY_PER_DAY = 0.02;
    private static final double DECAY_MIN = 0.3;

    private final Stores stores;
    private final Redundancy redundancy;
    private final double now;

    Health(Stores stores, Redundancy redundancy, double now) {
        this.stores = stores;
        this.redundancy = redundancy;
        this.now = now;
    }

    StoreStatus status() {
        var project = stores.project();
        redundancy.load(project);
        var status = status(project);
        redundancy.save(project);
        return status;
    }

    private StoreStatus status(NodeStore project) {
        return project.read(view -> {
            var chains = view.chains().entrySet().stream()
                    .map(entry -> Chain.ofJson(entry.getKey(), entry.getValue()))
                    .toList();
            var store = store(project, view);
            return new StoreStatus(
                    store,
                    ActiveText.of(view, now).length(),
                    notes(view, store),
                    (int) chains.stream().filter(Chain::isActive).count(),
                    (int) chains.stream()
                            .filter(chain -> chain.status().equals(Chain.STASHED))
                            .count(),
                    chains.size(),
                    stores.global().read(global -> store(stores.global(), global)));
        });
    }

    private static StoreStatus.Store store(NodeStore store, StoreView view) {
        var domains = new TreeMap<String, Integer>();
        for (var node : view.activeNodes()) {
            domains.merge(domain(node), 1, Integer::sum);
        }
        var roots = view.roots();
        return new StoreStatus.Store(
                store.directory().toString(),
                view.active().size(),
                view.nodes().size(),
                roots.isEmpty() ? "" : roots.getLast().toString(),
                roots.size(),
                domains.entrySet().stream()
                        .map(entry -> new StoreStatus.DomainCount(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /// How many active nodes of each domain people and agents said.
    private static Map<String, Integer> said(StoreView view) {
        var domains = new TreeMap<String, Integer>();
        for (var node : view.activeNodes()) {
            if (!READ_FROM_CODE.contains(node.meta().source())) {
                domains.merge(domain(node), 1, Integer::sum);
            }
        }
        return domains;
    }

    private static String domain(Node node) {
        var domain = node.meta().domain();
        return domain.isEmpty() ? "uncategorized" : domain;
    }

    private List<String> notes(StoreView view, StoreStatus.Store store) {
        var notes = new ArrayList<String>();
        said(view).forEach((domain, nodes) -> {
            if (nodes >= DOMAIN_LARGE) {
                notes.add(domain + " has " + nodes + " nodes that were said — consider compressing some");
            }
        });
        int redundant = redundancy.pairs(view);
        if (redundant > 0) {
            notes.add(redundant + " redundant pair(s) — memory_prune_candidates lists them");
        }
        int drifted = 0;
        int doubted = 0;
        int weak = 0;
        for (var node : view.activeNodes()) {
            drifted += node.meta().drifted() ? 1 : 0;
            doubted += node.meta().json().has("potentially_stale") ? 1 : 0;
            weak += strength(node) < CONFIDENCE_LOW ? 1 : 0;
        }
        if (drifted > 0) {
            notes.add(drifted + " node(s) with drifted anchors — run memory_verify");
        }
        if (doubted > 0) {
            notes.add(doubted + " node(s) flagged as possibly stale — update or reinforce them");
        }
        if (weak > 0) {
            notes.add(weak + " node(s) confidence below " + CONFIDENCE_LOW + " — consider reinforcing or updating");
        }
        var dangling = store.activeNodes()
                - (int) view.active().stream()
                        .map(view::node)
                        .filter(Optional::isPresent)
                        .count();
        if (dangling > 0) {
            notes.add(dangling + " active " + (dangling == 1 ? "address has" : "addresses have")
                    + " no node — run mnemo fsck");
        }
        return notes;
    }

    /// Confidence as recall weighs it: it fades with the days since the node was made or last confirmed.
    private double strength(Node node) {
        double days = (now - node.meta().lastReinforced().orElse(node.created())) / Query.DAY_SECONDS;
        return node.meta().confidence().orElse(CONFIDENCE_UNSAID) * Math.max(DECAY_MIN, 1 - DECAY_PER_DAY * days);
    }
}
