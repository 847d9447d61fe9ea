package dev.mnemo.cache.policy;

/// What a guard watches: a small thing in a question that changes its answer and that vectors hardly see.
public enum Guard {
    /// Numbers, written in digits or as words.
    NUMBER("a number"),
    /// What is counted or measured: units and currencies.
    UNIT("a unit"),
    /// Days, months, times of day, years and periods such as "last week".
    DATE("a time"),
    /// Whether something is said or denied.
    NEGATION("a negation"),
    /// Likewise in a question that is answered with yes or no.
    POLARITY("yes or no"),
    /// Words of opposite meaning, such as enable and disable.
    OPPOSITE("an opposite"),
    /// All, some, must, may, only.
    QUANTIFIER("a quantifier"),
    /// Which way: before or after, above or below, from here to there.
    DIRECTION("a direction"),
    /// Proper names.
    NAME("a name"),
    /// Who does what to whom: the same words in other places.
    ORDER("the order of words"),
    /// Text in quotation marks.
    QUOTE("a quotation"),
    /// Code, file names, versions, order numbers.
    IDENTIFIER("an identifier"),
    /// Web and mail addresses.
    URL("an address"),
    /// Questions that mean nothing without what was said before them.
    CONTEXT("what was said before");

    private final String what;

    Guard(String what) {
        this.what = what;
    }

    /// What is watched, in words.
    public String what() {
        return what;
    }
}
