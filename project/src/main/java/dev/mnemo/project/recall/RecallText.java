package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Plain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// What an agent reads: addresses first, chains together, the rest in order, then what to do about it.
public final class RecallText {
    private static final String INDENT = "    ";

    private RecallText() {}

    /// The text of an answer.
    public static String of(Recalled recalled) {
        var text = answer(recalled);
        return recalled.trace().isEmpty()
                ? text
                : recalled.trace().stream()
                        .map(step -> "  " + step.row() + " " + step.stage() + " " + step.value()
                                + (step.note().isEmpty() ? "" : " (" + step.note() + ")"))
                        .collect(Collectors.joining("\n", text + "\n\n── How it was ranked ──\n", ""));
    }

    /// Characters of the text without its trace.
    static int length(Recalled recalled) {
        return answer(recalled).length();
    }

    private static String answer(Recalled recalled) {
        var blocks = new ArrayList<String>();
        if (!recalled.orientation().isEmpty()) {
            blocks.add(recalled.orientation());
        }
        section(recalled.always(), "── Always ──", blocks);
        if (recalled.preload().isEmpty()) {
            hits(recalled, blocks);
        } else {
            blocks.add(recalled.preload());
        }
        section(recalled.global(), "── In all projects ──", blocks);
        section(recalled.elsewhere(), "── In other projects ──", blocks);
        if (blocks.isEmpty()) {
            blocks.add(
                    recalled.project().isEmpty()
                            ? "(nothing comes to mind)"
                            : "(nothing found in " + recalled.project() + ")");
        }
        var notes = new ArrayList<>(recalled.notes());
        if (recalled.omitted() > 0) {
            notes.add("(" + recalled.omitted() + " more did not fit; ask more closely or use memory_search)");
        }
        if (!notes.isEmpty()) {
            blocks.add(String.join("\n", notes));
        }
        return String.join("\n\n", blocks);
    }

    private static void hits(Recalled recalled, List<String> blocks) {
        var told = new LinkedHashSet<String>();
        for (var thread : recalled.chains()) {
            var members = recalled.hits().stream()
                    .filter(hit -> hit.chains().contains(thread.id()) && !told.contains(hit.addr()))
                    .toList();
            if (members.isEmpty() && thread.plan()) {
                blocks.add("── " + thread.id() + " [PLAN] " + Plain.line(thread.summary(), 80) + " (" + thread.nodes()
                        + (thread.nodes() == 1 ? " node" : " nodes") + "; memory_cat tells it) ──");
            }
            if (!members.isEmpty()) {
                members.forEach(member -> told.add(member.addr()));
                var headline = "── " + thread.id() + (thread.plan() ? " [PLAN]" : "")
                        + (thread.summary().isEmpty() ? "" : " " + Plain.line(thread.summary(), 80))
                        + " (" + members.size() + " of " + thread.nodes() + ") ──";
                blocks.add(headline + "\n" + lines(members));
            }
        }
        var alone = recalled.hits().stream()
                .filter(hit -> !told.contains(hit.addr()))
                .toList();
        var title = recalled.project().isEmpty() ? "── Known ──" : "── From " + recalled.project() + " ──";
        section(alone, title, blocks);
    }

    private static void section(List<Remembered> hits, String title, List<String> blocks) {
        if (!hits.isEmpty()) {
            blocks.add(title + "\n" + lines(hits));
        }
    }

    private static String lines(List<Remembered> hits) {
        return hits.stream().map(RecallText::line).collect(Collectors.joining("\n"));
    }

    /// One node: address, where it is from, what it says, why it is here.
    static String line(Remembered hit) {
        var place = hit.project().isEmpty()
                ? hit.domain()
                : hit.project() + (hit.domain().isEmpty() ? "" : "/") + hit.domain();
        var doubt = switch (hit.state()) {
            case "drifted" -> "⚠ in question: ";
            case "inactive" -> "✗ no longer holds: ";
            default -> "";
        };
        return "  " + hit.brief() + (place.isEmpty() ? "" : " [" + Plain.line(place, 60) + "]") + " " + doubt
                + hit.text().replace("\n", "\n" + INDENT)
                + (hit.why().isEmpty() ? "" : " (" + hit.why() + ")");
    }
}
