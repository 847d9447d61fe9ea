package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.claim.Adoption.State;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes over what other memories knew. The same text is the same claim, so that taking over again adds nothing; what
/// was corrected or forgotten here does not come back.
final class Adopting {
    private final Desk desk;

    Adopting(Desk desk) {
        this.desk = desk;
    }

    /// Either a node to store or why there is none.
    private record Ready(List<Node> node, String refusal) {}

    List<Adoption> adopt(List<Adopted> known, String source, boolean dryRun) {
        if (known.size() > Claims.BATCH_MAX) {
            throw new Refusal("At most " + Claims.BATCH_MAX + " claims can be taken over at once.");
        }
        var ready = known.stream().map(this::ready).toList();
        if (dryRun) {
            return desk.stores().project().read(view -> judge(view, ready, new HashSet<>()));
        }
        var done = desk.stores().project().write(change -> {
            var outcomes = judge(change, ready, new HashSet<>());
            for (int at = 0; at < outcomes.size(); at++) {
                if (outcomes.get(at).state() == State.NEW) {
                    var node = ready.get(at).node().getFirst();
                    change.put(node);
                    change.activate(node.address());
                }
            }
            return outcomes;
        });
        tell(done, ready, source);
        return done;
    }

    private void tell(List<Adoption> done, List<Ready> ready, String source) {
        var added = new ArrayList<Node>();
        for (int at = 0; at < done.size(); at++) {
            if (done.get(at).state() == State.NEW) {
                added.add(ready.get(at).node().getFirst());
            }
        }
        if (!added.isEmpty()) {
            desk.emit("import", added.size() + " claims from " + source, added, "", Json.Obj.EMPTY);
        }
    }

    private Ready ready(Adopted known) {
        try {
            var content = desk.text("content", known.content(), Claims.CONTENT_CHARS_MAX);
            var meta = known.origin()
                    .with("domain", desk.domain(known.domain()))
                    .with("confidence", known.confidence())
                    .with("source", "import")
                    .with("scope", "project");
            double created = known.created().map(Moment::seconds).orElseGet(desk::now);
            return new Ready(
                    List.of(Node.of(NodeType.LEAF, content.text(), List.of(), Math.min(created, desk.now()), meta)),
                    "");
        } catch (Refusal refusal) {
            return new Ready(List.of(), refusal.sentence());
        }
    }

    private static List<Adoption> judge(StoreView view, List<Ready> ready, Set<Address> seen) {
        var outcomes = new ArrayList<Adoption>();
        for (var one : ready) {
            outcomes.add(one.node().isEmpty() ? new Adoption(State.REFUSED, one.refusal()) : judge(view, one, seen));
        }
        return outcomes;
    }

    private static Adoption judge(StoreView view, Ready one, Set<Address> seen) {
        var node = one.node().getFirst();
        if (!seen.add(node.address())) {
            return new Adoption(State.KNOWN, "");
        }
        var there = view.node(node.address());
        if (there.isEmpty()) {
            return new Adoption(State.NEW, "");
        }
        var standing = Standing.of(view, there.get());
        return standing.state() == Standing.State.ACTIVE
                ? new Adoption(State.KNOWN, "")
                : new Adoption(State.KEPT_AWAY, standing.refusal(there.get()).sentence());
    }
}
