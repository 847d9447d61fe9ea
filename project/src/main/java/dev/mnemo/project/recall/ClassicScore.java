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
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The classic score of one node for one cue: likeness, then what speaks for or against the node, then how much it is
/// still believed. The order of the steps and every number are those of the stores' first program.
final class ClassicScore {
    /// Seconds of a day.
    static final double DAY_SECONDS = 86_400;

    /// How sure a claimer is taken to be who does not say.
    static final double CONFIDENCE_UNSAID = 0.5;

    private static final int RECALLS_MIN = 3;

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

    /// Whether a document may no longer be recalled.
    boolean isExpired(ClassicTraits traits, int document) {
        double ttlDays = traits.ttlDays(document);
        return ttlDays != 0 && daysSince(traits.created(document)) > ttlDays;
    }

    /// What is scored.
    ///
    /// @param corpus the documents
    /// @param traits what is known about them; looked at each before it is scored
    /// @param touched those that this sitting made or saw lately; all others gain nothing from it
    record Scored(Corpus corpus, ClassicTraits traits, BitSet touched) {}

    Scored scored(Corpus corpus, ClassicTraits traits) {
        var touched = new BitSet();
        Stream.concat(cue.created().stream(), turnsSinceShown.keySet().stream())
                .mapToInt(corpus::document)
                .filter(document -> document >= 0)
                .forEach(touched::set);
        return new Scored(corpus, traits, touched);
    }

    /// The score of a node, not rounded; it counts only if it is greater than 0.
    ///
    /// @param likeness how like node and message are, 0..1
    double of(Scored all, int document, double likeness, Reasons why) {
        var corpus = all.corpus();
        var traits = all.traits();
        double score = 0;
        if (likeness > 0) {
            double lengthFactor = Math.min(1, 30.0 / corpus.distinctWords(document));
            score += likeness * lengthFactor * 3.0;
            if (why.isOn()) {
                why.add("tfidf: " + Rounding.text(likeness, 3) + " (len_adj: " + Rounding.text(lengthFactor, 2) + ")");
            }
        }
        score += domain(traits.domain(document), why);
        score += boost(signals.has(CORRECTION), 0.3, "correction context", why);
        score += freshness(traits, document, why);
        score += traits.utility(document);
        if (why.isOn()) {
            explain(corpus.node(document), why);
        }
        if (all.touched().get(document)) {
            score += session(corpus.node(document), why);
        }
        if (!cue.focusFile().isEmpty()) {
            score += focus(corpus.node(document), why);
        }
        double priority = traits.priority(document);
        if (priority != 0) {
            score += priority;
            if (why.isOn()) {
                why.add("priority: +" + Rounding.text(priority, 1));
            }
        }
        score *= belief(traits, document, why);
        if (traits.autoClaim(document)) {
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

    private double freshness(ClassicTraits traits, int document, Reasons why) {
        double ageDays = daysSince(traits.created(document));
        double score = 0;
        if (ageDays < 1) {
            score = 0.3;
            why.add("very fresh");
        } else if (ageDays < 7) {
            score = 0.1;
            why.add("recent");
        }
        return score + traits.reinforced(document);
    }

    /// What a node gains by how often it was of use after it was recalled.
    static double utility(long recalled, long hits) {
        return recalled < RECALLS_MIN ? 0 : ((double) hits / recalled - 0.4) * 0.5;
    }

    private static void explain(Node node, Reasons why) {
        if (node.meta().reinforcementCount() > 0) {
            why.add("reinforced " + node.meta().reinforcementCount() + "x");
        }
        long recalled = node.meta().recallCount();
        long hits = node.meta().recallHits();
        if (recalled >= RECALLS_MIN) {
            why.add("utility: " + Rounding.text((double) hits / recalled * 100, 0) + "% hit rate (" + hits + "/"
                    + recalled + ")");
        }
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

    private double belief(ClassicTraits traits, int document, Reasons why) {
        double decay = decay(traits.confirmed(document), traits.drifted(document));
        double believed = traits.confidence(document) * decay;
        if (decay < 0.8 && why.isOn()) {
            why.add("confidence decayed to " + Rounding.text(believed, 2));
        }
        return 0.5 + 0.5 * believed;
    }

    /// What is left of a node's confidence: 2 % of it go each day since it was last confirmed, and two fifths when its
    /// code has moved on; never less than 0.3.
    double decay(Node node) {
        return decay(
                node.meta().lastReinforced().orElse(node.created()), node.meta().drifted());
    }

    private double decay(double confirmed, boolean drifted) {
        double decay = Math.max(0.3, 1 - 0.02 * daysSince(confirmed));
        return drifted ? Math.max(0.3, decay * 0.6) : decay;
    }
}
