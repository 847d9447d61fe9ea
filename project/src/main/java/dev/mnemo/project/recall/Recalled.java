package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.kernel.text.Plain;
import java.util.List;

/// What came to mind.
///
/// @param project the project that was asked by name, or an empty text
/// @param turn the recalls of this sitting, this one included; 0 when another project was asked
/// @param orientation what an agent must know when a sitting begins, or an empty text
/// @param chains the chains of the hits, best first
/// @param hits what matters, best first, each node once
/// @param always what holds in every situation, told when a sitting begins
/// @param global what matters of the nodes that hold in all projects
/// @param elsewhere what matters in other projects, when this one knows little
/// @param notes what the agent should do or know about this answer, possibly nothing
/// @param tokens about how many tokens the text has: a quarter of its characters
/// @param omitted hits that did not fit
/// @param preload the text of the classic recipe; empty for other recipes
/// @param trace what each stage did to each node; empty unless asked for
public record Recalled(
        String project,
        int turn,
        String orientation,
        List<ChainShown> chains,
        List<Remembered> hits,
        List<Remembered> always,
        List<Remembered> global,
        List<Remembered> elsewhere,
        List<String> notes,
        int tokens,
        int omitted,
        String preload,
        List<Trace.Step> trace) {
    /// Characters that count as one token.
    public static final int TOKEN_CHARS = 4;

    /// A text shorter than this is left out rather than cut.
    private static final int CUT_CHARS_MIN = 60;

    public Recalled {
        chains = List.copyOf(chains);
        hits = List.copyOf(hits);
        always = List.copyOf(always);
        global = List.copyOf(global);
        elsewhere = List.copyOf(elsewhere);
        notes = List.copyOf(notes);
        trace = List.copyOf(trace);
    }

    /// A chain that hits belong to.
    ///
    /// @param id its id
    /// @param summary what it is about
    /// @param domain its domain
    /// @param nodes how many nodes it has
    /// @param plan whether it is a plan
    public record ChainShown(String id, String summary, String domain, int nodes, boolean plan) {}

    Recalled withTokens(int counted) {
        return new Recalled(
                project,
                turn,
                orientation,
                chains,
                hits,
                always,
                global,
                elsewhere,
                notes,
                counted,
                omitted,
                preload,
                trace);
    }

    /// This answer with less in it: the last hits go first, then what other stores know, then long texts are halved;
    /// the same answer if there is nothing left to take.
    Recalled shrunk() {
        if (hits.size() > 1) {
            return with(orientation, butLast(hits), always, global, elsewhere, preload, omitted + 1);
        }
        if (!elsewhere.isEmpty()) {
            return with(orientation, hits, always, global, butLast(elsewhere), preload, omitted + 1);
        }
        if (!global.isEmpty()) {
            return with(orientation, hits, always, butLast(global), elsewhere, preload, omitted + 1);
        }
        if (always.size() > 1) {
            return with(orientation, hits, butLast(always), global, elsewhere, preload, omitted + 1);
        }
        if (orientation.length() > preload.length()) {
            return with(halved(orientation), hits, always, global, elsewhere, preload, omitted);
        }
        if (!preload.isEmpty()) {
            return with(orientation, hits, always, global, elsewhere, halved(preload), omitted);
        }
        if (!always.isEmpty()) {
            return with(orientation, hits, List.of(), global, elsewhere, preload, omitted + 1);
        }
        if (!hits.isEmpty()) {
            var text = hits.getFirst().text();
            return text.length() < CUT_CHARS_MIN
                    ? with(orientation, List.of(), always, global, elsewhere, preload, omitted + 1)
                    : with(
                            orientation,
                            List.of(hits.getFirst().withText(halved(text))),
                            always,
                            global,
                            elsewhere,
                            preload,
                            omitted);
        }
        return new Recalled(
                project,
                turn,
                orientation,
                chains,
                hits,
                always,
                global,
                elsewhere,
                List.of(),
                tokens,
                0,
                preload,
                trace);
    }

    private Recalled with(
            String orientation,
            List<Remembered> hits,
            List<Remembered> always,
            List<Remembered> global,
            List<Remembered> elsewhere,
            String preload,
            int omitted) {
        return new Recalled(
                project,
                turn,
                orientation,
                chains,
                hits,
                always,
                global,
                elsewhere,
                notes,
                tokens,
                omitted,
                preload,
                trace);
    }

    private static <T> List<T> butLast(List<T> list) {
        return list.subList(0, list.size() - 1);
    }

    private static String halved(String text) {
        return text.length() < CUT_CHARS_MIN ? "" : Plain.cut(text, text.codePointCount(0, text.length()) / 2) + "…";
    }
}
