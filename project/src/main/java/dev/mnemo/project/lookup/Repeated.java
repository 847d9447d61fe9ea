package dev.mnemo.project.lookup;

import java.util.List;

/// Nodes that say nearly the same.
///
/// @param count how many pairs there are
/// @param pairs the most alike of them, best first
public record Repeated(int count, List<Pair> pairs) {
    public Repeated {
        pairs = List.copyOf(pairs);
    }

    /// Two nodes that say nearly the same.
    ///
    /// @param similarity shared words divided by all words of both, 0..1, rounded to thousandths
    /// @param old the one made first
    /// @param oldContent what it says
    /// @param young the one made last
    /// @param youngContent what it says
    public record Pair(double similarity, String old, String oldContent, String young, String youngContent) {}
}
