package dev.mnemo.project.lookup;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Pictures of the active set, and what can be told from them.
final class Roots {
    /// The longest text of all summaries together, in characters.
    static final int SUMMARIES_CHARS_MAX = 20_000;

    /// Nodes that a soul document lists.
    static final int SOUL_NODES_MAX = 1_000;

    private static final int SOUL_CONTENT_CODE_POINTS = 80;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final NodeStore store;

    Roots(NodeStore store) {
        this.store = store;
    }

    Rerooted reroot(String summaries, double now) {
        if (summaries.length() > SUMMARIES_CHARS_MAX) {
            throw new Refusal("The summaries have " + summaries.length() + " characters; at most " + SUMMARIES_CHARS_MAX
                    + " are allowed.");
        }
        var sections = Secrets.redact(sections(summaries)).text();
        return store.write(change -> {
            var active = change.active().stream().map(Address::toString).toList();
            var roots = change.roots();
            var previous = roots.isEmpty() ? Optional.<Address>empty() : Optional.of(roots.getLast());
            var content = sections.isEmpty() ? "Active nodes: " + active.size() : sections;
            var meta = Json.Obj.EMPTY.with("active_count", active.size());
            if (previous.isPresent()) {
                meta = meta.with("previous_root", previous.get().toString());
            }
            var made = Node.of(NodeType.ROOT, content, active, now, meta);
            boolean changed = !previous.equals(Optional.of(made.address()));
            if (changed) {
                change.put(made);
                change.addRoot(made.address());
            }
            return new Rerooted(
                    made.address().toString(), previous.map(Address::toString).orElse(""), active.size(), changed);
        });
    }

    /// Lines `domain: text` as sections; a line without a colon continues the text before it.
    private static String sections(String summaries) {
        var out = new ArrayList<String>();
        for (var line : summaries
                .strip()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList()) {
            int colon = line.indexOf(':');
            var domain = colon > 0 ? line.substring(0, colon).strip() : "";
            if (!domain.isEmpty() && domain.matches("[\\w -]{1,64}")) {
                out.add("## " + domain);
                out.add(line.substring(colon + 1).strip());
            } else if (out.isEmpty()) {
                throw new Refusal(
                        "Write one line for each domain, such as 'architecture: tokens and stores'; this one has"
                                + " no domain: '" + Plain.line(line, 60) + "'.");
            } else {
                out.add(line);
            }
        }
        return String.join("\n", out);
    }

    Difference diff(double now) {
        return store.read(view -> {
            var roots = view.roots();
            var root = roots.isEmpty() ? Optional.<Node>empty() : view.node(roots.getLast());
            var before = new HashSet<>(root.map(Node::inputs).orElse(List.of()));
            var added = new ArrayList<Difference.Added>();
            int unchanged = 0;
            for (var node : view.activeNodes()) {
                if (before.remove(node.address().toString())) {
                    unchanged++;
                } else {
                    added.add(new Difference.Added(
                            node.address().toString(),
                            node.meta().domain(),
                            Query.days(now, node.created()),
                            node.content()));
                }
            }
            var removed =
                    before.stream().sorted().map(text -> removed(view, text)).toList();
            return new Difference(
                    root.map(node -> node.address().toString()).orElse(""),
                    root.map(node -> node.inputs().size()).orElse(0),
                    added,
                    removed,
                    unchanged);
        });
    }

    private static Difference.Removed removed(StoreView view, String address) {
        var node = Address.parse(address).flatMap(view::node);
        if (node.isEmpty()) {
            return new Difference.Removed(address, "", "missing", "", "");
        }
        var standing = Standing.of(view, node.get());
        return new Difference.Removed(
                address,
                node.get().meta().domain(),
                standing.state().text(),
                standing.by().map(by -> by.address().toString()).orElse(""),
                node.get().content());
    }

    SoulText soul(Instant instant) {
        double now = Moment.seconds(instant);
        return store.read(view -> {
            var roots = view.roots();
            if (roots.isEmpty()) {
                return new SoulText("", "No root exists yet. memory_reroot makes one.");
            }
            var root = view.node(roots.getLast());
            return root.map(node -> new SoulText(node.address().toString(), soul(view, node, instant, now)))
                    .orElseGet(() -> new SoulText(
                            "",
                            "Root " + roots.getLast() + " not found. Run mnemo fsck, or memory_reroot to make one."));
        });
    }

    private static String soul(StoreView view, Node root, Instant instant, double now) {
        var address = root.address();
        long count =
                (long) root.meta().json().number("active_count", root.inputs().size());
        var out =
                new StringBuilder("<!-- project:" + address + " -->\n# Project Knowledge Document\n\n*Root: `" + address
                        + "` | Active nodes: " + count + " | Generated: "
                        + MINUTE.format(instant.atZone(ZoneId.systemDefault()))
                        + "*\n\n" + Plain.text(root.content()) + "\n\n---\n\n## Provenance\n\n");
        var nodes = view.activeNodes();
        for (var node : nodes.subList(0, Math.min(SOUL_NODES_MAX, nodes.size()))) {
            int days = Query.days(now, node.created());
            var content = Plain.text(node.content());
            int shown = Math.min(SOUL_CONTENT_CODE_POINTS, content.codePointCount(0, content.length()));
            out.append("- `")
                    .append(node.address())
                    .append("` [")
                    .append(node.type())
                    .append("] (")
                    .append(days <= 0 ? "today" : days + "d ago")
                    .append(") ")
                    .append(content.substring(0, content.offsetByCodePoints(0, shown))
                            .replace('\n', ' '))
                    .append('\n');
        }
        if (nodes.size() > SOUL_NODES_MAX) {
            out.append("- … and ").append(nodes.size() - SOUL_NODES_MAX).append(" more; memory_export writes all\n");
        }
        return out.toString();
    }
}
