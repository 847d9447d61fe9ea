package dev.mnemo.project.recall;

import dev.mnemo.project.node.Address;
import dev.mnemo.project.session.Session;
import java.util.List;
import java.util.Set;

/// What a recall starts from.
///
/// @param text a message, a question, a file name
/// @param limit how many nodes at most; {@link #ADAPTIVE} lets the message decide
/// @param created the nodes made in this sitting
/// @param recentTurns what the last turns showed, newest turn first
/// @param focusFile the file in work, relative to the project, or an empty text
/// @param explain whether the answer carries a trace
public record Cue(
        String text,
        int limit,
        Set<Address> created,
        List<Set<Address>> recentTurns,
        String focusFile,
        boolean explain) {
    /// The limit that lets the message decide: little for a word or two, more for a question.
    public static final int ADAPTIVE = 0;

    public Cue {
        created = Set.copyOf(created);
        recentTurns = List.copyOf(recentTurns);
    }

    /// A text outside any sitting.
    public static Cue of(String text, int limit) {
        return new Cue(text, limit, Set.of(), List.of(), "", false);
    }

    /// A message within a sitting.
    public static Cue of(String text, Session session, boolean explain) {
        return new Cue(
                text,
                ADAPTIVE,
                Set.copyOf(session.created()),
                session.recentlyRecalled(),
                session.focusFile(),
                explain);
    }
}
