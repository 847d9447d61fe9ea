package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.derive.Compression;
import dev.mnemo.project.derive.Supersession;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Corrects, confirms and summarises what is stored.
final class Revision {
    private static final Set<NodeType> KNOWLEDGE = Set.of(NodeType.LEAF, NodeType.SUPERSEDE, NodeType.COMPRESS);

    private final Desk desk;

    Revision(Desk desk) {
        this.desk = desk;
    }

    Revised update(String oldAddress, String newContent, String reason, String domain) {
        var content = desk.text("new content", newContent, Claims.CONTENT_CHARS_MAX);
        var why = desk.optionalText("reason", reason, Claims.REASON_CHARS_MAX);
        var wanted = desk.domain(domain);
        var located = desk.stores().locate(oldAddress);
        var notes = new ArrayList<String>();
        record Pair(Node before, Node after) {}
        var pair = located.store().write(change -> {
            var old = change.node(located.address()).orElseThrow();
            requireCorrectable(change, old);
            boolean sameDomain = wanted.isEmpty() || wanted.equals(old.meta().domain());
            if (old.content().equals(content.text()) && sameDomain) {
                throw new Refusal("The new text equals what " + old.address().brief()
                        + " says already; memory_reinforce confirms it.");
            }
            var made = Supersession.supersede(
                    change,
                    old,
                    new Supersession.Correction(content.text(), why.text(), wanted, Json.Obj.EMPTY),
                    desk.now());
            change.put(desk.withHit(made, old));
            if (!wanted.isEmpty()) {
                Desk.meantDomain(change, wanted)
                        .ifPresent(meant ->
                                notes.add("the domain '" + wanted + "' is new; did you mean '" + meant + "'?"));
            }
            return new Pair(old, made);
        });
        if (content.changed() || why.changed()) {
            notes.add(Desk.redactedNote(content.changed() ? content : why));
        }
        if (located.store() == desk.stores().project()) {
            desk.session().created(pair.after().address());
        }
        desk.emit(
                "update",
                pair.after().content(),
                List.of(pair.before(), pair.after()),
                pair.after().meta().domain(),
                Json.Obj.EMPTY
                        .with("reason", why.text())
                        .with("old_content", pair.before().content()));
        return new Revised(
                pair.before().address().toString(),
                pair.before().content(),
                pair.after().address().toString(),
                pair.after().meta().domain(),
                pair.after().content(),
                located.place().text(),
                pair.after().meta().chains(),
                notes);
    }

    private static void requireCorrectable(StoreChange change, Node old) {
        var standing = Standing.of(change, old);
        boolean withdrawn = standing.state() == Standing.State.WITHDRAWN;
        if (standing.state() != Standing.State.ACTIVE && !withdrawn) {
            throw standing.refusal(old);
        }
        if (!KNOWLEDGE.contains(old.type())) {
            throw new Refusal(old.address().brief() + " is a " + old.type()
                    + "; memory_pipeline and memory_vector define them anew under the same name.");
        }
    }

    Reinforced reinforce(String address) {
        var located = desk.stores().locate(address);
        record Confirmed(Node node, boolean doubted) {}
        var confirmed = located.store().write(change -> {
            var node = change.node(located.address()).orElseThrow();
            var standing = Standing.of(change, node);
            if (standing.state() != Standing.State.ACTIVE) {
                throw standing.refusal(node);
            }
            var fresh = desk.withHit(node, node)
                    .editMeta(meta -> meta.with("last_reinforced", desk.now())
                            .with("reinforcement_count", node.meta().reinforcementCount() + 1)
                            .without("potentially_stale"));
            change.put(fresh);
            return new Confirmed(fresh, node.meta().json().has("potentially_stale"));
        });
        var node = confirmed.node();
        int count = (int) node.meta().reinforcementCount();
        desk.emit(
                "reinforce",
                node.content(),
                List.of(node),
                node.meta().domain(),
                Json.Obj.EMPTY.with("reinforcement_count", count));
        return new Reinforced(
                node.address().toString(), node.meta().domain(), node.content(), count, confirmed.doubted());
    }

    Compressed compress(String summary, List<String> addresses, String domain) {
        var text = desk.text("summary", summary, Claims.CONTENT_CHARS_MAX);
        var wanted = desk.domain(domain);
        if (addresses.isEmpty() && wanted.isEmpty()) {
            throw new Refusal("Give the addresses of the nodes to compress, or a domain to compress as a whole.");
        }
        var located = addresses.stream().map(desk.stores()::locate).toList();
        var store =
                located.isEmpty() ? desk.stores().project() : located.getFirst().store();
        for (var one : located) {
            if (one.store() != store) {
                throw new Refusal("All nodes must lie in one store; "
                        + one.address().brief() + " lies in the " + one.place().text() + " store.");
            }
        }
        var chosen = located.stream().map(Stores.Located::address).distinct().toList();
        var done = store.write(change -> {
            var inputs = chosen.isEmpty() ? ofDomain(change, wanted) : active(change, chosen);
            return Compression.compress(change, inputs, text.text(), wanted, desk.now());
        });
        desk.emit(
                "compress",
                done.node().content(),
                List.of(done.node()),
                done.node().meta().domain(),
                Json.Obj.EMPTY.with("count", done.inputs()).with("coverage", done.coverage()));
        var notes = new ArrayList<String>();
        if (text.changed()) {
            notes.add(Desk.redactedNote(text));
        }
        return new Compressed(
                done.node().address().toString(),
                done.node().meta().domain(),
                done.node().content(),
                done.node().inputs(),
                done.coverage(),
                done.preserved(),
                notes);
    }

    /// The knowledge of a domain. Arcs, hand-overs and stored pipelines are not knowledge to be summarised away.
    private static List<Node> ofDomain(StoreChange change, String domain) {
        var nodes = change.activeNodes().stream()
                .filter(node -> node.meta().domain().equals(domain)
                        && KNOWLEDGE.contains(node.type())
                        && !node.meta().flag("arc")
                        && !node.meta().flag("handoff"))
                .toList();
        if (nodes.isEmpty()) {
            var domains = change.activeNodes().stream()
                    .map(node -> node.meta().domain())
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
            throw new Refusal("No active nodes are in the domain '" + domain + "'"
                    + (domains.isEmpty() ? "." : "; there are " + String.join(", ", domains) + "."));
        }
        return nodes;
    }

    private static List<Node> active(StoreChange change, List<Address> addresses) {
        var nodes = new ArrayList<Node>();
        for (var address : addresses) {
            var node = change.node(address).orElseThrow();
            var standing = Standing.of(change, node);
            if (standing.state() != Standing.State.ACTIVE) {
                throw standing.refusal(node);
            }
            nodes.add(node);
        }
        return nodes;
    }
}
