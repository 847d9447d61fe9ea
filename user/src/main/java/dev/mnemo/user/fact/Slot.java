package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;

/// What a fact is about, so that a newer fact about the same replaces it: the employer of the user, the birthday of
/// Anna.
///
/// @param subject of whom or what; `user` for the person
/// @param attribute which of its properties, such as `employer`
public record Slot(String subject, String attribute) {
    /// Characters of either part.
    public static final int PART_CHARS_MAX = 200;

    public Slot {
        for (var part : new String[] {subject, attribute}) {
            if (part.isBlank() || part.length() > PART_CHARS_MAX) {
                throw new Refusal("Subject and attribute of a fact have 1 to " + PART_CHARS_MAX + " characters each.");
            }
        }
    }
}
