package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Standing;
import java.util.List;

/// Records what nobody knows yet. A question is resolved by updating its node with the answer.
final class Questions {
    private final Desk desk;

    Questions(Desk desk) {
        this.desk = desk;
    }

    Noted gap(String topic, String context) {
        return note(
                "gap",
                topic,
                context,
                Json.Obj.EMPTY.with("topic", Plain.line(topic)).with("context", Plain.line(context)));
    }

    Noted ask(String question, String context, String targetAgent) {
        return note(
                "ask",
                question,
                context,
                Json.Obj.EMPTY.with("question", Plain.line(question)).with("target_agent", Plain.line(targetAgent)));
    }

    private Noted note(String kind, String about, String context, Json.Obj detail) {
        var what = kind.equals("gap") ? "topic" : "question";
        var subject = desk.text(what, about, Claims.REASON_CHARS_MAX);
        var around = desk.optionalText("context", context, Claims.REASON_CHARS_MAX);
        var content = "[" + kind.toUpperCase(java.util.Locale.ROOT) + "] " + subject.text()
                + (around.text().isEmpty() ? "" : " — " + around.text());
        var made = Node.of(
                NodeType.LEAF,
                content,
                List.of(),
                desk.now(),
                Json.Obj.EMPTY
                        .with("domain", "issues")
                        .with("source", "conscious")
                        .with(kind, true)
                        .with("session_id", desk.session().id()));
        boolean known = desk.stores().project().write(change -> {
            var before = change.node(made.address());
            if (before.isPresent()) {
                var standing = Standing.of(change, before.get());
                if (standing.state() == Standing.State.SUPERSEDED) {
                    throw new Refusal("That was answered: "
                            + standing.by()
                                    .map(now ->
                                            now.address().brief() + " says \"" + Plain.line(now.content(), 120) + "\".")
                                    .orElse("memory_query(" + made.address().brief() + ") tells how."));
                }
                if (standing.state() == Standing.State.FORGOTTEN) {
                    throw standing.refusal(before.get());
                }
            }
            change.put(before.orElse(made));
            change.activate(made.address());
            return before.isPresent();
        });
        var redacted = subject.changed() ? subject : around;
        desk.emit(
                "claim",
                content,
                List.of(made),
                "issues",
                Json.Obj.EMPTY.with("kind", kind).with("about", detail));
        return new Noted(
                kind,
                made.address().toString(),
                content,
                known,
                redacted.changed() ? List.of(Desk.redactedNote(redacted)) : List.of());
    }
}
