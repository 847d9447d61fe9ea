package dev.mnemo.user.graph;

import java.util.Locale;

/// What sort of thing a node stands for.
public enum NodeType {
    /// The person whose memory this is; there is one such node, with the id `user`.
    USER,
    MEMORY,
    CONCEPT,
    /// A person or thing of which nobody said what it is.
    ENTITY,
    PERSON,
    ORGANIZATION,
    LOCATION,
    EVENT,
    SKILL;

    /// The type that a word names, in any case; {@link #ENTITY} for a word that names none.
    public static NodeType of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "user" -> USER;
            case "memory" -> MEMORY;
            case "concept", "topic" -> CONCEPT;
            case "person", "people", "pet" -> PERSON;
            case "organization", "organisation", "company", "school" -> ORGANIZATION;
            case "location", "place", "city", "country" -> LOCATION;
            case "event" -> EVENT;
            case "skill", "language" -> SKILL;
            default -> ENTITY;
        };
    }

    /// Whether it says nothing in particular, so that a better name for the same thing may be taken.
    boolean isVague() {
        return this == ENTITY || this == CONCEPT;
    }
}
