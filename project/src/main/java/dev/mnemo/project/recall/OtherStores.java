package dev.mnemo.project.recall;

import dev.mnemo.project.node.NodeStore;
import java.util.List;

/// The stores of other projects, by name.
public interface OtherStores {
    /// The names of the registered projects but the current one.
    List<String> names();

    /// The store of a registered project, the current one included.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if there is none
    NodeStore store(String project);
}
