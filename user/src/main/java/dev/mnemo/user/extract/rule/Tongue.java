package dev.mnemo.user.extract.rule;

import java.util.List;

/// A language as rules read it.
public interface Tongue {
    /// A piece of what was said that makes one statement.
    ///
    /// @param text without greetings, fillers and the end of the sentence
    /// @param sentence the sentence that it is part of, as it was written
    /// @param negated whether it says what is not so
    record Clause(String text, String sentence, boolean negated) {}

    /// The statements of a text that its writer makes in earnest about the real world: no questions, no conditions, no
    /// quotations, no reports of what others say, no jokes, no tasks.
    List<Clause> clauses(String text);

    /// Ways of saying what is so.
    List<Rule> affirmed();

    /// Ways of saying what is not so, or no longer.
    List<Rule> negated();

    /// Cuts values out of a clause.
    Said.Values values();

    /// A clause without its times and as a memory says it: of the person, not by the person.
    String retold(String clause, List<String> times);

    /// Whether a clause tells of something that the writer did or went through.
    boolean isDeed(String clause);

    /// Whether a clause tells of something that the writer is going to do.
    boolean isPlan(String clause);
}
