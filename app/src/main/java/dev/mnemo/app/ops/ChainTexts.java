package dev.mnemo.app.ops;

import static dev.mnemo.app.ops.KnowledgeText.brief;
import static dev.mnemo.app.ops.KnowledgeText.cut;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.claim.Promoted;
import dev.mnemo.project.claim.Rebased;
import dev.mnemo.project.claim.Stashed;
import dev.mnemo.project.lookup.Blamed;
import dev.mnemo.project.lookup.ChainList;
import dev.mnemo.project.lookup.Logged;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The answers of {@link ChainOps} as text.
final class ChainTexts {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private ChainTexts() {}

    private static String time(double seconds) {
        return MINUTE.format(Instant.ofEpochMilli((long) (seconds * 1_000)).atZone(ZoneId.systemDefault()));
    }

    static String list(ChainList list) {
        if (list.chains().isEmpty()) {
            return "No chains found. memory_claim(…, chain_name=…) starts one.";
        }
        var out = new StringBuilder("Chains (" + list.chains().size() + " of " + list.total() + "):");
        for (var chain : list.chains()) {
            out.append("\n  ")
                    .append(chain.id())
                    .append(chain.plan() ? " [PLAN]" : "")
                    .append(chain.domain().isEmpty() ? "" : " [" + Plain.line(chain.domain()) + "]")
                    .append(chain.status().equals("active") ? "" : " [" + chain.status() + "]")
                    .append(chain.agent().isEmpty() ? "" : " by " + Plain.line(chain.agent()))
                    .append(" (")
                    .append(chain.nodes())
                    .append(chain.nodes() == 1 ? " node, " : " nodes, ")
                    .append(chain.ageDays() <= 0 ? "today" : chain.ageDays() + "d ago")
                    .append(", ")
                    .append(chain.place())
                    .append(')')
                    .append(chain.summary().isEmpty() ? "" : " — " + cut(chain.summary()))
                    .append(chain.team().isEmpty() ? "" : "\n    team: " + cut(chain.team()))
                    .append(chain.target().isEmpty() ? "" : "\n    target: " + cut(chain.target()))
                    .append(
                            chain.friction() == 0
                                    ? ""
                                    : "\n    friction: " + chain.friction() + " anticipated file "
                                            + (chain.friction() == 1 ? "overlap" : "overlaps"));
        }
        int more = list.total() - list.chains().size();
        return out.append(more > 0 ? "\n  … " + more + " more; increase limit to see them" : "")
                .append("\nNext: memory_cat(id) reads one.")
                .toString();
    }

    static String promoted(Promoted promoted) {
        return promoted.chains().isEmpty()
                ? "No preliminary chains to promote."
                : promoted.chains().stream()
                        .map(chain ->
                                chain.chainId() + " promoted, " + chain.nodes() + " nodes: " + cut(chain.summary()))
                        .collect(Collectors.joining("\n", "", "\nRecall shows them from now on."));
    }

    static String stashed(Stashed stashed) {
        return stashed.chainId() + " stashed, " + stashed.changed() + " of " + stashed.members()
                + " nodes kept back from recall."
                + (stashed.reason().isEmpty() ? "" : "\n  reason: " + cut(stashed.reason()))
                + "\nmemory_stash_pop('" + stashed.chainId() + "') brings it back.";
    }

    static String popped(Stashed popped) {
        return popped.chainId() + " is back, " + popped.changed() + " of " + popped.members()
                + " nodes returned to recall."
                + (popped.reason().isEmpty() ? "" : "\n  was stashed for: " + cut(popped.reason()))
                + (popped.left().isEmpty()
                        ? ""
                        : "\n  not returned, replaced meanwhile: "
                                + String.join(
                                        ", ",
                                        popped.left().stream()
                                                .map(KnowledgeText::brief)
                                                .toList()));
    }

    static String rebased(Rebased rebased) {
        if (rebased.dependents().isEmpty()) {
            return "Nothing depends on " + brief(rebased.address()) + ": " + cut(rebased.content());
        }
        var out =
                new StringBuilder(rebased.dependents().size() + " node(s) depend on " + brief(rebased.address()) + " ("
                        + cut(rebased.content()) + ")"
                        + (rebased.dryRun() ? "; nothing was flagged:" : "; flagged as possibly stale:"));
        for (var node : rebased.dependents()) {
            out.append("\n  ")
                    .append(brief(node.address()))
                    .append(' ')
                    .append(node.agent().isEmpty() ? "" : "[" + Plain.line(node.agent()) + "] ")
                    .append(cut(node.content()))
                    .append("\n    ↳ ")
                    .append(cut(String.join("; ", node.reasons())));
        }
        return out.append("\nNext: memory_update what no longer holds, memory_reinforce what does.")
                .toString();
    }

    static String blamed(Blamed blamed) {
        return switch (blamed.kind()) {
            case "chain" -> chain(blamed);
            case "node" -> node(blamed);
            default -> file("blame", blamed);
        };
    }

    private static String chain(Blamed blamed) {
        var out = new StringBuilder("── blame: chain " + blamed.target() + " ("
                + blamed.entries().size() + " nodes) ──\nDomain: " + blamed.domain() + "  Status: " + blamed.detail());
        for (int at = 0; at < blamed.entries().size(); at++) {
            out.append("\n  [")
                    .append(at + 1)
                    .append("] ")
                    .append(entry(blamed.entries().get(at)));
        }
        return out.toString();
    }

    private static String node(Blamed blamed) {
        var node = blamed.entries().getFirst();
        var out = new StringBuilder("── blame: " + brief(blamed.target()) + " [" + node.type() + "] ──\n  "
                + entry(node) + (node.chains().isEmpty() ? "" : "\n  chains: " + String.join(", ", node.chains())));
        if (blamed.entries().size() > 1) {
            out.append("\nMade from:");
            blamed.entries().stream()
                    .skip(1)
                    .forEach(input -> out.append("\n  ").append(entry(input)));
        }
        return out.toString();
    }

    private static String entry(Blamed.Entry entry) {
        return brief(entry.address()) + " " + time(entry.created()) + " [" + agent(entry) + "]"
                + (entry.state().equals("active") ? "" : " [" + entry.state() + "]")
                + (entry.confidence() >= 0 ? " conf=" + entry.confidence() : "")
                + (entry.domain().isEmpty() ? "" : " " + Plain.line(entry.domain()))
                + (entry.place().isEmpty() ? "" : " @ " + Plain.line(entry.place()))
                + "\n      " + cut(entry.content());
    }

    private static String agent(Blamed.Entry entry) {
        return entry.agent().isEmpty() ? "unattributed" : Plain.line(entry.agent());
    }

    private static String file(String verb, Blamed blamed) {
        var place = Plain.line(blamed.target()) + (blamed.detail().isEmpty() ? "" : ":" + blamed.detail());
        if (blamed.entries().isEmpty()) {
            return "Nothing is anchored to " + place + ". memory_claim with an anchor on it changes that.";
        }
        var byAgent = new LinkedHashMap<String, List<Blamed.Entry>>();
        blamed.entries()
                .forEach(entry -> byAgent.computeIfAbsent(agent(entry), _ -> new ArrayList<>())
                        .add(entry));
        var out = new StringBuilder(
                "── " + verb + ": " + place + " (" + blamed.entries().size() + " node(s)) ──");
        byAgent.forEach((agent, entries) -> {
            out.append("\n  [").append(agent).append(']');
            for (var entry : entries) {
                out.append("\n    ")
                        .append(brief(entry.address()))
                        .append(' ')
                        .append(Plain.line(entry.place()))
                        .append(
                                entry.chains().isEmpty()
                                        ? ""
                                        : " chain=" + entry.chains().getFirst())
                        .append(' ')
                        .append(time(entry.created()))
                        .append("\n      ")
                        .append(cut(entry.content()));
            }
        });
        return out.toString();
    }

    static String spatial(Blamed blamed) {
        return file("spatial", blamed);
    }

    static String logged(Logged logged) {
        if (logged.entries().isEmpty()) {
            return "No entries fit. Leave out a filter.";
        }
        var out = new StringBuilder("── memory log: " + logged.total() + " entries"
                + (logged.total() > logged.entries().size()
                        ? ", the newest " + logged.entries().size()
                        : "") + " ──");
        if (logged.byChains()) {
            var groups = new LinkedHashMap<String, List<Logged.Entry>>();
            logged.entries()
                    .forEach(entry -> groups.computeIfAbsent(title(entry), _ -> new ArrayList<>())
                            .add(entry));
            groups.forEach((title, entries) -> {
                out.append("\n── ")
                        .append(title)
                        .append(" (")
                        .append(entries.size())
                        .append(" nodes) ──");
                entries.forEach(entry -> out.append("\n  ").append(line(entry)));
            });
        } else {
            logged.entries().forEach(entry -> out.append("\n  ").append(line(entry)));
        }
        int more = logged.total() - logged.entries().size();
        return out.append(more > 0 ? "\n… " + more + " older entries; increase limit or add filters." : "")
                .toString();
    }

    private static String title(Logged.Entry entry) {
        if (entry.chain().isEmpty()) {
            return "Unchained";
        }
        return entry.chainSummary().isEmpty() ? entry.chain() : cut(entry.chainSummary());
    }

    private static String line(Logged.Entry entry) {
        return time(entry.created()) + " " + brief(entry.address()) + " "
                + (entry.agent().isEmpty() ? "" : "[" + Plain.line(entry.agent()) + "] ")
                + (entry.domain().isEmpty() ? "" : "[" + Plain.line(entry.domain()) + "] ")
                + (entry.type().equals("leaf") ? "" : "[" + entry.type() + "] ")
                + (entry.state().equals("active") ? "" : "[" + entry.state() + "] ")
                + cut(entry.content());
    }
}
