package dev.mnemo.app.rest;

import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.rest.Projects.Served;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.StoreView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What a project's memory held over time: pictures of it, what changed between them, threads of thought.
final class ProjectPast {
    static final int PREVIEW_CHARS = 200;

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

    /// Answers from one moment of the store; says `304` if the caller has seen that moment already.
    static Response at(Served served, Request request, Function<StoreView, Json> answer) {
        return served.project().store().read(view -> {
            var tag = "W/\"" + Long.toHexString(view.generation()) + "\"";
            if (request.header("If-None-Match").filter(tag::equals).isPresent()) {
                return Response.empty(304).with("etag", tag);
            }
            return Response.json(answer.apply(view)).with("etag", tag).with("cache-control", "no-cache");
        });
    }

    Response roots(Served served, Request request) {
        return at(served, request, view -> {
            var roots = new ArrayList<Json>();
            for (var address : view.roots()) {
                view.node(address)
                        .ifPresent(root -> roots.add(Json.Obj.EMPTY
                                .with("addr", address.toString())
                                .with("created", root.created())
                                .with(
                                        "created_human",
                                        MINUTE.format(Instant.ofEpochSecond((long) root.created())
                                                .atOffset(ZoneOffset.UTC)))
                                .with("active_count", (long) root.meta()
                                        .json()
                                        .number("active_count", root.inputs().size()))
                                .with("content_preview", Plain.line(root.content(), PREVIEW_CHARS))));
            }
            return Json.Obj.EMPTY.with("count", roots.size()).with("roots", new Json.Arr(roots));
        });
    }

    Response diff(Served served, Request request) {
        var from = request.query("from").orElseThrow(() -> new Refusal("'from' must be the address of a root."));
        return at(served, request, view -> {
            var before = view.require(from).inputs();
            var after = request.query("to")
                    .map(to -> view.require(to).inputs())
                    .orElseGet(
                            () -> view.active().stream().map(Object::toString).toList());
            return Json.Obj.EMPTY
                    .with("added", briefs(view, after, before))
                    .with("removed", briefs(view, before, after));
        });
    }

    private static Json briefs(StoreView view, List<String> these, List<String> butNot) {
        var others = Set.copyOf(butNot);
        return Json.array(these.stream()
                .filter(address -> !others.contains(address))
                .limit(ProjectApi.NODES_MAX)
                .map(address -> {
                    var node = Address.parse(address).flatMap(view::node);
                    return Json.Obj.EMPTY
                            .with("addr", address)
                            .with(
                                    "domain",
                                    node.map(found -> found.meta().domain()).orElse(""))
                            .with(
                                    "content_preview",
                                    node.map(found -> Plain.line(found.content(), NodeJson.PREVIEW_CHARS))
                                            .orElse(""));
                })
                .toList());
    }

    Response chains(Served served, Request request) {
        return at(served, request, view -> {
            var chains = view.chains().entrySet().stream()
                    .map(entry -> Chain.ofJson(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparingDouble(Chain::lastExtended).reversed())
                    .map(chain -> Json.Obj.EMPTY
                            .with("id", chain.id())
                            .with("domain", chain.domain())
                            .with("summary", chain.summary())
                            .with("status", chain.status())
                            .with("agent", chain.agentId())
                            .with("plan", chain.planRoot())
                            .with("last_extended", chain.lastExtended())
                            .with(
                                    "members",
                                    Json.array(chain.members().stream()
                                            .flatMap(address -> view.node(address).stream())
                                            .map(node -> Json.Obj.EMPTY
                                                    .with("addr", node.address().toString())
                                                    .with("content", node.content())
                                                    .with("created", node.created())
                                                    .with("active", view.isActive(node.address())))
                                            .toList())))
                    .toList();
            return Json.Obj.EMPTY.with("count", chains.size()).with("chains", Json.array(chains));
        });
    }
}
