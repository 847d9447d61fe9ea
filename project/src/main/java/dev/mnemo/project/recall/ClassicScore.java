package dev.mnemo.project.recall;

import static dev.mnemo.project.recall.Signals.Talk.ARCHITECTURE;
import static dev.mnemo.project.recall.Signals.Talk.CONVENTION;
import static dev.mnemo.project.recall.Signals.Talk.CORRECTION;
import static dev.mnemo.project.recall.Signals.Talk.DEBUGGING;
import static dev.mnemo.project.recall.Signals.Talk.DECISION;
import static dev.mnemo.project.recall.Signals.Talk.DEPENDENCY;
import static dev.mnemo.project.recall.Signals.Talk.HISTORY;
import static dev.mnemo.project.recall.Signals.Talk.TASK;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The classic score of one node for one cue: likeness, then what speaks for or against the node, then how much it is
/// still believed. The order of the steps and every number are those of the stores' first program.
final class ClassicScore {
    /// Seconds of a day.
    static final double DAY_SECONDS = 86_400;

    private final Signals signals;
    private final Cue cue;
    private final double now;
    private final Map<Address, Integer> turnsSinceShown = new HashMap<>();

    ClassicScore(Signals signals, Cue cue, double now) {
        this.signals = signals;
        this.cue = cue;
        this.now = now;
        for (int turn = 0; turn < cue.recentTurns().size(); turn++) {
            for (var address : cue.recentTurns().get(turn)) {
                turnsSinceShown.putIfAbsent(address, turn);
            }
        }
    }

    /// Which of the last turns showed a node: 0 is the newest; -1 is none.
    int turnsSinceShown(Node node) {
        return turnsSinceShown.getOrDefault(node.address(), -1);
    }

    /// Days between a moment in epoch seconds and now.
    double daysSince(double moment) {
        return (now - moment) / DAY_SECONDS;
    }

    /// Whether a node may no longer be recalled.
    boolean isExpired(Node node) {
        double ttlDays = node.meta().ttlDays();
        return ttlDays != 0 && daysSince(node.created()) > ttlDays;
    }

    /// The score of a node, not rounded; it counts only if it is greater than 0.
    ///
    /// @param likeness how like node and message are, 0..1
    /// @param distinctWords different words of the node
    double of(Node node, double likeness, int distinctWords, Reasons why) {
        double score = 0;
        if (likeness > 0) {
            double lengthFactor = Math.min(1, 30.0 / distinctWords);
            score += likeness * lengthFactor * 3.0;
            why.add(() ->
                    "tfidf: " + Rounding.text(likeness, 3) + " (len_adj: " + Rounding.text(lengthFactor, 2) + ")");
        }
        score += domain(node.meta().domain(), why);
        if (signals.has(CORRECTION)) {
            score += 0.3;
            why.add("correction context");
        }
        score += freshness(node, why);
        score += utility(node, why);
        score += session(node, why);
        score += focus(node, why);
        double priority = node.meta().priority();
        if (priority != 0) {
            score += priority;
            why.add(() -> "priority: +" + Rounding.text(priority, 1));
        }
        score *= belief(node, why);
        if (node.meta().autoClaim()) {
            score *= 0.25;
            why.add("auto-claim penalty");
        }
        return score;
    }

    private double domain(String domain, Reasons why) {
        return switch (domain) {
            case "architecture" ->
                boost(signals.has(ARCHITECTURE), 0.8, "architecture context boost", why)
                        + boost(signals.has(DEBUGGING), 0.3, "architecture for debugging", why)
                        + boost(signals.question() == Signals.Question.HOW_WORKS, 0.8, "how-it-works boost", why)
                        + boost(signals.question() == Signals.Question.FIND_LOCATION, 0.5, "location boost", why);
            case "decisions" ->
                boost(signals.has(ARCHITECTURE), 0.8, "architecture context boost", why)
                        + boost(signals.has(DECISION), 0.8, "decision context boost", why)
                        + boost(signals.question() == Signals.Question.WHY_DECISION, 1.0, "why-decision boost", why);
            case "issues" -> boost(signals.has(DEBUGGING), 1.0, "debugging boost", why);
            case "history" ->
                boost(signals.has(DECISION), 0.8, "decision context boost", why)
                        + boost(signals.has(HISTORY), 0.8, "history boost", why);
            case "patterns" ->
                boost(signals.has(CONVENTION), 0.8, "convention boost", why)
                        + boost(
                                signals.question() == Signals.Question.CONVENTION,
                                1.0,
                                "convention question boost",
                                why);
            case "dependencies" -> boost(signals.has(DEPENDENCY), 0.8, "dependency boost", why);
            case "tasks" -> boost(signals.has(TASK), 0.7, "task boost", why);
            default -> 0;
        };
    }

    private static double boost(boolean applies, double amount, String reason, Reasons why) {
        if (applies) {
            why.add(reason);
            return amount;
        }
        return 0;
    }

    private double freshness(Node node, Reasons why) {
        double ageDays = daysSince(node.created());
        double score = 0;
        if (ageDays < 1) {
            score = 0.3;
            why.add("very fresh");
        } else if (ageDays < 7) {
            score = 0.1;
            why.add("recent");
        }
        long reinforced = node.meta().reinforcementCount();
        if (reinforced > 0) {
            score += Math.min(0.2 * reinforced, 1.0);
            why.add(() -> "reinforced " + reinforced + "x");
        }
        return score;
    }

    private static double utility(Node node, Reasons why) {
        long recalled = node.meta().recallCount();
        if (recalled < 3) {
            return 0;
        }
        long hits = node.meta().recallHits();
        double rate = (double) hits / recalled;
        why.add(() -> "utility: " + Rounding.text(rate * 100, 0) + "% hit rate (" + hits + "/" + recalled + ")");
        return (rate - 0.4) * 0.5;
    }

    private double session(Node node, Reasons why) {
        double score = 0;
        if (cue.created().contains(node.address())) {
            score += 1.0;
            why.add("session-created");
        }
        int turns = turnsSinceShown(node);
        if (turns >= 0) {
            score += 0.5 * Math.pow(0.7, turns);
            why.add(() -> "recalled " + (turns + 1) + " turn(s) ago");
        }
        return score;
    }

    private double focus(Node node, Reasons why) {
        var file = cue.focusFile();
        if (file.isEmpty()) {
            return 0;
        }
        var name = file.substring(file.lastIndexOf('/') + 1);
        for (var anchor : node.meta().anchors()) {
            var path = anchor.string("path", "");
            if (path.contains(file) || path.contains(name)) {
                why.add("focus: " + name);
                return 0.4;
            }
        }
        int dot = name.lastIndexOf('.');
        var stem = dot > 0 ? name.substring(0, dot) : name;
        if (node.content().toLowerCase(Locale.ROOT).contains(stem.toLowerCase(Locale.ROOT))) {
            why.add("focus mention: " + name);
            return 0.2;
        }
        return 0;
    }

    private double belief(Node node, Reasons why) {
        double decay = decay(node);
        double confidence = node.meta().confidence().orElse(0.5);
        double believed = (confidence == 0 ? 0.5 : confidence) * decay;
        if (decay < 0.8) {
            why.add(() -> "confidence decayed to " + Rounding.text(believed, 2));
        }
        return 0.5 + 0.5 * believed;
    }

    /// What is left of a node's confidence: 2 % of it go each day since it was last confirmed, and two fifths when its
    /// code has moved on; never less than 0.3.
    double decay(Node node) {
        double confirmed = node.meta().lastReinforced().orElse(node.created());
        double decay = Math.max(0.3, 1 - 0.02 * daysSince(confirmed));
        return node.meta().drifted() ? Math.max(0.3, decay * 0.6) : decay;
    }
}
