package dev.mnemo.project.recall;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.recall.Retrieval.Hit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds nodes by the words they hold, or by their address; no other signal moves them.
public final class Search {
    /// The project name that means every registered project.
    public static final String ALL = "all";

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{8,12}");

    /// What to search.
    ///
    /// @param query words, or the first 8 to 12 digits of an address
    /// @param limit how many nodes at most
    /// @param scope `all`, `project` or `global`
    /// @param project a registered project instead of the current one, {@link #ALL} for every one, or an empty text
    /// @param inactive whether to look among what no longer holds as well
    public record Request(String query, int limit, String scope, String project, boolean inactive) {
        public Request {
            if (query.isBlank()) {
                throw new Refusal("Give a query: words, or the first 8 to 12 digits of an address.");
            }
            if (!Set.of(ALL, "project", "global").contains(scope)) {
                throw new Refusal("scope must be all, project or global, not '" + Plain.line(scope, 40) + "'.");
            }
        }
    }

    /// What was found.
    ///
    /// @param query what was asked
    /// @param hits best first
    /// @param searched how many nodes were looked through
    /// @param stores how many stores they are in
    public record Found(String query, List<Remembered> hits, int searched, int stores) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    private record Part(NodeStore store, String name) {}

    private final NodeStore store;
    private final NodeStore global;
    private final OtherStores others;
    private final Rankings rankings;
    private final EventLog events;
    private final InstantSource clock;

    /// A search beside one project.
    public Search(Sources sources, EventLog events, InstantSource clock) {
        this.store = sources.store();
        this.global = sources.global();
        this.others = sources.others();
        this.rankings = sources.rankings();
        this.events = events;
        this.clock = clock;
    }

    /// Searches. Scores of different stores come from the same measure, but a word may be rarer in one of them.
    ///
    /// @throws Refusal if the project is unknown
    public Found search(Request request) {
        double now = Moments.seconds(clock.instant());
        var parts = parts(request);
        var found = new ArrayList<Remembered>();
        int searched = 0;
        for (var part : parts) {
            var ranking = rankings.of(part.store());
            for (var hit : byAddress(part.store(), request)) {
                boolean active =
                        part.store().read(view -> view.isActive(hit.node().address()));
                found.add(Remembered.of(hit, part.name(), active, now));
            }
            ranking.search(request.query(), request.limit())
                    .forEach(hit -> found.add(Remembered.of(hit, part.name(), true, now)));
            if (request.inactive()) {
                ranking.searchInactive(request.query(), request.limit())
                        .forEach(hit -> found.add(Remembered.of(hit, part.name(), false, now)));
            }
            searched += part.store()
                    .read(view -> request.inactive()
                            ? view.nodes().size()
                            : view.active().size());
        }
        found.sort(Comparator.comparingDouble(Remembered::score).reversed());
        var best = found.stream().limit(request.limit()).toList();
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                "search",
                "search: " + Plain.cut(request.query(), 100),
                best.stream().map(Remembered::addr).toList(),
                "",
                Json.Obj.EMPTY.with("query", Plain.cut(request.query(), 100)).with("count", best.size())));
        return new Found(request.query(), best, searched, parts.size());
    }

    private List<Part> parts(Request request) {
        if (request.project().equals(ALL)) {
            var parts = new ArrayList<Part>();
            parts.add(new Part(store, ""));
            others.names().forEach(name -> parts.add(new Part(others.store(name), name)));
            return parts;
        }
        if (!request.project().isBlank()) {
            return List.of(new Part(others.store(request.project()), request.project()));
        }
        var here = new Part(store, "");
        var everywhere = new Part(global, "global");
        return switch (request.scope()) {
            case "project" -> List.of(here);
            case "global" -> List.of(everywhere);
            default -> store.directory().equals(global.directory()) ? List.of(here) : List.of(here, everywhere);
        };
    }

    private static List<Hit> byAddress(NodeStore store, Request request) {
        var text = request.query().strip();
        if (!ADDRESS.matcher(text).matches()) {
            return List.of();
        }
        return store.read(view -> view.withPrefix(text, request.limit())).stream()
                .map(node -> new Hit(node, Address.DIGITS, "address"))
                .toList();
    }

    /// What an agent reads.
    public static String text(Found found) {
        if (found.hits().isEmpty()) {
            return "No matches for '" + Plain.line(found.query(), 80) + "' in " + found.searched() + " nodes.";
        }
        var lines = new ArrayList<String>();
        lines.add("Found " + found.hits().size() + (found.hits().size() == 1 ? " match" : " matches") + " in "
                + found.searched() + " nodes" + (found.stores() > 1 ? " of " + found.stores() + " stores" : "") + ":");
        found.hits().forEach(hit -> lines.add(RecallText.line(hit.withText(Plain.line(hit.text(), 160)))));
        return String.join("\n", lines);
    }
}
