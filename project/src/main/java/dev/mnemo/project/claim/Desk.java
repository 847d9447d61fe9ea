package dev.mnemo.project.claim;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Nearest;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.session.Session;
import dev.mnemo.project.session.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// What claims work with, and the checks that every text passes on its way into a store.
///
/// @param stores where claims may go
/// @param root the folder of the code base; exported files never leave it
/// @param session learns what was made
/// @param sessionStore holds what is preliminary
/// @param events learns what happened
/// @param clock what time it is
/// @param random where ids of chains come from
public record Desk(
        Stores stores,
        ProjectRoot root,
        Session session,
        SessionStore sessionStore,
        EventLog events,
        InstantSource clock,
        RandomGenerator random) {
    static final List<String> DOMAINS =
            List.of("architecture", "decisions", "patterns", "tasks", "issues", "dependencies", "history", "context");

    /// Epoch seconds with a fraction.
    double now() {
        return Moment.now(clock);
    }

    /// A text ready to be stored: trimmed, within its limit, without secrets.
    ///
    /// @param what what the text is, as a refusal names it
    Secrets.Redacted text(String what, String text, int charsMax) {
        var stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new Refusal("The " + what + " is empty; give a text of 1 to " + charsMax + " characters.");
        }
        if (stripped.length() > charsMax) {
            throw new Refusal("The " + what + " has " + stripped.length() + " characters; at most " + charsMax
                    + " are allowed, so split it.");
        }
        var redacted = Secrets.redact(stripped);
        if (redacted.changed()
                && redacted.text().replaceAll("\\[redacted: [^]]*+]", "").isBlank()) {
            throw new Refusal("The " + what + " holds nothing but secrets (" + String.join(", ", redacted.kinds())
                    + "); describe them without saying them.");
        }
        return redacted;
    }

    /// As {@link #text}, but empty is allowed.
    Secrets.Redacted optionalText(String what, String text, int charsMax) {
        return text.isBlank() ? new Secrets.Redacted("", List.of()) : text(what, text, charsMax);
    }

    /// A domain as stored: one line, lower case.
    String domain(String domain) {
        var line = Plain.line(domain).toLowerCase(Locale.ROOT);
        if (line.length() > Claims.DOMAIN_CHARS_MAX) {
            throw new Refusal("The domain has " + line.length() + " characters; at most " + Claims.DOMAIN_CHARS_MAX
                    + " are allowed, such as " + String.join(", ", DOMAINS) + ".");
        }
        return line;
    }

    /// The domain that was probably meant, if nothing in the store has this one.
    static Optional<String> meantDomain(StoreView view, String domain) {
        if (DOMAINS.contains(domain)) {
            return Optional.empty();
        }
        var known = new TreeSet<>(DOMAINS);
        for (var node : view.activeNodes()) {
            var other = node.meta().domain();
            if (other.equals(domain)) {
                return Optional.empty();
            }
        }
        return Nearest.to(domain, known);
    }

    /// An anchor whose path is relative to the project, however it was given, so that it is found by it.
    Json.Obj inProject(Json.Obj anchor) {
        var changed = anchor;
        for (var key : List.of("path", "file")) {
            var path = anchor.string(key);
            changed = path.isPresent() ? changed.with(key, root.relative(path.get())) : changed;
        }
        return changed;
    }

    static String redactedNote(Secrets.Redacted text) {
        return "redacted before storing: " + String.join(", ", text.kinds());
    }

    void emit(String event, String summary, List<Node> nodes, String domain, Json.Obj detail) {
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                event,
                summary,
                nodes.stream().map(node -> node.address().toString()).toList(),
                domain,
                detail));
    }

    /// The node with one more hit if it was recalled lately: acting on what recall showed is what recall is for.
    Node withHit(Node node, Node recalled) {
        return session.wasRecentlyRecalled(recalled.address())
                ? node.editMeta(meta -> meta.with("recall_hits", node.meta().recallHits() + 1))
                : node;
    }
}
