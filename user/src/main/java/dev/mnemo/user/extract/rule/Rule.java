package dev.mnemo.user.extract.rule;

import dev.mnemo.user.extract.Finding;
import java.util.List;
import java.util.regex.Pattern;

/// One way of saying something about oneself. It must fit a whole clause.
///
/// @param pattern fits the clause
/// @param reading what it means; nothing if a value is missing or says nothing
public record Rule(Pattern pattern, Reading reading) {
    /// What a clause means.
    @FunctionalInterface
    public interface Reading {
        List<Finding> of(Said said);
    }
}
