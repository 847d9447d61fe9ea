package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Optional;

/// Where a node stands today: whether recall may surface it, and if not, why and what stands in its place.
///
/// @param state what became of it
/// @param by the active node that took its place, if one did
public record Standing(State state, Optional<Node> by) {
    private static final int TEXT_SHOWN_CHARS = 100;

    /// What became of a node.
    public enum State {
        /// Recall may surface it.
        ACTIVE,
        /// It was corrected.
        SUPERSEDED,
        /// A summary stands for it.
        COMPRESSED,
        /// A stashed chain keeps it back.
        STASHED,
        /// It is a picture of the active set, which recall never surfaces.
        ROOT,
        /// What it said was removed for good.
        FORGOTTEN,
        /// It was withdrawn and nothing took its place.
        WITHDRAWN;

        /// The state as answers write it, in lower case.
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Where a node stands in its store.
    public static Standing of(StoreView view, Node node) {
        if (node.type().equals(NodeType.TOMBSTONE)) {
            return new Standing(State.FORGOTTEN, Optional.empty());
        }
        if (view.isActive(node.address())) {
            return new Standing(State.ACTIVE, Optional.empty());
        }
        if (node.type().equals(NodeType.ROOT)) {
            return new Standing(State.ROOT, Optional.empty());
        }
        var by = view.successor(node.address());
        var descendants = view.descendants(node.address());
        if (descendants.stream().anyMatch(made -> made.type().equals(NodeType.SUPERSEDE))) {
            return new Standing(State.SUPERSEDED, by);
        }
        if (by.isPresent()) {
            return new Standing(State.COMPRESSED, by);
        }
        boolean stashed = node.meta().chains().stream()
                .map(id -> Optional.ofNullable(view.chains().get(id)))
                .anyMatch(chain ->
                        chain.isPresent() && chain.get().string("status", "").equals("stashed"));
        return new Standing(stashed ? State.STASHED : State.WITHDRAWN, Optional.empty());
    }

    /// Why nothing can be done with a node that is not active, in one sentence that names what to use instead.
    ///
    /// @param node the node
    public Refusal refusal(Node node) {
        var name = node.address().brief();
        return new Refusal(
                switch (state) {
                    case FORGOTTEN -> name + " was forgotten; nothing of it is left.";
                    case ROOT -> name + " is a root; roots are made by memory_reroot and never change.";
                    case STASHED -> name + " belongs to a stashed chain; memory_stash_pop brings it back.";
                    case SUPERSEDED, COMPRESSED ->
                        by.map(now -> name + " is no longer current: "
                                        + now.address().brief()
                                        + (state == State.SUPERSEDED ? " corrected it to \"" : " summarises it as \"")
                                        + shown(now) + "\". Use "
                                        + now.address().brief() + " instead.")
                                .orElse(name + " was superseded, and what superseded it is not active either.");
                    case WITHDRAWN, ACTIVE -> name + " is not active; claim its text again to make it so.";
                });
    }

    private static String shown(Node node) {
        return dev.mnemo.kernel.text.Plain.line(node.content(), TEXT_SHOWN_CHARS);
    }
}
