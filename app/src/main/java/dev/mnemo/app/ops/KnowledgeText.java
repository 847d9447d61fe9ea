package dev.mnemo.app.ops;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.claim.Claimed;
import dev.mnemo.project.claim.Compressed;
import dev.mnemo.project.claim.Exported;
import dev.mnemo.project.claim.Forgotten;
import dev.mnemo.project.claim.Imported;
import dev.mnemo.project.claim.ImportedFile;
import dev.mnemo.project.claim.Linked;
import dev.mnemo.project.claim.Noted;
import dev.mnemo.project.claim.Reinforced;
import dev.mnemo.project.claim.Revised;
import java.util.List;

/// The answers of {@link KnowledgeOps} as text: addresses first, what to do next last.
final class KnowledgeText {
    private static final int SHOWN_CHARS = 120;
    private static final int BRIEF_DIGITS = 8;
    private static final double COVERAGE_LOW = 0.6;

    private KnowledgeText() {}

    static String brief(String address) {
        return address.length() > BRIEF_DIGITS ? address.substring(0, BRIEF_DIGITS) : address;
    }

    static String cut(String text) {
        return Plain.line(text, SHOWN_CHARS);
    }

    private static String notes(List<String> notes) {
        var out = new StringBuilder();
        notes.forEach(note -> out.append("\n  note: ").append(note));
        return out.toString();
    }

    static String claimed(Claimed claimed) {
        var out = new StringBuilder();
        for (var stored : claimed.stored()) {
            out.append(out.isEmpty() ? "" : "\n")
                    .append(brief(stored.address()))
                    .append(
                            switch (stored.state()) {
                                case "merged" -> " known already, merged [";
                                case "revived" -> " was inactive, active again [";
                                default -> " stored [";
                            })
                    .append(stored.domain())
                    .append(']')
                    .append(stored.place().equals("project") ? "" : " [" + stored.place() + "]")
                    .append(": ")
                    .append(cut(stored.content()))
                    .append(notes(stored.notes()));
        }
        claimed.skipped().forEach(skipped -> out.append("\nskipped ").append(skipped));
        if (!claimed.chainId().isEmpty()) {
            out.append('\n')
                    .append(claimed.chainId())
                    .append(claimed.chainNew() ? " new chain" : " continued")
                    .append(claimed.chainSummary().isEmpty() ? "" : ": " + cut(claimed.chainSummary()));
        }
        if (claimed.stored().stream().anyMatch(stored -> stored.place().equals("session"))) {
            out.append("\nKept with this session; memory_promote makes it part of the project.");
        }
        return out.toString();
    }

    static String revised(Revised revised) {
        return brief(revised.oldAddress()) + " -> " + brief(revised.address()) + " [" + revised.domain() + "]: "
                + cut(revised.content())
                + "\n  was: " + cut(revised.oldContent())
                + (revised.chains().isEmpty() ? "" : "\n  shown in " + String.join(", ", revised.chains()))
                + notes(revised.notes())
                + "\nNext: memory_rebase(" + brief(revised.address()) + ") finds what depends on it.";
    }

    static String reinforced(Reinforced reinforced) {
        return brief(reinforced.address()) + " confirmed, " + reinforced.count() + "x now: "
                + cut(reinforced.content())
                + (reinforced.doubtCleared() ? "\n  no longer marked as possibly stale" : "");
    }

    static String linked(Linked linked) {
        return arrow(linked) + (linked.changed() ? "" : " was linked already") + ends(linked) + notes(linked.notes());
    }

    static String unlinked(Linked linked) {
        return arrow(linked) + " cut" + ends(linked);
    }

    private static String arrow(Linked linked) {
        return brief(linked.source()) + " --" + linked.relation() + "--> " + brief(linked.target());
    }

    private static String ends(Linked linked) {
        return "\n  from: " + cut(linked.sourceContent()) + "\n  to:   " + cut(linked.targetContent());
    }

    static String noted(Noted noted) {
        return brief(noted.address()) + (noted.known() ? " recorded before: " : " recorded: ")
                + Plain.line(noted.content()) + notes(noted.notes()) + "\nResolve with memory_update(old_address='"
                + brief(noted.address()) + "', new_content='<answer>').";
    }

    static String compressed(Compressed compressed) {
        var out = new StringBuilder(brief(compressed.address()) + " [" + compressed.domain() + "] stands for "
                + compressed.inputs().size() + " node(s), coverage " + Math.round(compressed.coverage() * 100) + "%: "
                + cut(compressed.content()));
        if (!compressed.preserved().isEmpty()) {
            out.append("\n  kept word for word: ").append(cut(String.join("; ", compressed.preserved())));
        }
        out.append(notes(compressed.notes()));
        if (compressed.coverage() < COVERAGE_LOW) {
            out.append("\nMuch was left out. memory_provenance(")
                    .append(brief(compressed.address()))
                    .append(") shows the originals; memory_update can say more.");
        }
        return out.toString();
    }

    static String forgotten(Forgotten forgotten) {
        return brief(forgotten.address()) + " forgotten; what it said is gone from the " + forgotten.place()
                + " store, its sessions and its event logs."
                + (forgotten.relatives().isEmpty()
                        ? ""
                        : "\nStill stored, made from it, before it or quoting it: "
                                + String.join(
                                        ", ",
                                        forgotten.relatives().stream()
                                                .map(KnowledgeText::brief)
                                                .toList())
                                + ". Forget these too if they say the same.");
    }

    static String imported(Imported imported) {
        return brief(imported.address()) + " ["
                + imported.domain() + "] imported from " + Plain.line(imported.project(), SHOWN_CHARS) + " ("
                + brief(imported.original()) + " there)"
                + (imported.state().equals("new") ? "" : ", " + imported.state())
                + ": " + cut(imported.content()) + notes(imported.notes());
    }

    static String exported(Exported exported) {
        return exported.file().isEmpty()
                ? exported.text()
                : exported.nodes() + " nodes and " + exported.chains() + " chains written as " + exported.format()
                        + " to "
                        + exported.file()
                        + (exported.format().equals("json") ? "\nmemory_import_file reads it elsewhere." : "");
    }

    static String importedFile(ImportedFile imported) {
        var out = new StringBuilder(imported.added() + " new and " + imported.known() + " known nodes, "
                + imported.chains() + " new chains from " + imported.file());
        if (!imported.kept().isEmpty()) {
            out.append("\nstay inactive, corrected or withdrawn here: ")
                    .append(String.join(
                            ", ",
                            imported.kept().stream().map(KnowledgeText::brief).toList()));
        }
        imported.skipped().forEach(skipped -> out.append("\nskipped ").append(skipped));
        return out.toString();
    }
}
