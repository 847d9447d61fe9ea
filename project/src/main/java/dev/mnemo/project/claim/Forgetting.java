package dev.mnemo.project.claim;

import dev.mnemo.kernel.event.LogEraser;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Quotation;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Removes what a node says for good: from the store, from what sessions kept of it, from the event logs and from the
/// letters that one session left for the next. The copies go first, so that a failure on the way leaves a node that can
/// be forgotten again.
final class Forgetting {
    /// Characters of a piece that makes another node one that says the same.
    private static final int QUOTED_CHARS = 24;

    private final Desk desk;

    Forgetting(Desk desk) {
        this.desk = desk;
    }

    Forgotten forget(String address, String reason) {
        var why = desk.optionalText("reason", reason, Claims.REASON_CHARS_MAX);
        if (Stores.bare(address).length() < Address.DIGITS_SHOWN) {
            throw new Refusal("Forgetting cannot be undone: give at least " + Address.DIGITS_SHOWN
                    + " digits of the address, as memory_query shows them.");
        }
        var located = desk.stores().locate(address);
        var node = located.store().read(view -> known(view, located.address()));
        var tombstone = Json.Obj.EMPTY
                .with("forgotten", true)
                .with("forgotten_at", desk.now())
                .with("reason", why.text());
        desk.sessionStore().forget(node.address(), tombstone, located.store());
        eraseEvents(located, node);
        var kept = located.store().write(change -> forget(change, known(change, node.address()), tombstone));
        eraseEvents(located, node); // what was logged while the node was still there
        desk.emit(
                "forget",
                "forgot " + node.address().brief(),
                List.of(node),
                node.meta().domain(),
                Json.Obj.EMPTY.with("reason", why.text()));
        return new Forgotten(node.address().toString(), located.place().text(), kept);
    }

    private static Node known(StoreView view, Address address) {
        var node = view.node(address).orElseThrow();
        if (node.isTombstone()) {
            throw Standing.of(view, node).refusal(node);
        }
        return node;
    }

    private void eraseEvents(Stores.Located located, Node node) {
        var folders = new LinkedHashSet<>(
                List.of(desk.stores().project().directory(), located.store().directory()));
        for (var folder : folders) {
            new LogEraser(folder.resolve("logs")).erase(node.address().toString(), node.content());
        }
    }

    private static List<String> forget(StoreChange change, Node node, Json.Obj tombstone) {
        ChainEdits.remove(change, node.address());
        change.forget(node.address(), tombstone);
        var relatives = relatives(change, node);
        var quotation = new Quotation(node.content(), QUOTED_CHARS);
        for (var other : change.nodes()) {
            var said = other.meta().lacks("reason") ? "" : other.meta().json().string("reason", "");
            if (quotation.isIn(said)) {
                change.put(other.editMeta(meta -> meta.with("reason", "")));
            }
            if (quotation.isIn(other.content())) {
                if (other.meta().flag("handoff")) {
                    rewrite(change, other, quotation, tombstone);
                } else {
                    relatives.add(other.address().toString());
                }
            }
        }
        return List.copyOf(relatives);
    }

    /// Leaves out of a letter between sessions the lines that quote a text.
    private static void rewrite(StoreChange change, Node letter, Quotation quotation, Json.Obj tombstone) {
        var kept = new ArrayList<String>();
        letter.content().lines().filter(line -> !quotation.isIn(line)).forEach(kept::add);
        var shorter = Node.of(
                letter.type(),
                String.join("\n", kept),
                letter.inputs(),
                letter.created(),
                letter.meta().json());
        boolean active = change.isActive(letter.address());
        change.forget(letter.address(), tombstone);
        change.put(shorter);
        if (active) {
            change.activate(shorter.address());
        }
    }

    /// The earlier and later wordings that may say the same thing still.
    private static Set<String> relatives(StoreView view, Node node) {
        var kept = new LinkedHashSet<String>();
        node.inputs().stream()
                .flatMap(input -> Address.parse(input).flatMap(view::node).stream())
                .filter(input -> !input.isTombstone())
                .forEach(input -> kept.add(input.address().toString()));
        view.descendants(node.address()).forEach(made -> kept.add(made.address().toString()));
        return kept;
    }
}
