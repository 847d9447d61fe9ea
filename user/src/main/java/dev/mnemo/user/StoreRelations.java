package dev.mnemo.user;

import dev.mnemo.kernel.text.Words;
import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.graph.GraphWalk.Told;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The relations of one person as recall asks for them: looked up by name in the tables, so that they are as fresh
/// as the question and nothing is held. Names are keys of an index; without a name in the question it is one query.
///
/// Everybody says "I", and so names themselves: of all relations that a question names, those count that share a word
/// with it; only if none does, all of them, and these are hardly to the point.
record StoreRelations(PersonTx person) implements Relation.Source {
    /// Relations that are looked at for each that is wanted.
    private static final int LOOKED_AT = 5;

    private static final int LOOKED_AT_MAX = 500;

    /// What confidence is worth of a relation that shares no word with the question.
    private static final double OFF_THE_POINT = 0.4;

    private static final Words WORDS = new Words();

    @Override
    public List<Relation> named(String question, Optional<Instant> asOf, int limit) {
        int many = Math.min(LOOKED_AT_MAX, limit * LOOKED_AT);
        var told = GraphWalk.named(person, question, asOf, Math.max(limit, many));
        var words = Set.copyOf(WORDS.words(question));
        var fitting = told.stream().filter(one -> sharesWord(one, words)).toList();
        return (fitting.isEmpty() ? told : fitting)
                .stream()
                        .limit(limit)
                        .map(one -> relation(one, fitting.isEmpty() ? OFF_THE_POINT : 1))
                        .toList();
    }

    private static boolean sharesWord(Told told, Set<String> words) {
        var text = told.subject() + " " + told.edge().relation().replace('_', ' ') + " " + told.object() + " "
                + told.edge().content();
        return WORDS.words(text).stream().anyMatch(words::contains);
    }

    private static Relation relation(Told told, double share) {
        var edge = told.edge();
        return new Relation(
                told.subject(),
                edge.relation(),
                told.object(),
                edge.content(),
                edge.confidence() * share,
                edge.validFrom().orElse(edge.knownFrom()));
    }
}
