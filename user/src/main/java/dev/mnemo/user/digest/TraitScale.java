package dev.mnemo.user.digest;

import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.TraitState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How sure traits are, and what that makes them.
final class TraitScale {
    static final String TREND = "trend";
    static final String DISSOLVED = "dissolved";

    /// From the least sure to the surest; what recall shows begins with `emerging`.
    static final List<String> STAGES = List.of(DISSOLVED, TREND, "candidate", "emerging", "established", "core");

    static final List<String> SUBTYPES = List.of("behavior", "preference", "core");

    static final double CANDIDATE = 0.3;
    static final double CANDIDATE_MAX = 0.5;
    static final double FEEDBACK = 0.05;

    private static final double DISSOLVED_BELOW = 0.1;
    private static final double EMERGING = 0.3;
    private static final double ESTABLISHED = 0.6;
    private static final double CORE = 0.85;

    private TraitScale() {}

    /// The stage of a trait that is this sure.
    static String stage(double confidence) {
        if (confidence < DISSOLVED_BELOW) {
            return DISSOLVED;
        }
        if (confidence < EMERGING) {
            return "candidate";
        }
        return confidence < ESTABLISHED ? "emerging" : confidence < CORE ? "established" : "core";
    }

    /// What is missing to certainty becomes less, by a share that depends on the quality of the evidence.
    static double reinforced(double confidence, String quality, int pieces) {
        double share = switch (quality) {
            case "A" -> 0.25;
            case "B" -> 0.2;
            case "C" -> 0.15;
            default -> 0.05;
        };
        return 1 - (1 - confidence) * Math.pow(1 - share, Math.max(1, pieces));
    }

    static double contradicted(double confidence, int pieces) {
        return confidence * (pieces > 1 ? 0.6 : 0.8);
    }

    /// How sure a trait still is: it fades since it was last confirmed, the slower the oftener it was. Always reckoned
    /// from then, never from a value that has faded already.
    static double faded(Memory memory, TraitState trait, Instant now) {
        double perDay = switch (trait.subtype()) {
            case "core" -> 0.001;
            case "preference" -> 0.002;
            default -> 0.005;
        };
        var since = trait.reinforcedAt().orElse(memory.createdAt());
        double days = Math.max(
                0,
                Duration.between(since, now).toMillis()
                        / (double) Duration.ofDays(1).toMillis());
        return memory.confidence() * Math.exp(-perDay * days / (1 + 0.1 * trait.reinforcements()));
    }

    /// Whether recall shows traits of a stage.
    static boolean isShown(String stage) {
        return STAGES.indexOf(stage) >= STAGES.indexOf("emerging");
    }
}
