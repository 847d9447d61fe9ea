package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.kernel.rank.TopK;
import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.kernel.text.ClassicWords;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ranking that project stores have always had: TF-IDF likeness, boosts by wording and domain, then links from
/// every scored node. Kept exactly, as a recipe of its own, for those who compare.
final class Classic implements Ranking {
    private final Corpus active;
    private final NodeStore store;
    private final InstantSource clock;
    private final ClassicTraits traits = new ClassicTraits();
    private @Nullable Corpus inactive;

    Classic(NodeStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.active = new Corpus(store, new ClassicWords(), Corpus.Part.ACTIVE);
    }

    @Override
    public Recollection recall(Cue cue) {
        var signals = Signals.of(cue.text());
        return active.read((view, corpus) -> {
            int limit = cue.limit() == Cue.ADAPTIVE ? signals.density().nodes(view.hasChains()) : cue.limit();
            return rank(corpus, signals, cue, limit);
        });
    }

    private Recollection rank(Corpus corpus, Signals signals, Cue cue, int limit) {
        var score = new ClassicScore(signals, cue, Moments.seconds(clock.instant()));
        double[] likeness = corpus.terms().cosine(signals.keywords());
        var scored = score.scored(corpus, traits);
        var seeds = new double[likeness.length];
        for (int place = 0; place < corpus.size(); place++) {
            int document = corpus.documentAt(place);
            traits.at(document, corpus.node(document));
            if (!score.isExpired(traits, document)) {
                double value = score.of(scored, document, likeness[document], Reasons.OFF);
                seeds[document] = value > 0 ? Rounding.round(value, 3) : 0;
            }
        }
        var links = new ClassicLinks(corpus, seeds);
        var best = new TopK(limit);
        for (int place = 0; place < corpus.size(); place++) {
            int document = corpus.documentAt(place);
            double boost = links.boost(document);
            if (seeds[document] > 0) {
                best.offer(document, boost == 0 ? seeds[document] : Rounding.round(seeds[document] + boost, 3));
            }
        }
        for (int document : links.reached()) {
            best.offer(document, Rounding.round(links.boost(document), 3));
        }
        var hits = new ArrayList<Hit>();
        var trace = new Trace(cue.explain());
        for (var found : best.best()) {
            var why = Reasons.on();
            var node = corpus.node(found.row());
            if (seeds[found.row()] > 0) {
                score.of(scored, found.row(), likeness[found.row()], why);
            }
            if (links.boost(found.row()) > 0) {
                why.add("linked: +" + Rounding.text(links.boost(found.row()), 2));
            }
            trace.note(node.address().toString(), "classic", found.score(), String.join(", ", why.texts()));
            hits.add(new Hit(node, found.score(), String.join(", ", why.texts())));
        }
        return new Recollection(hits, trace);
    }

    @Override
    public List<Hit> search(String query, int limit) {
        return search(active, query, limit);
    }

    @Override
    public List<Hit> searchInactive(String query, int limit) {
        return search(inactive(), query, limit);
    }

    @Override
    public void save(int asLittleAs) {
        active.save(asLittleAs);
    }

    /// Made when first asked for: few ever look among what no longer holds.
    private synchronized Corpus inactive() {
        if (inactive == null) {
            inactive = new Corpus(store, new ClassicWords(), Corpus.Part.INACTIVE);
        }
        return inactive;
    }

    private static List<Hit> search(Corpus part, String query, int limit) {
        var words = new LinkedHashSet<>(new ClassicWords().words(query));
        return part.read((_, corpus) -> {
            double[] likeness = corpus.terms().cosine(words);
            var best = new TopK(limit);
            for (int place = 0; place < corpus.size(); place++) {
                int document = corpus.documentAt(place);
                if (likeness[document] > 0) {
                    best.offer(document, likeness[document]);
                }
            }
            var hits = new ArrayList<Hit>();
            for (var found : best.best()) {
                Node node = corpus.node(found.row());
                var shared = words.stream()
                        .filter(word -> corpus.terms().holds(found.row(), word))
                        .toList();
                hits.add(new Hit(node, found.score(), "words: " + String.join(", ", shared)));
            }
            return List.copyOf(hits);
        });
    }
}
