package dev.mnemo.project.claim;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Finds what depends on a node that changed, and flags it until somebody updates or reinforces it.
final class Rebase {
    private static final int OPENING_WORDS = 3;

    private final Desk desk;

    Rebase(Desk desk) {
        this.desk = desk;
    }

    private record Found(Node node, int strength, List<String> reasons) {}

    Rebased rebase(String address, boolean dryRun) {
        var located = desk.stores().locate(address);
        var rebased = located.store().write(change -> {
            var changed = change.node(located.address()).orElseThrow();
            var found = dependents(change, changed);
            if (!dryRun) {
                found.forEach(dependent -> flag(change, changed, dependent));
            }
            return new Rebased(
                    changed.address().toString(),
                    changed.content(),
                    dryRun,
                    found.stream()
                            .map(dependent -> new Rebased.Dependent(
                                    dependent.node().address().toString(),
                                    dependent.node().meta().agentId(),
                                    dependent.node().content(),
                                    dependent.reasons()))
                            .toList());
        });
        desk.emit(
                "rebase",
                rebased.content(),
                List.of(),
                "",
                Json.Obj.EMPTY
                        .with("node", rebased.address())
                        .with("dependents", rebased.dependents().size())
                        .with("dry_run", dryRun));
        return rebased;
    }

    private void flag(StoreChange change, Node changed, Found dependent) {
        change.put(dependent
                .node()
                .editMeta(meta -> meta.with(
                        "potentially_stale",
                        Json.Obj.EMPTY
                                .with("flagged_by", changed.address().toString())
                                .with("flagged_at", desk.now())
                                .with("reasons", Json.strings(dependent.reasons())))));
    }

    private static List<Found> dependents(StoreChange change, Node changed) {
        var successor = change.successor(changed.address()).map(Node::address);
        var chains = chainsOf(change, changed.address());
        var files = files(changed);
        var opening = opening(changed);
        var found = new ArrayList<Found>();
        for (var node : change.activeNodes()) {
            if (node.address().equals(changed.address())
                    || successor.filter(node.address()::equals).isPresent()) {
                continue;
            }
            var reasons = new ArrayList<String>();
            int strength = ties(node, changed, reasons);
            var shared = shared(chains, node.address());
            if (!shared.isEmpty()) {
                reasons.add("in the same chain: " + String.join(", ", shared));
                strength += 2;
            } else {
                var sameFiles = new TreeSet<>(files(node));
                sameFiles.retainAll(files);
                if (!sameFiles.isEmpty()) {
                    reasons.add("anchored to the same file: " + String.join(", ", sameFiles));
                    strength += 1;
                }
            }
            if (reasons.isEmpty() && !opening.isEmpty() && words(node).containsAll(opening)) {
                reasons.add("speaks of the same thing: " + String.join(" ", opening));
            }
            if (!reasons.isEmpty()) {
                found.add(new Found(node, strength, List.copyOf(reasons)));
            }
        }
        found.sort(Comparator.comparingInt(Found::strength).reversed());
        return found;
    }

    private static int ties(Node node, Node changed, List<String> reasons) {
        int strength = 0;
        if (node.inputs().contains(changed.address().toString())) {
            reasons.add("made from it");
            strength += 8;
        }
        for (var link : node.meta().links()) {
            if (link.target().equals(changed.address())) {
                reasons.add("linked to it: " + link.relation());
                strength += 4;
            }
        }
        return strength;
    }

    private static List<Chain> chainsOf(StoreChange change, Address address) {
        return change.chains().entrySet().stream()
                .map(entry -> Chain.ofJson(entry.getKey(), entry.getValue()))
                .filter(chain -> chain.members().contains(address))
                .toList();
    }

    private static List<String> shared(List<Chain> chains, Address address) {
        return chains.stream()
                .filter(chain -> chain.members().contains(address))
                .map(Chain::id)
                .toList();
    }

    private static Set<String> files(Node node) {
        var files = new LinkedHashSet<String>();
        node.meta().anchors().stream()
                .map(anchor -> Anchor.ofJson(anchor).path())
                .filter(path -> !path.isEmpty())
                .forEach(files::add);
        return files;
    }

    private static Set<String> words(Node node) {
        return new LinkedHashSet<>(wordList(node));
    }

    private static List<String> wordList(Node node) {
        return List.of(node.content().toLowerCase(Locale.ROOT).strip().split("\\s+"));
    }

    private static List<String> opening(Node node) {
        var words = wordList(node);
        return words.size() < OPENING_WORDS ? List.of() : words.subList(0, OPENING_WORDS);
    }
}
