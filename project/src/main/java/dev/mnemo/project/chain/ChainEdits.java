package dev.mnemo.project.chain;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes of chains, inside a change of their store. Keys that nobody here knows stay as they are.
public final class ChainEdits {
    private static final String MEMBERS = "members";

    private ChainEdits() {}

    /// A new id: `ch_` and twelve hexadecimal digits.
    public static String newId(RandomGenerator random) {
        return "ch_%012x".formatted(random.nextLong() >>> 16);
    }

    /// Starts a chain.
    ///
    /// @param id its id, see {@link #newId}
    /// @param head its first node
    /// @param summary what it is about, or empty
    /// @param agentId who leads it, or empty
    /// @param now epoch seconds
    public static void create(
            StoreChange change, String id, Address head, String summary, String agentId, String status, double now) {
        var domain = change.node(head).map(node -> node.meta().domain()).orElse("");
        change.putChain(
                id,
                Json.Obj.EMPTY
                        .with("chain_id", id)
                        .with("head", head.toString())
                        .with("tail", head.toString())
                        .with(MEMBERS, texts(List.of(head)))
                        .with("domain", domain)
                        .with("summary", summary)
                        .with("score", 0.0)
                        .with("last_extended", now)
                        .with("created", now)
                        .with("status", status)
                        .with("agent_id", agentId.isEmpty() ? Json.Null.NULL : Json.of(agentId))
                        .with("authority", 0.0)
                        .with("stash_reason", Json.Null.NULL)
                        .with("plan_root", false));
        addToMeta(change, head, id);
    }

    /// Appends a node to a chain; false if it is a member already or there is no such chain.
    ///
    /// @param now epoch seconds
    public static boolean extend(StoreChange change, String id, Address node, double now) {
        var json = change.chains().get(id);
        if (json == null) {
            return false;
        }
        var members = new ArrayList<>(Chain.ofJson(id, json).members());
        if (members.contains(node)) {
            return false;
        }
        members.add(node);
        putMembers(change, id, json.with("last_extended", now), members);
        addToMeta(change, node, id);
        return true;
    }

    /// Lets one node take the place of others in every chain that holds any of them: it stands where the first of
    /// them stood.
    ///
    /// @param now epoch seconds
    public static void replace(StoreChange change, Collection<Address> old, Address replacement, double now) {
        for (var entry : List.copyOf(change.chains().entrySet())) {
            var before = Chain.ofJson(entry.getKey(), entry.getValue()).members();
            if (before.stream().noneMatch(old::contains)) {
                continue;
            }
            var after = before.stream()
                    .map(member -> old.contains(member) ? replacement : member)
                    .distinct()
                    .toList();
            putMembers(change, entry.getKey(), entry.getValue().with("last_extended", now), after);
            addToMeta(change, replacement, entry.getKey());
        }
    }

    /// Takes a node out of every chain.
    public static void remove(StoreChange change, Address node) {
        for (var entry : List.copyOf(change.chains().entrySet())) {
            var before = Chain.ofJson(entry.getKey(), entry.getValue()).members();
            if (before.contains(node)) {
                var after =
                        before.stream().filter(member -> !member.equals(node)).toList();
                putMembers(change, entry.getKey(), entry.getValue(), after);
            }
        }
    }

    private static void putMembers(StoreChange change, String id, Json.Obj chain, List<Address> members) {
        var changed = chain.with(MEMBERS, texts(members));
        if (!members.isEmpty()) {
            changed = changed.with("head", members.getLast().toString())
                    .with("tail", members.getFirst().toString());
        }
        change.putChain(id, changed);
    }

    private static void addToMeta(StoreChange change, Address address, String id) {
        change.node(address).filter(node -> !node.meta().chains().contains(id)).ifPresent(node -> {
            var ids = new ArrayList<>(node.meta().chains());
            ids.add(id);
            change.put(node.editMeta(meta -> meta.with("chains", Json.strings(ids))));
        });
    }

    private static Json.Arr texts(List<Address> addresses) {
        return Json.strings(addresses.stream().map(Address::toString).toList());
    }
}
