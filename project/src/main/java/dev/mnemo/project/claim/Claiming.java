package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.derive.Compression;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Stores what is claimed. A text that is known already keeps everything it was tied to and gains what is new; one
/// that was corrected since is refused, because claiming it again would silently undo the correction.
final class Claiming {
    private static final int SKIPPED_SHOWN_CHARS = 60;

    private final Desk desk;

    Claiming(Desk desk) {
        this.desk = desk;
    }

    /// A claim that passed every check that needs no store.
    private record Ready(
            NewClaim claim, String place, NodeStore store, String content, Json.Obj meta, List<String> notes) {}

    /// A chain that claims joined.
    private record Joined(String id, String summary, boolean isNew) {
        static final Joined NONE = new Joined("", "", false);
    }

    private record Written(List<Claimed.Stored> stored, List<Node> nodes, Joined chain) {}

    Claimed claim(ClaimRequest request) {
        var skipped = new ArrayList<String>();
        var byStore = new LinkedHashMap<NodeStore, List<Ready>>();
        check(request);
        for (var claim : request.claims()) {
            attempt(request, claim, skipped, () -> {
                var ready = ready(request, claim);
                byStore.computeIfAbsent(ready.store(), _ -> new ArrayList<>()).add(ready);
            });
        }
        var stored = new ArrayList<Claimed.Stored>();
        var chain = Joined.NONE;
        for (var entry : byStore.entrySet()) {
            boolean chained = !entry.getValue().getFirst().place().equals("global");
            var written = entry.getKey().write(change -> write(change, request, entry.getValue(), chained, skipped));
            stored.addAll(written.stored());
            chain = written.chain().id().isEmpty() ? chain : written.chain();
            remember(request, entry.getKey(), written);
        }
        if (stored.isEmpty()) {
            throw new Refusal("Nothing was stored. " + String.join(" ", skipped));
        }
        return new Claimed(stored, skipped, chain.id(), chain.summary(), chain.isNew());
    }

    private void check(ClaimRequest request) {
        if (request.claims().isEmpty()) {
            throw new Refusal(
                    "Give content and domain for one claim, or batch with 1 to " + Claims.BATCH_MAX + " of them.");
        }
        if (request.claims().size() > Claims.BATCH_MAX) {
            throw new Refusal("The batch has " + request.claims().size() + " claims; at most " + Claims.BATCH_MAX
                    + " are allowed.");
        }
        desk.optionalText("chain name", request.chainName(), Claims.NAME_CHARS_MAX);
        desk.optionalText("agent id", request.agentId(), Claims.NAME_CHARS_MAX);
    }

    /// Runs one item of a request. A single claim that is refused refuses the request; one of a batch is
    /// skipped.
    private static void attempt(ClaimRequest request, NewClaim claim, List<String> skipped, Runnable step) {
        try {
            step.run();
        } catch (Refusal refusal) {
            if (request.claims().size() == 1) {
                throw refusal;
            }
            skipped.add("\"" + Plain.line(Secrets.redact(claim.content()).text(), SKIPPED_SHOWN_CHARS) + "\": "
                    + refusal.getMessage());
        }
    }

    private Ready ready(ClaimRequest request, NewClaim claim) {
        var content = desk.text("content", claim.content(), Claims.CONTENT_CHARS_MAX);
        var domain = desk.domain(claim.domain());
        if (domain.isEmpty()) {
            throw new Refusal("A claim needs a domain: " + String.join(", ", Desk.DOMAINS) + ", or one of your own.");
        }
        inRange("confidence", claim.confidence(), 1);
        inRange("priority", claim.priority(), 1);
        inRange("ttl_days", claim.ttlDays(), Claims.TTL_DAYS_MAX);
        if (!claim.scope().equals("project") && !claim.scope().equals("global")) {
            throw new Refusal("The scope must be project or global, is '" + Plain.line(claim.scope(), 40) + "'.");
        }
        var notes = new ArrayList<String>();
        if (content.changed()) {
            notes.add(Desk.redactedNote(content));
        }
        var anchors = anchors(claim, notes);
        var meta = Json.Obj.EMPTY
                .with("domain", domain)
                .with("confidence", claim.confidence())
                .with("source", "live")
                .with("scope", claim.scope());
        meta = claim.priority() > 0 ? meta.with("priority", claim.priority()) : meta;
        meta = request.agentId().isBlank() ? meta : meta.with("agent_id", Plain.line(request.agentId()));
        meta = claim.ttlDays() > 0 ? meta.with("ttl_days", claim.ttlDays()) : meta;
        meta = anchors.isEmpty() ? meta : meta.with("anchors", Json.array(anchors));
        return new Ready(claim, place(request, claim), store(request, claim), content.text(), meta, notes);
    }

    private static void inRange(String what, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new Refusal("The " + what + " must be a number from 0 to "
                    + Json.of(max).lexeme() + ", is " + value + ".");
        }
    }

    private List<Json.Obj> anchors(NewClaim claim, List<String> notes) {
        if (claim.anchors().size() > Claims.ANCHORS_MAX) {
            throw new Refusal("A claim may have at most " + Claims.ANCHORS_MAX + " anchors, this one has "
                    + claim.anchors().size() + ".");
        }
        var valid = new ArrayList<Json.Obj>();
        for (int at = 0; at < claim.anchors().size(); at++) {
            try {
                var anchor = Anchor.claimed(claim.anchors().get(at));
                var secrets = Secrets.redact(anchor.string("context_lines", "") + "\n" + anchor.string("pattern", ""));
                if (secrets.changed()) {
                    throw new Refusal("Its text holds a secret (" + String.join(", ", secrets.kinds()) + ").");
                }
                valid.add(desk.inProject(anchor));
            } catch (Refusal refusal) {
                notes.add("anchor " + (at + 1) + " ignored: " + refusal.getMessage());
            }
        }
        return valid;
    }

    private NodeStore store(ClaimRequest request, NewClaim claim) {
        return switch (place(request, claim)) {
            case "global" -> desk.stores().global();
            case "session" -> desk.stores().drafts().get();
            case "project" -> desk.stores().project();
            default -> desk.stores().named().apply(request.project());
        };
    }

    private static String place(ClaimRequest request, NewClaim claim) {
        if (!request.project().isBlank()) {
            return "project " + request.project();
        }
        if (claim.scope().equals("global")) {
            return "global";
        }
        return request.preliminary() ? "session" : "project";
    }

    private Written write(
            StoreChange change, ClaimRequest request, List<Ready> claims, boolean chained, List<String> skipped) {
        if (chained
                && !request.chainId().isBlank()
                && !change.chains().containsKey(request.chainId().strip())) {
            throw new Refusal("There is no chain '" + Plain.line(request.chainId(), 40) + "' in the "
                    + claims.getFirst().place() + " store; memory_chains lists them. Nothing was stored.");
        }
        var stored = new ArrayList<Claimed.Stored>();
        var nodes = new ArrayList<Node>();
        for (var ready : claims) {
            attempt(request, ready.claim(), skipped, () -> {
                var known = change.node(Address.of(NodeType.LEAF, ready.content(), List.of()));
                var state =
                        known.isEmpty() ? "new" : change.isActive(known.get().address()) ? "merged" : "revived";
                var node = known.isEmpty()
                        ? Node.of(NodeType.LEAF, ready.content(), List.of(), desk.now(), ready.meta())
                        : merged(change, known.get(), ready);
                stored.add(stored(change, ready, node, state));
                change.put(node);
                change.activate(node.address());
                nodes.add(node);
            });
        }
        var chain = chained && !nodes.isEmpty() ? chain(change, request, nodes) : Joined.NONE;
        return new Written(stored, nodes, chain);
    }

    private Claimed.Stored stored(StoreChange change, Ready ready, Node node, String state) {
        var notes = new ArrayList<>(ready.notes());
        var domain = node.meta().domain();
        if (state.equals("new")) {
            Desk.meantDomain(change, domain)
                    .ifPresent(meant ->
                            notes.add("no other node has the domain '" + domain + "'; did you mean '" + meant + "'?"));
        }
        return new Claimed.Stored(node.address().toString(), domain, ready.place(), state, node.content(), notes);
    }

    private Node merged(StoreChange change, Node known, Ready ready) {
        var standing = Standing.of(change, known);
        if (standing.state() == Standing.State.FORGOTTEN) {
            throw new Refusal("This text was forgotten on purpose ("
                    + known.address().brief() + "); it is not stored again unless it is worded differently.");
        }
        if (standing.state() == Standing.State.SUPERSEDED && standing.by().isPresent()) {
            var now = standing.by().get();
            throw new Refusal("This text (" + known.address().brief() + ") was corrected since: "
                    + now.address().brief() + " says \"" + Plain.line(now.content(), 120)
                    + "\". If it holds again, call memory_update("
                    + now.address().brief() + ") with it.");
        }
        return known.editMeta(meta -> merge(meta, ready));
    }

    /// What is known of a node, with what a claimer said now. A value at its default was not said.
    private static Json.Obj merge(Json.Obj known, Ready ready) {
        var said = ready.meta();
        var meta = known.with("domain", said.string("domain", ""));
        for (var key : List.of("source", "scope")) {
            meta = meta.has(key) ? meta : meta.with(key, said.string(key, ""));
        }
        if (ready.claim().confidence() != NewClaim.CONFIDENCE_UNSAID || !meta.has("confidence")) {
            meta = meta.with("confidence", ready.claim().confidence());
        }
        for (var key : List.of("priority", "agent_id", "ttl_days")) {
            var value = said.get(key);
            meta = value.isPresent() ? meta.with(key, value.get()) : meta;
        }
        var anchors = said.array("anchors").objects();
        if (anchors.isEmpty()) {
            return meta;
        }
        var all = new ArrayList<Json.Obj>();
        meta.array("anchors").objects().stream()
                .filter(anchor -> !anchors.contains(Compression.withoutDrift(anchor)))
                .forEach(all::add);
        all.addAll(anchors);
        return meta.with("anchors", Json.array(all));
    }

    private Joined chain(StoreChange change, ClaimRequest request, List<Node> nodes) {
        var id = request.chainId().strip();
        var name = Plain.line(Secrets.redact(request.chainName()).text());
        if (id.isEmpty() && name.isEmpty()) {
            return Joined.NONE;
        }
        var status = request.preliminary() ? Chain.PRELIMINARY : Chain.ACTIVE;
        if (id.isEmpty()) {
            id = named(change, name, status).orElse("");
        }
        boolean isNew = id.isEmpty();
        if (isNew) {
            id = ChainEdits.newId(desk.random());
            var head = nodes.getFirst().address();
            ChainEdits.create(change, id, head, name, Plain.line(request.agentId()), status, desk.now());
        }
        for (var node : nodes) {
            ChainEdits.extend(change, id, node.address(), desk.now());
        }
        var chain = change.chains().get(id);
        return new Joined(id, chain == null ? name : chain.string("summary", ""), isNew);
    }

    private static Optional<String> named(StoreChange change, String name, String status) {
        return change.chains().entrySet().stream()
                .filter(chain -> chain.getValue().string("summary", "").equalsIgnoreCase(name)
                        && chain.getValue().string("status", Chain.ACTIVE).equals(status))
                .map(chain -> chain.getKey())
                .findFirst();
    }

    private void remember(ClaimRequest request, NodeStore store, Written written) {
        boolean own = store == desk.stores().project();
        if (own && !written.chain().id().isEmpty()) {
            desk.session().extended(written.chain().id());
        }
        for (var node : written.nodes()) {
            if (own) {
                desk.session().created(node.address());
            }
            var meta = node.meta();
            desk.emit(
                    "claim",
                    "[" + meta.domain() + "] " + node.content(),
                    List.of(node),
                    meta.domain(),
                    Json.Obj.EMPTY
                            .with("confidence", meta.confidence().orElse(NewClaim.CONFIDENCE_UNSAID))
                            .with("scope", meta.json().string("scope", "project"))
                            .with("preliminary", request.preliminary())
                            .with("chain_id", request.chainId().isEmpty() ? Json.Null.NULL : Json.of(request.chainId()))
                            .with(
                                    "chain_name",
                                    written.chain().summary().isEmpty()
                                            ? Json.Null.NULL
                                            : Json.of(written.chain().summary())));
        }
    }
}
