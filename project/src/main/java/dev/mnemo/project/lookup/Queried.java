package dev.mnemo.project.lookup;

import java.util.List;

/// Everything about one node.
///
/// @param address its full address
/// @param type what kind of node it is
/// @param place which store holds it: `project`, `global` or `session`
/// @param state `active`, `superseded`, `compressed`, `stashed`, `withdrawn`, `root` or `forgotten`
/// @param by the node that took its place, or empty
/// @param byContent what that one says, or empty
/// @param domain its domain, or empty
/// @param confidence how sure the claimer was; -1 if not said
/// @param priority how much it wants to be seen
/// @param agent who claimed it, or empty
/// @param source how it came into the store, or empty
/// @param ageDays days since it was made
/// @param ttlDays days after which it is no longer recalled; 0 means never
/// @param reinforced how often it was confirmed
/// @param reinforcedDays days since it was last confirmed; -1 if never
/// @param recalled how often it was recalled
/// @param reason why it was corrected, or empty
/// @param coverage how much of its inputs a summary keeps; -1 if it is none
/// @param preserved clauses that a summary kept word for word
/// @param inputs what it was made from
/// @param links its links
/// @param linkedFrom the links that point at it
/// @param anchors what in the code it depends on, one line each
/// @param chains the chains it belongs to
/// @param doubt why it may be stale, or empty
/// @param content what it says
public record Queried(
        String address,
        String type,
        String place,
        String state,
        String by,
        String byContent,
        String domain,
        double confidence,
        double priority,
        String agent,
        String source,
        int ageDays,
        double ttlDays,
        int reinforced,
        int reinforcedDays,
        int recalled,
        String reason,
        double coverage,
        List<String> preserved,
        List<String> inputs,
        List<Tie> links,
        List<Tie> linkedFrom,
        List<String> anchors,
        List<String> chains,
        String doubt,
        String content) {
    public Queried {
        preserved = List.copyOf(preserved);
        inputs = List.copyOf(inputs);
        links = List.copyOf(links);
        linkedFrom = List.copyOf(linkedFrom);
        anchors = List.copyOf(anchors);
        chains = List.copyOf(chains);
    }

    /// One link, seen from the node.
    ///
    /// @param relation what it says
    /// @param address the other end
    /// @param content what the other end says
    public record Tie(String relation, String address, String content) {}
}
