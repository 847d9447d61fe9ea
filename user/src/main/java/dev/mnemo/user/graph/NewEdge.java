package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// A relation that is to be kept. Everything but its ends and its name has a default: see {@link #of}.
///
/// @param relation such as `works_at`, or any other words
/// @param content the sentence it was learned from
/// @param confidence 0 to 1
/// @param singleValued whether it ends other relations of the same name that the source has
public record NewEdge(
        NodeKey source,
        String relation,
        NodeKey target,
        String content,
        double confidence,
        Optional<Instant> validFrom,
        Optional<Instant> endedAt,
        Optional<String> memoryId,
        boolean singleValued,
        Json.Obj properties) {
    /// Characters of a relation's name.
    public static final int RELATION_CHARS_MAX = 100;

    /// Characters of the sentence a relation was learned from.
    public static final int CONTENT_CHARS_MAX = 20_000;

    /// Characters of the properties of a node or a relation, written as JSON.
    public static final int PROPERTIES_CHARS_MAX = 65_536;

    public NewEdge {
        relation = Names.id(relation);
        if (relation.isEmpty() || relation.length() > RELATION_CHARS_MAX) {
            throw new Refusal("The name of a relation has 1 to " + RELATION_CHARS_MAX + " visible characters, not "
                    + relation.length() + ".");
        }
        if (content.length() > CONTENT_CHARS_MAX) {
            throw new Refusal("The sentence of a relation has at most " + CONTENT_CHARS_MAX + " characters, not "
                    + content.length() + ".");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new Refusal("The confidence is " + confidence + "; it is between 0 and 1.");
        }
        if (validFrom.isPresent() && endedAt.filter(validFrom.get()::isAfter).isPresent()) {
            throw new Refusal(
                    "The relation ends at " + endedAt.get() + ", before it begins at " + validFrom.get() + ".");
        }
        checkProperties(properties);
    }

    /// A relation that is sure, with as many objects as its type has.
    public static NewEdge of(NodeKey source, String relation, NodeKey target) {
        return new NewEdge(
                source,
                relation,
                target,
                "",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EdgeType.of(relation).isSingleValued(),
                Json.Obj.EMPTY);
    }

    static void checkProperties(Json.Obj properties) {
        if (properties.compact().length() > PROPERTIES_CHARS_MAX) {
            throw new Refusal("The properties of a node or a relation have at most " + PROPERTIES_CHARS_MAX
                    + " characters as JSON.");
        }
    }
}
