package dev.mnemo.app.ops;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Verification;
import dev.mnemo.project.code.ExploreView;
import dev.mnemo.project.code.FileChange;
import dev.mnemo.project.code.FileListing;
import dev.mnemo.project.code.FileView;
import dev.mnemo.project.code.KnownNode;
import dev.mnemo.project.code.PlanView;
import dev.mnemo.project.code.SearchView;
import dev.mnemo.project.node.Address;
import java.util.List;
import java.util.Locale;

/// The answers of the code tools as an agent reads them: headings, one fact a line, addresses first.
final class CodeTexts {
    private static final int STALE_SHOWN_MAX = 3;
    private static final int CONTENT_CHARS = 100;
    private static final int PATH_COLUMN_CHARS = 40;

    private final StringBuilder out = new StringBuilder();

    private CodeTexts() {}

    static String text(FileView view) {
        var text = new CodeTexts();
        text.stale(view.stale());
        var critical = view.visit() > 1 ? ", critical ones" : "";
        if (!view.known().isEmpty()) {
            text.heading("Known about " + view.path() + " (" + view.known().size() + " of " + view.knownTotal()
                    + critical + ")");
            view.known().forEach(text::known);
            text.line("");
        }
        text.heading(view.path() + " (" + view.totalLines() + " lines)");
        if (view.lines().size() < view.totalLines()) {
            text.line(
                    view.lines().isEmpty()
                            ? "No line that far; the file has " + view.totalLines() + " lines."
                            : "Lines " + view.firstLine() + "-"
                                    + view.lines().getLast().number() + " of " + view.totalLines());
        }
        if (!view.utf8()) {
            text.line("Not UTF-8: each byte is shown as a Latin-1 character.");
        }
        for (var line : view.lines()) {
            line.notes().forEach(note -> text.line("  ## " + note(note)));
            var cut = line.cutChars() > 0 ? "… (" + line.cutChars() + " more characters)" : "";
            text.line("  " + line.number() + ": " + line.text() + cut);
        }
        int last = view.lines().isEmpty() ? 0 : view.lines().getLast().number();
        text.line("");
        text.line("Shown: " + view.lines().size() + " of " + view.totalLines() + " lines, " + view.annotations()
                + " notes, " + view.sections() + " declarations in the file, visit " + view.visit() + ".");
        if (last > 0 && last < view.totalLines()) {
            text.line((view.totalLines() - last) + " more lines: memory_read with offset=" + last + ".");
        }
        if (view.knownTotal() == 0) {
            text.line("Nothing is known about this file yet: memory_claim what you learn from it.");
        }
        return text.done();
    }

    static String text(FileChange change) {
        var text = new CodeTexts();
        if (change.replacements() > 0) {
            text.line("Edited: " + change.path() + " (" + count(change.replacements(), "replacement") + ")");
            text.line("  - " + change.before());
            text.line("  + " + change.after());
        } else {
            text.line("Wrote: " + change.path() + " (" + String.format(Locale.ROOT, "%,d", change.bytes()) + " bytes"
                    + (change.created() ? ", new file" : "") + ")");
        }
        if (change.crLf()) {
            text.line("Line ends: CR LF, as in the rest of the file.");
        }
        text.stale(change.stale());
        if (!change.claimed().isEmpty()) {
            text.line("Claimed: [" + brief(change.claimed()) + "]"
                    + (change.redacted().isEmpty() ? "" : " (redacted: " + String.join(", ", change.redacted()) + ")"));
        }
        if (!change.stale().isEmpty()) {
            text.line("Next: memory_update the stale nodes if they are no longer true.");
        }
        return text.done();
    }

    static String text(FileListing.Listed listed) {
        var text = new CodeTexts();
        if (listed.total() == 0) {
            text.line("No files matched " + listed.pattern()
                    + (listed.folder().isEmpty() ? "" : " in " + listed.folder()) + "; ** spans folders: **/*.java.");
            return text.done();
        }
        for (var file : listed.files()) {
            text.line("  " + padded(file.path(), PATH_COLUMN_CHARS) + " " + padded(bar(file.nodes()), 9)
                    + count(file.nodes(), "node"));
        }
        if (listed.files().size() < listed.total()) {
            text.line("  … and " + (listed.total() - listed.files().size()) + " more files; narrow the pattern.");
        }
        text.line("");
        text.line("Tree coverage: " + listed.known() + "/" + listed.total() + " files known ("
                + Math.round(100.0 * listed.known() / listed.total()) + "%)"
                + (listed.complete() ? "" : "; the project is too large to be looked at as a whole"));
        return text.done();
    }

    static String text(SearchView view) {
        var text = new CodeTexts();
        text.context(view.known(), view.suggested());
        if (view.files().isEmpty()) {
            text.heading("No matches for `" + Plain.line(view.pattern()) + "` in " + count(view.looked(), "file"));
            if (!view.known().isEmpty()) {
                text.line("The nodes above may already answer it.");
            }
        } else {
            text.heading(
                    "Matches (" + view.total() + " in " + count(view.files().size(), "file") + ")");
            view.files().forEach(text::matches);
        }
        text.line("");
        long suggested =
                view.files().stream().filter(SearchView.FileMatches::suggested).count();
        text.line("Searched " + count(view.looked(), "file") + " for `" + Plain.line(view.pattern()) + "` ("
                + Plain.line(view.intent()) + "); " + suggested + " of "
                + view.files().size()
                + " files with matches were suggested by the memory.");
        if (!view.stopped().isEmpty()) {
            text.line(view.stopped());
        }
        return text.done();
    }

    static String text(ExploreView view) {
        var text = new CodeTexts();
        text.heading("What the memory knows (" + count(view.known().size(), "node") + ")");
        view.known().forEach(text::known);
        if (view.known().isEmpty()) {
            text.line("  Nothing: this topic has no coverage yet.");
        }
        text.section(
                "Files that the nodes name",
                view.references().stream()
                        .map(one -> "  " + one.path() + (one.exists() ? " (✓)" : " (✗ MISSING)"))
                        .toList());
        text.line("");
        text.heading("Code matches (" + count(view.files().size(), "file") + ")");
        view.files().forEach(text::matches);
        for (var region : view.regions()) {
            text.line("");
            text.heading("Passages of " + region.path());
            int before = 0;
            for (var line : region.lines()) {
                if (line.line() != before + 1) {
                    text.line("  ...");
                }
                text.line("  " + line.line() + ": " + line.text());
                before = line.line();
            }
        }
        text.section(
                "Gaps: code that no node is about",
                view.gaps().stream().map(path -> "  " + path).toList());
        text.section(
                "Tensions: claims that the code contradicts",
                view.tensions().stream()
                        .map(one -> "  ⚡ " + brief(one.address()) + " anchor failed: " + Plain.line(one.detail())
                                + " — claim: " + one.text())
                        .toList());
        text.line("");
        text.line("Explored: " + count(view.known().size(), "node") + ", "
                + count(view.references().size(), "file") + " named, "
                + count(view.files().size(), "file")
                + " with matches, " + count(view.gaps().size(), "gap") + ", "
                + count(view.tensions().size(), "tension") + "."
                + (view.stopped().isEmpty() ? "" : " " + view.stopped()));
        if (!view.tensions().isEmpty()) {
            text.line("Next: memory_update the claims that are no longer true.");
        } else if (!view.gaps().isEmpty()) {
            text.line("Next: memory_claim what you learn about " + String.join(", ", view.gaps()) + ".");
        }
        return text.done();
    }

    static String text(PlanView view) {
        var text = new CodeTexts();
        text.nodes("Architecture (modules and systems involved)", view.architecture());
        text.nodes("Constraints (decisions, patterns, dependencies to respect)", view.constraints());
        text.nodes("Risks (known issues, gotchas, fragile areas)", view.risks());
        text.nodes("Current state (tasks, progress, blockers)", view.state());
        text.nodes("History (what was tried before)", view.history());
        if (!view.files().isEmpty()) {
            text.heading("Affected files");
            view.files()
                    .forEach(file -> text.line("  " + file.path() + (file.exists() ? " (exists)" : " (MISSING)")
                            + " from: "
                            + String.join(
                                    ", ",
                                    file.nodes().stream().map(CodeTexts::brief).toList())));
            text.line("");
        }
        if (!view.blockers().isEmpty()) {
            text.heading("Potential blockers");
            view.blockers().forEach(node -> text.line("  ! " + node(node)));
            text.line("");
        }
        text.line("Task: " + Plain.line(view.task()));
        text.line("Consulted: " + count(view.consulted(), "node") + " ("
                + view.architecture().size()
                + " architecture, " + view.constraints().size() + " constraints, "
                + view.risks().size() + " risks, " + view.state().size() + " state, "
                + view.history().size() + " history, " + view.others() + " other context), "
                + count(view.files().size(), "affected file") + ", "
                + count(view.blockers().size(), "potential blocker") + ".");
        if (view.consulted() == 0) {
            text.line("Nothing is known about this task: memory_explore the topic first, then claim what you learn.");
        }
        return text.done();
    }

    static String text(Verification verification) {
        var text = new CodeTexts();
        boolean one = verification.anchored() == 1 && verification.nodes().size() == 1;
        if (verification.anchored() == 0) {
            text.line("No anchored claims found; memory_claim with anchors ties claims to the code.");
        } else if (one) {
            var node = verification.nodes().getFirst();
            text.line("Verify " + brief(node.address()) + ": " + node.passed() + "/"
                    + node.checks().size() + " passed" + (node.active() ? "" : " (the node is not active)"));
            text.checks(node, true);
        } else if (verification.failed() == 0) {
            text.line("All " + verification.anchored() + " anchored claim(s) verified successfully.");
        } else {
            text.line("Anchor failures (" + verification.failed() + " of " + verification.anchored()
                    + " anchored nodes):");
            for (var node : verification.nodes()) {
                text.line("");
                text.line("  " + brief(node.address()) + " " + Plain.line(node.content(), CONTENT_CHARS));
                text.checks(node, false);
            }
        }
        if (verification.marked() + verification.cleared() > 0) {
            text.line("");
            text.line("Drift marks: " + verification.marked() + " set, " + verification.cleared() + " cleared.");
        }
        if (verification.failed() > 0) {
            text.line("Next: memory_update a node whose claim is no longer true.");
        }
        return text.done();
    }

    private void checks(Verification.NodeCheck node, boolean all) {
        node.checks().stream()
                .filter(check -> all || !check.passed())
                .forEach(check ->
                        line((all ? "  " : "    ") + (check.passed() ? "✓ " : "✗ ") + Plain.line(check.detail())));
    }

    private void stale(List<FileView.StaleNode> stale) {
        if (stale.isEmpty()) {
            return;
        }
        line("⚠ " + count(stale.size(), "stale anchor") + ": these nodes may describe code that has changed:");
        stale.stream()
                .limit(STALE_SHOWN_MAX)
                .forEach(one -> line("  " + brief(one.address()) + " " + one.text() + " (" + one.state() + ")"));
        if (stale.size() > STALE_SHOWN_MAX) {
            line("  … and " + (stale.size() - STALE_SHOWN_MAX) + " more; memory_verify shows all.");
        }
        line("");
    }

    private void context(List<KnownNode> known, List<SearchView.Suggested> suggested) {
        if (!known.isEmpty()) {
            heading("What the memory already knows");
            known.forEach(this::known);
            line("");
        }
        if (!suggested.isEmpty()) {
            heading("Files that the memory suggests");
            suggested.forEach(one -> line("  " + one.path() + (one.exists() ? " (exists)" : " (MISSING)")));
            line("");
        }
    }

    private void matches(SearchView.FileMatches file) {
        line("**" + file.path() + "**" + (file.suggested() ? " (suggested by the memory)" : ""));
        file.known().forEach(node -> line("  known: " + node(node)));
        for (var match : file.matches()) {
            line("  " + match.line() + ": " + match.text());
            match.notes().forEach(note -> line("    ↳ " + note(note)));
        }
        if (file.matches().size() < file.total()) {
            line("  … " + (file.total() - file.matches().size()) + " more in this file");
        }
    }

    private void nodes(String heading, List<KnownNode> nodes) {
        if (!nodes.isEmpty()) {
            heading(heading);
            nodes.forEach(this::known);
            line("");
        }
    }

    private void section(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            line("");
            heading(heading);
            lines.forEach(this::line);
        }
    }

    private void known(KnownNode node) {
        line("  " + node(node));
    }

    private static String node(KnownNode node) {
        return brief(node.address()) + " [" + node.domain() + "]"
                + (node.priority() == 0 ? "" : " [priority=" + node.priority() + "]") + " " + node.text();
    }

    private static String note(FileView.Note note) {
        var lines = note.fromLine() == 0
                ? ""
                : note.fromLine() == note.toLine()
                        ? " (line " + note.fromLine() + ")"
                        : " (lines " + note.fromLine() + "-" + note.toLine() + ")";
        return brief(note.address()) + " [" + note.domain() + "]" + lines
                + (note.drifted() ? " [DRIFTED, needs an update]" : "") + " " + note.text();
    }

    private static String bar(int nodes) {
        return nodes == 0 ? "" : nodes == 1 ? "█" : nodes <= 3 ? "██" : nodes <= 6 ? "████" : "████████";
    }

    private static String padded(String text, int chars) {
        return text + " ".repeat(Math.max(0, chars - text.codePointCount(0, text.length())));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String brief(String address) {
        return address.substring(0, Math.min(Address.DIGITS_SHOWN, address.length()));
    }

    private void heading(String text) {
        line("## " + text);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private String done() {
        return out.toString().stripTrailing();
    }
}
