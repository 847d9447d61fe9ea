package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// One change with all its effects. Applying it twice, or to files that already hold it, gives the same state:
/// nodes and chains are whole, and roots say where in the list they belong.
///
/// @param sequence its number; each commit is one higher than the one before
/// @param put nodes as they are now
/// @param activated addresses that became active
/// @param deactivated addresses that are no longer active
/// @param chains chain files as they are now, by id
/// @param rootsBefore how many roots there were before
/// @param roots roots added
/// @param forgotten addresses whose content must vanish from every file
record Commit(
        long sequence,
        List<Node> put,
        Set<Address> activated,
        Set<Address> deactivated,
        SequencedMap<String, Json.Obj> chains,
        int rootsBefore,
        List<Address> roots,
        Set<Address> forgotten) {

    Commit {
        put = List.copyOf(put);
        activated = inOrder(activated);
        deactivated = inOrder(deactivated);
        chains = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(chains));
        roots = List.copyOf(roots);
        forgotten = inOrder(forgotten);
    }

    private static Set<Address> inOrder(Collection<Address> addresses) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
    }

    /// What listeners hear.
    StoreDelta delta() {
        return new StoreDelta(false, put, activated, deactivated);
    }

    Json.Obj toJson() {
        var json = Json.Obj.EMPTY.with("seq", sequence);
        if (!put.isEmpty()) {
            json = json.with("put", Json.array(put.stream().map(Node::toJson).toList()));
        }
        json = withAddresses(json, "activate", activated);
        json = withAddresses(json, "deactivate", deactivated);
        if (!chains.isEmpty()) {
            json = json.with("chains", new Json.Obj(new LinkedHashMap<String, Json>(chains)));
        }
        if (!roots.isEmpty()) {
            json = withAddresses(json.with("roots_before", rootsBefore), "roots", roots);
        }
        return withAddresses(json, "forget", forgotten);
    }

    static Commit ofJson(Json.Obj json) {
        var chains = new LinkedHashMap<String, Json.Obj>();
        json.object("chains").members().forEach((id, chain) -> {
            if (chain instanceof Json.Obj object) {
                chains.put(id, object);
            }
        });
        return new Commit(
                (long) json.number("seq", 0),
                json.array("put").objects().stream().map(Node::ofJson).toList(),
                inOrder(addresses(json.array("activate"))),
                inOrder(addresses(json.array("deactivate"))),
                chains,
                (int) json.number("roots_before", 0),
                addresses(json.array("roots")),
                inOrder(addresses(json.array("forget"))));
    }

    boolean isEmpty() {
        return put.isEmpty() && activated.isEmpty() && deactivated.isEmpty() && chains.isEmpty() && roots.isEmpty();
    }

    /// The addresses among the texts of a list, in its order.
    static List<Address> addresses(Json.Arr array) {
        return array.strings().stream()
                .flatMap(text -> Address.parse(text).stream())
                .toList();
    }

    private static Json.Obj withAddresses(Json.Obj json, String key, Collection<Address> addresses) {
        return addresses.isEmpty()
                ? json
                : json.with(
                        key,
                        Json.strings(addresses.stream().map(Address::toString).toList()));
    }
}
