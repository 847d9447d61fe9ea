package dev.mnemo.user.recall;

/// How something felt.
///
/// @param valence from bad to good, -1..1; values outside are brought in
/// @param arousal from calm to excited, 0..1; values outside are brought in
public record Emotion(double valence, double arousal) {
    /// Nothing in particular.
    public static final Emotion NEUTRAL = new Emotion(0, 0);

    public Emotion {
        valence = Double.isNaN(valence) ? 0 : Math.clamp(valence, -1, 1);
        arousal = Double.isNaN(arousal) ? 0 : Math.clamp(arousal, 0, 1);
    }

    /// How alike two are, 0..1: one less their distance as a share of the largest that was ever used for it,
    /// 2.83.
    double likeness(Emotion other) {
        return Math.max(0, 1 - Math.hypot(valence - other.valence, arousal - other.arousal) / 2.83);
    }
}
