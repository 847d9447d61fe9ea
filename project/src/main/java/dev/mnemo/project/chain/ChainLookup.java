package dev.mnemo.project.chain;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.StoreView;

/// Finds the chain that an agent means.
public final class ChainLookup {
    private static final int PREFIX_CHARS_MIN = 6;

    private ChainLookup() {}

    /// The chain with an id, or the only one whose id begins so.
    ///
    /// @throws Refusal if none or more than one does
    public static Chain require(StoreView view, String idOrPrefix) {
        var id = idOrPrefix.strip();
        var exact = view.chains().get(id);
        if (exact != null) {
            return Chain.ofJson(id, exact);
        }
        var found = view.chains().entrySet().stream()
                .filter(entry ->
                        id.length() >= PREFIX_CHARS_MIN && entry.getKey().startsWith(id))
                .map(entry -> Chain.ofJson(entry.getKey(), entry.getValue()))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new Refusal(
                found.isEmpty()
                        ? "Chain not found: " + Plain.line(id, 40) + ". memory_chains lists them."
                        : "Several chains begin with " + Plain.line(id, 40) + ": "
                                + String.join(
                                        ", ", found.stream().map(Chain::id).toList()) + ".");
    }
}
