package dev.mnemo.project.recall;

import dev.mnemo.project.node.Node;
import java.util.List;

/// Finds the active nodes of one store that matter for a text.
public interface Retrieval {
    /// The nodes that matter, best first; none if nothing is relevant.
    ///
    /// @param text a message, a question, a file name
    /// @param limit how many at most
    List<Hit> relevant(String text, int limit);

    /// The nodes that share words with a query, best first: plain search without any other signal.
    List<Hit> search(String query, int limit);

    /// One node found.
    ///
    /// @param node what was found
    /// @param score comparable within one answer only
    /// @param why one short phrase
    record Hit(Node node, double score, String why) {}
}
