package dev.mnemo.user.graph;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// How two nodes are related. A relation without a type of its own is {@link #CUSTOM} and keeps its name.
public enum EdgeType {
    HAS_MEMORY,
    MENTIONS,
    RELATED_TO,
    KNOWS,
    ABOUT,
    WORKS_AT,
    LIVES_IN,
    HAS_SKILL,
    STUDIED_AT,
    BELONGS_TO,
    USES,
    MET,
    ATTENDED,
    VISITED,
    OCCURRED_AT,
    OCCURRED_ON,
    HOBBY,
    OWNS,
    LOCATED_IN,
    BORN_IN,
    SPEAKS,
    COLLEAGUE,
    CUSTOM;

    private static final Set<EdgeType> SINGLE_VALUED =
            EnumSet.of(WORKS_AT, LIVES_IN, BORN_IN, OCCURRED_AT, OCCURRED_ON);

    /// The type that a relation names, in any case.
    public static EdgeType of(String relation) {
        return switch (Names.id(relation)) {
            case "has_hobby", "hobbies" -> HOBBY;
            case "colleague_of", "同事" -> COLLEAGUE;
            case "classmate", "同学", "friend", "朋友" -> KNOWS;
            case String name -> {
                for (var type : values()) {
                    if (type != CUSTOM && type.name().toLowerCase(Locale.ROOT).equals(name)) {
                        yield type;
                    }
                }
                yield CUSTOM;
            }
        };
    }

    /// Whether a newer relation of this type with another object ends the older one, if nobody says otherwise: one
    /// works at one place at a time, but has many hobbies.
    public boolean isSingleValued() {
        return SINGLE_VALUED.contains(this);
    }
}
