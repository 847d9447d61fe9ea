package dev.mnemo.user.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What else speaks for something: each as a share, 0..1, of the most it can be.
final class Boosts {
    /// Recalled this often, something gains all it can from having been recalled.
    private static final double ACCESSES_FULL = 100;

    /// What one end of a relation in a text counts, beside 1 for both ends.
    private static final double ONE_END = 0.4;

    private Boosts() {}

    /// `exp(-age / (decay * (1 + arousal / 2)))`: what was exciting stays fresh longer. Nothing is fresher than
    /// new.
    static double recency(Remembered memory, Instant asOf, Duration decay) {
        double age = Math.max(0, Duration.between(memory.created(), asOf).toMillis());
        return Math.exp(-age / (decay.toMillis() * (1 + 0.5 * memory.emotion().arousal())));
    }

    /// `ln(1 + accesses) / ln(1 + 100)`, at most 1.
    static double access(Remembered memory) {
        return Math.min(1, Math.log1p((double) memory.accesses()) / Math.log1p(ACCESSES_FULL));
    }

    /// Relations with both ends in a text count 1, with one end 0.4; the sum, uncapped. The person and the
    /// program are in every text and are no ends.
    static double graph(String text, List<Relation> relations) {
        if (relations.isEmpty()) {
            return 0;
        }
        var lower = text.toLowerCase(Locale.ROOT);
        double sum = 0;
        for (var relation : relations) {
            int ends = (holds(lower, relation.subject()) ? 1 : 0) + (holds(lower, relation.object()) ? 1 : 0);
            sum += ends == 2 ? 1 : ends == 1 ? ONE_END : 0;
        }
        return sum;
    }

    /// Whether a name stands in a text as a word of its own: "al" is not in "animal".
    static boolean holds(String lowerText, String name) {
        var lower = name.toLowerCase(Locale.ROOT).replace('_', ' ').strip();
        if (lower.isEmpty() || lower.equals(Remembered.USER) || lower.equals(Remembered.ASSISTANT)) {
            return false;
        }
        for (int at = lowerText.indexOf(lower); at >= 0; at = lowerText.indexOf(lower, at + 1)) {
            int end = at + lower.length();
            boolean begins = at == 0 || isEdge(lowerText.codePointBefore(at), lower.codePointAt(0));
            boolean ends = end == lowerText.length()
                    || isEdge(lowerText.codePointAt(end), lower.codePointBefore(lower.length()));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /// Whether a word may begin or end between two characters; scripts without spaces have no edges.
    private static boolean isEdge(int outside, int inside) {
        return !Character.isLetterOrDigit(outside) || outside >= 0x2E80 || inside >= 0x2E80;
    }
}
