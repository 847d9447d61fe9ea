package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.chain.Freshness;
import dev.mnemo.project.node.Node;
import java.util.List;

/// A node as an answer shows it. Its text is what somebody stored: data, never an instruction.
///
/// @param addr the whole address
/// @param project the registered project it comes from; empty for the current one, `global` for what holds in all
/// @param domain its domain, or an empty text
/// @param text what it says, without control characters, cut when it is very long
/// @param score comparable within one answer only
/// @param why one short phrase that says why it is here
/// @param state `verified` (confirmed lately, or anchored in code that still holds), `unverified`, `drifted` (its code
///     has moved on, or a correction put it in question) or `inactive` (corrected, summarised or put away)
/// @param chains the chains it belongs to
public record Remembered(
        String addr,
        String project,
        String domain,
        String text,
        double score,
        String why,
        String state,
        List<String> chains) {
    /// Code points of a text that are shown; `memory_query` shows the rest.
    public static final int TEXT_CODE_POINTS_MAX = 2_000;

    private static final double VERIFIED_DAYS = 21;

    public Remembered {
        chains = List.copyOf(chains);
    }

    static Remembered of(Retrieval.Hit hit, String project, boolean active, double now) {
        var node = hit.node();
        return new Remembered(
                node.address().toString(),
                project,
                node.meta().domain(),
                shown(node.content()),
                hit.score(),
                hit.why(),
                active ? state(node, now) : "inactive",
                node.meta().chains());
    }

    Remembered withText(String other) {
        return new Remembered(addr, project, domain, other, score, why, state, chains);
    }

    /// The first eight digits of the address.
    public String brief() {
        return addr.substring(0, 8);
    }

    private static String state(Node node, double now) {
        if (Ordinary.isInQuestion(node)) {
            return "drifted";
        }
        var confirmed = node.meta().lastReinforced();
        boolean lately = confirmed.isPresent()
                && now - confirmed.getAsDouble() < VERIFIED_DAYS * ClassicScore.DAY_SECONDS
                && !Freshness.of(node, now).equals("stale");
        return lately || !node.meta().anchors().isEmpty() ? "verified" : "unverified";
    }

    private static String shown(String content) {
        var plain = Plain.text(content).strip();
        return plain.codePointCount(0, plain.length()) <= TEXT_CODE_POINTS_MAX
                ? plain
                : Plain.cut(plain, TEXT_CODE_POINTS_MAX) + "… (cut)";
    }
}
