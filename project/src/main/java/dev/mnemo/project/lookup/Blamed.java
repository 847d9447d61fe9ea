package dev.mnemo.project.lookup;

import java.util.List;

/// Who said what about something.
///
/// @param kind `chain`, `file` or `node`
/// @param target the chain's id, the path, or the node's address
/// @param domain the domain of a chain or node, or empty
/// @param detail the status of a chain, the lines of a file, or the type of a node
/// @param entries what was said; for a node, the node and then its inputs
public record Blamed(String kind, String target, String domain, String detail, List<Entry> entries) {
    public Blamed {
        entries = List.copyOf(entries);
    }

    /// One thing that was said.
    ///
    /// @param address its node
    /// @param type what kind of node it is
    /// @param agent who said it, or empty
    /// @param created when, epoch seconds
    /// @param domain its domain, or empty
    /// @param confidence how sure they were; -1 if not said
    /// @param state what became of it, as {@link Queried} says it
    /// @param chains the chains it belongs to
    /// @param place the files it is anchored to, or the place in the file asked for
    /// @param content what was said
    public record Entry(
            String address,
            String type,
            String agent,
            double created,
            String domain,
            double confidence,
            String state,
            List<String> chains,
            String place,
            String content) {
        public Entry {
            chains = List.copyOf(chains);
        }
    }
}
