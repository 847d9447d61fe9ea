package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.chain.ChainLookup;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps a chain of thought back from recall, and brings it back.
final class Stashing {
    private static final String WITHHELD = "stashed_members";

    private final Desk desk;

    Stashing(Desk desk) {
        this.desk = desk;
    }

    Stashed stash(String chainId, String reason) {
        var why = desk.optionalText("reason", reason, Claims.REASON_CHARS_MAX);
        var stashed = desk.stores().project().write(change -> {
            var chain = ChainLookup.require(change, chainId);
            if (!chain.isActive()) {
                throw new Refusal(
                        "Chain " + chain.id() + " is " + (chain.status().equals(Chain.STASHED) ? "already " : "")
                                + chain.status() + "; only active chains can be stashed.");
            }
            var needed = membersOfOthers(change, chain);
            var withheld = chain.members().stream()
                    .filter(member -> change.isActive(member) && !needed.contains(member))
                    .toList();
            withheld.forEach(change::deactivate);
            change.putChain(
                    chain.id(),
                    chain.json()
                            .with("status", Chain.STASHED)
                            .with("stash_reason", why.text().isEmpty() ? Json.Null.NULL : Json.of(why.text()))
                            .with(WITHHELD, texts(withheld)));
            return new Stashed(
                    chain.id(),
                    chain.summary(),
                    withheld.size(),
                    chain.members().size(),
                    why.text(),
                    List.of());
        });
        emit("stash", stashed);
        return stashed;
    }

    Stashed pop(String chainId) {
        var popped = desk.stores().project().write(change -> {
            var chain = ChainLookup.require(change, chainId);
            if (!chain.status().equals(Chain.STASHED)) {
                throw new Refusal("Chain " + chain.id() + " is not stashed (status: " + chain.status() + ").");
            }
            var json = chain.json();
            var candidates = json.has(WITHHELD) ? addresses(json.array(WITHHELD)) : chain.members();
            var left = new ArrayList<String>();
            int back = 0;
            for (var member : candidates) {
                if (change.isActive(member)) {
                    continue;
                }
                if (wasReplaced(change, member)) {
                    left.add(member.toString());
                } else {
                    change.activate(member);
                    back++;
                }
            }
            change.putChain(
                    chain.id(),
                    json.with("status", Chain.ACTIVE)
                            .with("stash_reason", Json.Null.NULL)
                            .without(WITHHELD));
            return new Stashed(
                    chain.id(), chain.summary(), back, chain.members().size(), json.string("stash_reason", ""), left);
        });
        emit("stash_pop", popped);
        return popped;
    }

    /// Whether a node was corrected, summarised or forgotten while it was kept back; to bring it back would
    /// undo that.
    private static boolean wasReplaced(StoreChange change, Address member) {
        var node = change.node(member);
        return node.isEmpty()
                || node.get().type().equals(NodeType.TOMBSTONE)
                || change.successor(member).isPresent()
                || change.descendants(member).stream()
                        .anyMatch(made -> made.type().equals(NodeType.SUPERSEDE));
    }

    private static Set<Address> membersOfOthers(StoreChange change, Chain chain) {
        var members = new HashSet<Address>();
        change.chains().forEach((id, json) -> {
            var other = Chain.ofJson(id, json);
            if (other.isActive() && !id.equals(chain.id())) {
                members.addAll(other.members());
            }
        });
        return members;
    }

    private static List<Address> addresses(Json.Arr array) {
        return array.strings().stream()
                .flatMap(text -> Address.parse(text).stream())
                .toList();
    }

    private static Json.Arr texts(List<Address> addresses) {
        return Json.strings(addresses.stream().map(Address::toString).toList());
    }

    private void emit(String event, Stashed stashed) {
        desk.emit(
                event,
                stashed.summary(),
                List.of(),
                "",
                Json.Obj.EMPTY
                        .with("chain_id", stashed.chainId())
                        .with("nodes", stashed.changed())
                        .with("reason", stashed.reason()));
    }
}
