package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The stores that operations of one project may touch.
///
/// @param project what is known about the project
/// @param global what holds in every project
/// @param drafts what this session has not decided to keep yet; asked for anew each time, because a session ends
/// @param existingDrafts the same, unless nothing was drafted yet; for readers, so that reading makes no store
/// @param named the store of another project by its name; refuses unknown names
public record Stores(
        NodeStore project,
        NodeStore global,
        Supplier<NodeStore> drafts,
        Supplier<Optional<NodeStore>> existingDrafts,
        Function<String, NodeStore> named) {

    /// A node that an agent named, and where it lies.
    ///
    /// @param store the store that holds it
    /// @param place what people call the store
    /// @param address the node
    public record Located(NodeStore store, Place place, Address address) {}

    /// What people call a store.
    public enum Place {
        /// The project's own.
        PROJECT,
        /// The one for every project.
        GLOBAL,
        /// The session's drafts.
        SESSION,
        /// Another project's.
        OTHER;

        /// The place as answers write it, in lower case.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The node that an agent means by an address or its first digits: looked for in the project, then in the
    /// global store, then among the session's drafts. Marks that answers put around addresses (`[734a9406]`,
    /// `global:734a9406`) do no harm.
    ///
    /// @throws Refusal if none or more than one of a store begins so; the sentence says which
    public Located locate(String addressOrPrefix) {
        var text = bare(addressOrPrefix);
        if (!text.isEmpty() && text.length() <= Address.DIGITS && Address.isHex(text)) {
            if (!holds(project, text)) {
                if (holds(global, text)) {
                    return located(global, Place.GLOBAL, text);
                }
                var session = existingDrafts.get();
                if (session.isPresent() && holds(session.get(), text)) {
                    return located(session.get(), Place.SESSION, text);
                }
            }
        }
        return located(project, Place.PROJECT, text.isEmpty() ? addressOrPrefix : text);
    }

    /// An address without the marks that answers put around it.
    public static String bare(String address) {
        var text = address.strip().toLowerCase(Locale.ROOT);
        text = text.startsWith("global:") ? text.substring("global:".length()) : text;
        boolean marked = text.length() > 2 && "[`'\"(".indexOf(text.charAt(0)) >= 0;
        return marked ? bare(text.substring(1, text.length() - 1)) : text;
    }

    private static boolean holds(NodeStore store, String prefix) {
        return store.read(view -> !view.withPrefix(prefix, 1).isEmpty());
    }

    private static Located located(NodeStore store, Place place, String prefix) {
        return new Located(store, place, store.read(view -> view.require(prefix).address()));
    }
}
