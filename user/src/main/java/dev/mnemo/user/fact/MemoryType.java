package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The kinds of memory.
public enum MemoryType {
    /// A lasting attribute: a job, a preference, a relation.
    FACT,
    /// Something that happened once.
    EPISODIC,
    /// What a digest found in several memories.
    INSIGHT,
    /// What is typical of the person, with evidence for and against.
    TRAIT,
    /// Anything the application wants kept.
    GENERAL,
    /// A part of a file.
    DOCUMENT,
    /// How something is done, in steps.
    PROCEDURAL;

    /// The name in databases and interfaces: lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The type with a name.
    ///
    /// @throws Refusal if there is none
    public static MemoryType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal("'" + word + "' is no type of memory; types are "
                        + Arrays.stream(values()).map(MemoryType::word).collect(Collectors.joining(", ")) + "."));
    }
}
