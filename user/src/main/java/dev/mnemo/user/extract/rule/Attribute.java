package dev.mnemo.user.extract.rule;

import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Finding.Tie;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.fact.Slot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What facts can be about. An attribute with one value at a time is a slot of its own, so that a new value replaces
/// the old one; of an attribute with many values each value is a slot, so that they stay beside each other, and one of
/// them can change or end.
public enum Attribute {
    NAME("identity", 9, true),
    EMPLOYER("work", 8, true, "works_at", "organization"),
    OCCUPATION("work", 8, true),
    HOME("location", 8, true, "lives_in", "location"),
    ORIGIN("identity", 7, true),
    BIRTHPLACE("identity", 7, true, "born_in", "location"),
    BIRTHDAY("identity", 8, true),
    AGE("identity", 7, true),
    MARITAL_STATUS("relationship", 8, true),
    CHILDREN("relationship", 8, true),
    RELATIVE("relationship", 8, false),
    FRIEND("relationship", 6, false, "knows", "person"),
    LANGUAGE("skill", 6, false, "speaks", "skill"),
    LEARNING("education", 6, false),
    SKILL("skill", 6, false, "has_skill", "skill"),
    EDUCATION("education", 6, false, "studied_at", "organization"),
    STUDIES("education", 7, true),
    TASTE("preference", 5, false),
    FAVOURITE("preference", 6, false),
    HOBBY("hobby", 6, false, "hobby", "entity"),
    DIET("health", 8, false),
    ALLERGY("health", 9, false),
    CONDITION("health", 8, false),
    PET("personal", 7, false, "owns", "entity"),
    TOOL("work", 5, false, "uses", "entity"),
    VEHICLE("personal", 5, true, "owns", "entity"),
    PLAN("plan", 6, false),
    ANNIVERSARY("relationship", 7, true),
    INSTRUCTION("preference", 8, false);

    /// What the person is called in slots.
    public static final String USER = "user";

    private static final double CONFIDENCE = 0.9;

    private final String category;
    private final int importance;
    private final boolean single;
    private final String relation;
    private final String objectType;

    Attribute(String category, int importance, boolean single) {
        this(category, importance, single, "", "");
    }

    Attribute(String category, int importance, boolean single, String relation, String objectType) {
        this.category = category;
        this.importance = importance;
        this.single = single;
        this.relation = relation;
        this.objectType = objectType;
    }

    /// The name in slots.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether there is one value at a time.
    public boolean isSingle() {
        return single;
    }

    /// The attribute of a name that a model gives, if there is one.
    public static Optional<Attribute> of(String word) {
        for (var attribute : values()) {
            if (attribute.word().equals(word)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /// The slot of a value.
    public Slot slot(String subject, String value) {
        return new Slot(subject, cut(single ? word() : word() + "/" + plain(value)));
    }

    private static String cut(String text) {
        return text.length() <= Slot.PART_CHARS_MAX ? text : text.substring(0, Slot.PART_CHARS_MAX);
    }

    /// Values that differ only in case, spaces and articles are one.
    static String plain(String value) {
        return value.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:a|an|the|their) ", "")
                .replaceAll("\\s+", " ");
    }

    /// Of the person it is so.
    public Finding is(String content, String value) {
        return of(USER, content, value);
    }

    /// Of somebody else it is so.
    public Finding of(String subject, String content, String value) {
        var tie = relation.isEmpty()
                ? Optional.<Tie>empty()
                : Optional.of(
                        new Tie(subject.equals(USER) ? USER : "person", subject, relation, objectType, value, single));
        return new Finding.Learned(memory(content, slot(subject, value)), tie, Optional.empty());
    }

    /// As {@link #is}, with a tie of its own.
    public Finding tied(String content, String value, Tie tie) {
        return new Finding.Learned(memory(content, slot(USER, value)), Optional.of(tie), Optional.empty());
    }

    /// Of the person it is no longer so.
    ///
    /// @param value empty for whatever the value is
    public Finding ended(String value) {
        return new Finding.Ended(
                Optional.of(slot(USER, value)), single ? value : "", Optional.empty(), Optional.empty(), List.of());
    }

    private NewMemory memory(String content, Slot slot) {
        return NewMemory.of(MemoryType.FACT, content)
                .about(category, importance, CONFIDENCE)
                .withSlot(slot.subject(), slot.attribute());
    }

    /// Something that happened, or will.
    public static Finding episode(String content, int importance) {
        return new Finding.Learned(
                NewMemory.of(MemoryType.EPISODIC, content).about("personal", importance, CONFIDENCE),
                Optional.empty(),
                Optional.empty());
    }

    /// How the person does something.
    public static Finding procedure(String content) {
        return new Finding.Learned(
                NewMemory.of(MemoryType.PROCEDURAL, content).about("workflow", 6, CONFIDENCE),
                Optional.empty(),
                Optional.empty());
    }
}
