package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.Relation;
import dev.mnemo.project.node.Standing;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.Stores;
import java.util.ArrayList;
import java.util.List;

/// Ties nodes together and cuts ties.
final class Linking {
    private final Desk desk;

    Linking(Desk desk) {
        this.desk = desk;
    }

    Linked link(String source, String target, String relation) {
        var rel = Relation.parse(relation.strip());
        var from = desk.stores().locate(source);
        var to = desk.stores().locate(target);
        requireOneStore(from, to);
        var notes = new ArrayList<String>();
        var linked = from.store().write(change -> {
            var start = current(change, from.address(), notes);
            var end = current(change, to.address(), notes);
            if (start.address().equals(end.address())) {
                throw new Refusal("Both ends are " + start.address().brief() + "; a link needs two nodes.");
            }
            boolean isNew = !start.meta().links().contains(new Link(end.address(), rel.text()));
            if (isNew) {
                var links =
                        new ArrayList<Json>(start.meta().json().array("links").items());
                links.add(Json.Obj.EMPTY.with("addr", end.address().toString()).with("rel", rel.text()));
                var tied = start.editMeta(meta -> meta.with("links", Json.array(links)));
                change.put(desk.withHit(tied, start));
                change.put(desk.withHit(end, end));
            }
            return linked(start, rel.text(), end, isNew, notes);
        });
        emit("link", linked);
        return linked;
    }

    Linked unlink(String source, String target, String relation) {
        var rel = relation.isBlank() ? "" : Relation.parse(relation.strip()).text();
        var from = desk.stores().locate(source);
        var to = desk.stores().locate(target);
        requireOneStore(from, to);
        var cut = from.store().write(change -> {
            var start = change.node(from.address()).orElseThrow();
            var end = change.node(to.address()).orElseThrow();
            var between = start.meta().links().stream()
                    .filter(link -> link.target().equals(end.address()))
                    .map(Link::relation)
                    .toList();
            var gone = between.stream()
                    .filter(name -> rel.isEmpty() || name.equals(rel))
                    .toList();
            if (gone.isEmpty()) {
                throw new Refusal("There is no " + (rel.isEmpty() ? "link" : rel + " link") + " from "
                        + start.address().brief() + " to " + end.address().brief()
                        + (between.isEmpty() ? "." : "; there is " + String.join(", ", between) + "."));
            }
            var kept = start.meta().json().array("links").items().stream()
                    .filter(link -> !(link instanceof Json.Obj object
                            && object.string("addr", "").equals(end.address().toString())
                            && gone.contains(object.string("rel", Relation.RELATES_TO.text()))))
                    .toList();
            change.put(start.editMeta(
                    meta -> kept.isEmpty() ? meta.without("links") : meta.with("links", new Json.Arr(kept))));
            return linked(start, String.join(", ", gone), end, true, List.of());
        });
        emit("unlink", cut);
        return cut;
    }

    private static void requireOneStore(Stores.Located from, Stores.Located to) {
        if (from.store() != to.store()) {
            throw new Refusal(
                    from.address().brief() + " lies in the " + from.place().text() + " store and "
                            + to.address().brief() + " in the " + to.place().text()
                            + " store; a link needs both in one, so claim one of them there first.");
        }
    }

    /// The node itself if it is active, otherwise what took its place.
    private static Node current(StoreChange change, Address address, List<String> notes) {
        var node = change.node(address).orElseThrow();
        var standing = Standing.of(change, node);
        if (standing.state() == Standing.State.ACTIVE) {
            return node;
        }
        var by = standing.by().orElseThrow(() -> standing.refusal(node));
        notes.add(address.brief() + " is " + standing.state().text() + "; "
                + by.address().brief() + ", which took its place, was linked");
        return by;
    }

    private static Linked linked(Node start, String relation, Node end, boolean changed, List<String> notes) {
        return new Linked(
                start.address().toString(),
                start.content(),
                relation,
                end.address().toString(),
                end.content(),
                changed,
                notes);
    }

    private void emit(String event, Linked linked) {
        desk.events()
                .emit(new dev.mnemo.kernel.event.Event(
                        dev.mnemo.kernel.event.Event.Layer.CONSCIOUS,
                        event,
                        linked.source().substring(0, Address.DIGITS_SHOWN) + " " + linked.relation() + " "
                                + linked.target().substring(0, Address.DIGITS_SHOWN),
                        List.of(linked.source(), linked.target()),
                        "",
                        Json.Obj.EMPTY
                                .with("rel", linked.relation())
                                .with("source_content", linked.sourceContent())
                                .with("target_content", linked.targetContent())));
    }
}
