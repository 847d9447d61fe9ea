package dev.mnemo.kernel.rank;

import java.util.ArrayList;
import java.util.List;

/// What each stage of a ranking did to each row, in the order in which it was done. A trace that is not wanted keeps
/// nothing.
public final class Trace {
    private final boolean wanted;
    private final List<Step> steps = new ArrayList<>();

    /// What one stage did to one row.
    ///
    /// @param row what names the row
    /// @param stage the stage
    /// @param value the row's score, or the part of it that the stage gave
    /// @param note what the stage saw
    public record Step(String row, String stage, double value, String note) {}

    /// @param wanted whether to keep anything
    public Trace(boolean wanted) {
        this.wanted = wanted;
    }

    /// Whether anything is kept; saves the cost of describing what nobody will read.
    public boolean isWanted() {
        return wanted;
    }

    /// Notes what a stage did.
    public void note(String row, String stage, double value, String note) {
        if (wanted) {
            steps.add(new Step(row, stage, value, note));
        }
    }

    /// Everything noted.
    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
