package dev.mnemo.project.claim;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.file.SafeWrite;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Carries nodes between stores: one by one from other projects, or many at once through a file.
final class Transfer {
    /// The largest file that is imported, in bytes.
    static final long FILE_BYTES_MAX = 200_000_000;

    private static final String FORMAT = "mnemo-export";
    private static final int SKIPPED_SHOWN_MAX = 10;
    private static final double CONFIDENCE_IMPORTED = 0.7;

    private final Desk desk;

    Transfer(Desk desk) {
        this.desk = desk;
    }

    Imported importNode(String address, String fromProject) {
        if (fromProject.isBlank()) {
            throw new Refusal("Name the project to import from; memory_projects lists them.");
        }
        var from = desk.stores().named().apply(fromProject.strip());
        var original = from.read(view -> {
            var node = view.require(Stores.bare(address));
            var standing = Standing.of(view, node);
            if (standing.state() != Standing.State.ACTIVE) {
                throw standing.refusal(node);
            }
            return node;
        });
        var content = Secrets.redact(original.content());
        var made = Node.of(NodeType.LEAF, content.text(), List.of(), desk.now(), meta(original, fromProject.strip()));
        var state = desk.stores().project().write(change -> put(change, made));
        desk.session().created(made.address());
        desk.emit(
                "import",
                made.content(),
                List.of(made),
                made.meta().domain(),
                Json.Obj.EMPTY
                        .with("from_project", fromProject.strip())
                        .with("original", original.address().toString()));
        return new Imported(
                fromProject.strip(),
                original.address().toString(),
                made.address().toString(),
                made.meta().domain(),
                made.content(),
                state,
                content.changed() ? List.of(Desk.redactedNote(content)) : List.of());
    }

    private static Json.Obj meta(Node original, String project) {
        var from = original.meta();
        var meta = Json.Obj.EMPTY
                .with("domain", from.domain())
                .with("confidence", from.confidence().orElse(CONFIDENCE_IMPORTED))
                .with("source", "import")
                .with("imported_from", original.address().toString())
                .with("source_project", project);
        meta = from.priority() > 0 ? meta.with("priority", from.priority()) : meta;
        return from.anchors().isEmpty() ? meta : meta.with("anchors", Json.array(from.anchors()));
    }

    private static String put(StoreChange change, Node made) {
        var known = change.node(made.address());
        if (known.isEmpty()) {
            change.put(made);
            change.activate(made.address());
            return "new";
        }
        var standing = Standing.of(change, known.get());
        if (standing.state() == Standing.State.FORGOTTEN
                || (standing.state() == Standing.State.SUPERSEDED
                        && standing.by().isPresent())) {
            throw standing.refusal(known.get());
        }
        change.activate(made.address());
        return standing.state() == Standing.State.ACTIVE ? "merged" : "revived";
    }

    Exported export(ExportRequest request) {
        if (!request.format().equals("json") && !request.format().equals("markdown")) {
            throw new Refusal("The format must be json or markdown, is '" + Plain.line(request.format(), 40) + "'.");
        }
        var domain = desk.domain(request.domain());
        record Written(String text, int nodes, int chains) {}
        var written = desk.stores().project().read(view -> {
            var nodes = (request.all() ? view.nodes() : view.activeNodes())
                    .stream()
                            .filter(node ->
                                    domain.isEmpty() || node.meta().domain().equals(domain))
                            .toList();
            var chains = chains(view, nodes);
            var text = request.format().equals("json") ? json(view, nodes, chains) : markdown(view, nodes);
            return new Written(text, nodes.size(), chains.size());
        });
        var file = "";
        if (!request.file().isBlank()) {
            var target = desk.root().file(request.file());
            new SafeWrite(desk.random()).replace(target, written.text().getBytes(StandardCharsets.UTF_8));
            file = target.relative();
        }
        desk.events()
                .emit(Event.of(
                        Event.Layer.CONSCIOUS,
                        "export",
                        written.nodes() + " nodes as " + request.format() + (file.isEmpty() ? "" : " to " + file)));
        return new Exported(
                request.format(), written.nodes(), written.chains(), file, file.isEmpty() ? written.text() : "");
    }

    /// The chains all of whose nodes are written out.
    private static SequencedMap<String, Json> chains(StoreView view, Collection<Node> nodes) {
        var addresses = nodes.stream().map(node -> node.address().toString()).toList();
        var known = new java.util.HashSet<>(addresses);
        var chains = new LinkedHashMap<String, Json>();
        view.chains().forEach((id, chain) -> {
            if (known.containsAll(chain.array("members").strings())) {
                chains.put(id, chain);
            }
        });
        return chains;
    }

    private String json(StoreView view, List<Node> nodes, SequencedMap<String, Json> chains) {
        return Json.Obj.EMPTY
                        .with("format", FORMAT)
                        .with("version", 1)
                        .with("exported_at", desk.now())
                        .with(
                                "active",
                                Json.strings(nodes.stream()
                                        .filter(node -> view.isActive(node.address()))
                                        .map(node -> node.address().toString())
                                        .toList()))
                        .with("chains", new Json.Obj(chains))
                        .with(
                                "nodes",
                                Json.array(nodes.stream().map(Node::toJson).toList()))
                        .pretty()
                + "\n";
    }

    private static String markdown(StoreView view, List<Node> nodes) {
        var byDomain = new TreeMap<String, List<Node>>();
        for (var node : nodes) {
            var domain = node.meta().domain().isEmpty()
                    ? "uncategorized"
                    : node.meta().domain();
            byDomain.computeIfAbsent(domain, _ -> new ArrayList<>()).add(node);
        }
        var out = new StringBuilder("# Project knowledge\n");
        byDomain.forEach((domain, members) -> {
            out.append("\n## ").append(domain).append("\n\n");
            for (var node : members) {
                var state = Standing.of(view, node).state();
                out.append("- ")
                        .append(Plain.text(node.content()).strip().replace("\n", "\n  "))
                        .append(" `")
                        .append(node.address().brief())
                        .append('`')
                        .append(state == Standing.State.ACTIVE ? "" : " (" + state.text() + ")")
                        .append('\n');
            }
        });
        return out.toString();
    }

    ImportedFile importFile(String path) {
        var file = desk.root().file(path);
        var export = read(file.path(), file.relative());
        var skipped = new ArrayList<String>();
        var nodes = new ArrayList<Node>();
        for (var json : export.array("nodes").objects()) {
            try {
                nodes.add(checked(Node.ofJson(json)));
            } catch (Refusal refusal) {
                skipped.add(Plain.line(json.string("addr", "?"), 20) + ": " + refusal.getMessage());
            }
        }
        var active = new java.util.HashSet<>(export.array("active").strings());
        var done = desk.stores().project().write(change -> {
            int added = 0;
            var kept = new ArrayList<String>();
            for (var node : nodes) {
                var known = change.node(node.address());
                if (known.isEmpty()) {
                    change.put(node);
                    added++;
                }
            }
            for (var node : nodes) {
                if (active.contains(node.address().toString()) && !change.isActive(node.address())) {
                    activate(change, node.address(), kept);
                }
            }
            return new ImportedFile(
                    file.relative(),
                    added,
                    nodes.size() - added,
                    kept,
                    chains(change, export.object("chains")),
                    skipped.subList(0, Math.min(SKIPPED_SHOWN_MAX, skipped.size())));
        });
        desk.events()
                .emit(Event.of(
                        Event.Layer.CONSCIOUS,
                        "import",
                        done.added() + " new and " + done.known() + " known nodes from " + done.file()));
        return done;
    }

    private static void activate(StoreChange change, Address address, List<String> kept) {
        var standing = Standing.of(change, change.node(address).orElseThrow());
        if (standing.state() == Standing.State.WITHDRAWN || standing.state() == Standing.State.ROOT) {
            change.activate(address);
            replaceInputs(change, change.node(address).orElseThrow());
        } else {
            kept.add(address.toString());
        }
    }

    /// A correction or a summary that comes in takes the place of what it was made from here too.
    private static void replaceInputs(StoreChange change, Node node) {
        if (node.type().equals(NodeType.SUPERSEDE) || node.type().equals(NodeType.COMPRESS)) {
            node.inputs().stream()
                    .flatMap(input -> Address.parse(input).stream())
                    .forEach(change::deactivate);
        }
    }

    private static int chains(StoreChange change, Json.Obj chains) {
        int added = 0;
        for (var entry : chains.members().entrySet()) {
            if (entry.getValue() instanceof Json.Obj chain && !change.chains().containsKey(entry.getKey())) {
                change.putChain(entry.getKey(), chain);
                added++;
            }
        }
        return added;
    }

    private static Node checked(Node node) {
        if (!node.isAuthentic()) {
            throw new Refusal("the address does not belong to what the node says.");
        }
        if (node.type().equals(NodeType.TOMBSTONE)) {
            throw new Refusal("it was forgotten where it came from.");
        }
        if (node.content().length() > Claims.CONTENT_CHARS_MAX) {
            throw new Refusal("it has more than " + Claims.CONTENT_CHARS_MAX + " characters.");
        }
        var secrets = Secrets.redact(node.content());
        if (secrets.changed()) {
            throw new Refusal("it holds a secret (" + String.join(", ", secrets.kinds()) + ").");
        }
        return node;
    }

    private static Json.Obj read(java.nio.file.Path path, String name) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new Refusal("File not found: " + name + ".");
            }
            if (Files.size(path) > FILE_BYTES_MAX) {
                throw new Refusal(name + " is larger than " + FILE_BYTES_MAX + " bytes.");
            }
            var export = Json.parseObject(Files.readAllBytes(path));
            if (!export.string("format", "").equals(FORMAT)) {
                throw new Refusal(name + " was not written by memory_export(format=json).");
            }
            return export;
        } catch (JsonFault fault) {
            throw new Refusal(name + " is no JSON: " + fault.getMessage(), fault);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT, name + " cannot be read: " + fault + ".", "Nothing was imported.", fault);
        }
    }
}
