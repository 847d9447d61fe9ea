package dev.mnemo.project.recall;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;

/// A way of ranking, as a value: every number that decides what comes to mind, under one name.
public sealed interface Recipe {
    /// What configuration calls it.
    String name();

    /// The ranking that stores have always had, number by number; see {@link ClassicScore}.
    record Classic(String name) implements Recipe {}

    /// Words and meaning together, then what is known about each node.
    ///
    /// @param name what configuration calls it
    /// @param words how much likeness in words counts, in standard deviations of all nodes
    /// @param meaning how much likeness in meaning counts, likewise; without vectors words count alone
    /// @param repetition BM25's `k1`: how soon repeating a word stops helping
    /// @param length BM25's `b`: how much long texts are held back
    /// @param evidenceMin what the shared words must say at least, as a share of what the rarest word says
    /// @param coverageMin the share of a message's words, by what they say, that is enough as well
    /// @param meaningMin how near a node must be to be found by meaning alone, as a multiple of what chance
    ///     explains
    /// @param weights what is known about nodes besides their text
    record Fused(
            String name,
            double words,
            double meaning,
            double repetition,
            double length,
            double evidenceMin,
            double coverageMin,
            double meaningMin,
            Weights weights)
            implements Recipe {}

    /// What is known about a node, in the same unit as likeness: standard deviations.
    ///
    /// @param domain the message talks of what the node's domain is about
    /// @param freshness made today; fades with {@link #freshnessDays}
    /// @param freshnessDays days in which freshness fades to a third
    /// @param reinforced confirmed once; five times at most
    /// @param priority one unit of priority
    /// @param utility always followed by work on it, as against never
    /// @param session made in this sitting
    /// @param shown shown in the last turn
    /// @param focus anchored in the file in work
    /// @param belief fully believed, as against not at all
    /// @param drifted its code has moved on, or a correction put it in question
    /// @param autoClaim noted by a file tool and not by an agent
    /// @param link the share of a linked node's score that comes over
    record Weights(
            double domain,
            double freshness,
            double freshnessDays,
            double reinforced,
            double priority,
            double utility,
            double session,
            double shown,
            double focus,
            double belief,
            double drifted,
            double autoClaim,
            double link) {}

    /// What is known about nodes, weighed as all fused recipes do.
    Weights WEIGHTS = new Weights(0.3, 1.5, 180, 0.1, 0.5, 0.4, 0.3, 0.1, 0.1, 0.5, -1.0, -0.5, 0.4);

    /// The default: stemmed BM25 and local embeddings.
    Recipe HYBRID = new Fused("hybrid", 0.4, 0.6, 1.6, 0.75, 0.3, 0.5, 1.0, WEIGHTS);

    /// By meaning alone; by words while there is no model.
    Recipe EMBEDDING = new Fused("embedding", 0, 1, 1.6, 0.75, 0.3, 0.5, 1.0, WEIGHTS);

    /// TF-IDF, as it always was.
    Recipe CLASSIC = new Classic("tfidf");

    /// The recipe that configuration names.
    ///
    /// @throws MnemoException with fault `CONFIGURATION` if there is none
    static Recipe named(String name) {
        for (var recipe : new Recipe[] {HYBRID, EMBEDDING, CLASSIC}) {
            if (recipe.name().equals(name)) {
                return recipe;
            }
        }
        throw new MnemoException(
                Fault.CONFIGURATION,
                "There is no retrieval '" + name + "'.",
                "Set MNEMO_RETRIEVAL to hybrid, tfidf or embedding.");
    }
}
