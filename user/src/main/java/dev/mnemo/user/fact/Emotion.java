package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;

/// A feeling that belongs to a memory.
///
/// @param valence from -1, unpleasant, to 1, pleasant
/// @param arousal from 0, calm, to 1, excited
/// @param label a word for it; may be empty
public record Emotion(double valence, double arousal, String label) {
    /// Characters of a label.
    public static final int LABEL_CHARS_MAX = 100;

    public Emotion {
        if (!(valence >= -1 && valence <= 1)) {
            throw new Refusal("The valence is " + valence + "; it is between -1 and 1.");
        }
        if (!(arousal >= 0 && arousal <= 1)) {
            throw new Refusal("The arousal is " + arousal + "; it is between 0 and 1.");
        }
        if (label.length() > LABEL_CHARS_MAX) {
            throw new Refusal("The label of an emotion has at most " + LABEL_CHARS_MAX + " characters.");
        }
    }
}
