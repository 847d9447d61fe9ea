package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.project.node.Node;
import java.util.Set;

/// What a fused recipe makes of one candidate: likeness first, then what is known about the node, all in standard
/// deviations.
final class FusedScore {
    private final Signals signals;
    private final Cue cue;
    private final Recipe.Weights weights;
    private final ClassicScore classic;

    FusedScore(Signals signals, Cue cue, Recipe.Weights weights, double now) {
        this.signals = signals;
        this.cue = cue;
        this.weights = weights;
        this.classic = new ClassicScore(signals, cue, now);
    }

    boolean isExpired(Node node) {
        return classic.isExpired(node);
    }

    /// What is known about a node besides its text.
    double known(Node node, Trace trace) {
        var meta = node.meta();
        double score = 0;
        score += part(node, "domain", talksOf(meta.domain()) ? weights.domain() : 0, trace);
        double age = Math.max(0, classic.daysSince(node.created()));
        score += part(node, "freshness", weights.freshness() * Math.exp(-age / weights.freshnessDays()), trace);
        score += part(node, "reinforced", weights.reinforced() * Math.min(meta.reinforcementCount(), 5), trace);
        score += part(node, "priority", weights.priority() * Math.clamp(meta.priority(), -2, 2), trace);
        if (meta.recallCount() >= 3) {
            double rate = (double) meta.recallHits() / meta.recallCount();
            score += part(node, "utility", weights.utility() * (Math.min(rate, 1) - 0.4), trace);
        }
        score += part(node, "session", cue.created().contains(node.address()) ? weights.session() : 0, trace);
        int turns = classic.turnsSinceShown(node);
        score += part(node, "shown", turns < 0 ? 0 : weights.shown() * Math.pow(0.7, turns), trace);
        score += part(node, "file in work", isAboutFocus(node) ? weights.focus() : 0, trace);
        double believed = meta.confidence().orElse(0.5) * classic.decay(node);
        score += part(node, "belief", weights.belief() * (believed - 0.5), trace);
        score += part(node, "in question", Ordinary.isInQuestion(node) ? weights.drifted() : 0, trace);
        score += part(node, "auto-claim", meta.autoClaim() ? weights.autoClaim() : 0, trace);
        return score;
    }

    private boolean isAboutFocus(Node node) {
        return !cue.focusFile().isEmpty()
                && node.meta().anchors().stream()
                        .anyMatch(anchor -> anchor.string("path", "").equals(cue.focusFile())
                                || anchor.string("file", "").equals(cue.focusFile()));
    }

    private static double part(Node node, String stage, double amount, Trace trace) {
        if (amount != 0 && trace.isWanted()) {
            trace.note(node.address().toString(), stage, Rounding.round(amount, 3), "");
        }
        return amount;
    }

    private boolean talksOf(String domain) {
        var talk = signals.talk();
        var question = signals.question();
        return switch (domain) {
            case "architecture" ->
                talk.contains(Signals.Talk.ARCHITECTURE)
                        || Set.of(Signals.Question.HOW_WORKS, Signals.Question.FIND_LOCATION)
                                .contains(question);
            case "decisions" ->
                talk.contains(Signals.Talk.DECISION)
                        || talk.contains(Signals.Talk.ARCHITECTURE)
                        || question == Signals.Question.WHY_DECISION;
            case "issues" -> talk.contains(Signals.Talk.DEBUGGING);
            case "history" -> talk.contains(Signals.Talk.HISTORY) || talk.contains(Signals.Talk.DECISION);
            case "patterns" -> talk.contains(Signals.Talk.CONVENTION) || question == Signals.Question.CONVENTION;
            case "dependencies" -> talk.contains(Signals.Talk.DEPENDENCY);
            case "tasks" -> talk.contains(Signals.Talk.TASK);
            default -> false;
        };
    }
}
