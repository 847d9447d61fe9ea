package dev.mnemo.user.recall;

import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.user.recall.Person.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongPredicate;

/// Everything remembered of one person as ranking asks about it, whether it is held in memory ({@link Person}) or was
/// read for one question ({@link Glimpse}). Each thing has a number, its document.
interface Known {
    /// Documents have numbers below this; some may be free.
    int capacity();

    /// How many things there are.
    int documents();

    /// BM25 by document, 0 without a shared word; see {@link dev.mnemo.kernel.text.TermIndex#bm25}.
    ///
    /// @param queryWords the words of the question and how much each counts
    double[] bm25(Map<String, Double> queryWords, double repetition, double length);

    /// How near things are to a vector; empty if nothing has one.
    Optional<Nearness> nearness(float[] question);

    /// What stands under a number.
    Optional<Entry> find(int document);

    /// What stands under the number of a document that exists.
    Entry entry(int document);

    /// Whose words and attributes there are.
    Iterable<String> abouts();

    /// The document so many messages later in the same conversation, negative for earlier; negative beyond its ends
    /// and for what is no message.
    int neighbour(int document, int distance);

    /// How near things are to one vector.
    interface Nearness {
        /// The admitted documents that are nearest, nearest first.
        List<Neighbour> nearest(int limit, LongPredicate admits);

        /// The cosine of a document; empty without a vector of its own.
        OptionalDouble cosine(int document);
    }
}
