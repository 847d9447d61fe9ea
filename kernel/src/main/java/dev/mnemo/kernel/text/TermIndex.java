package dev.mnemo.kernel.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which documents hold which words, in memory, kept up to date one document at a time: adding or removing one
/// costs as much as it has words, never a rebuild. Weights depend on how many documents there are, so they are
/// computed when asked for, from the counts of that moment.
///
/// Documents have small numbers; the number of a removed document is used again. An index that was read from bytes
/// keeps them and takes from them what it is asked for. Not safe for many threads: whoever owns the index owns a lock.
public final class TermIndex {
    private static final int[] NOTHING = {};
    private static final int TERMS_ROOM = 1_024;
    private static final int DOCUMENTS_ROOM = 256;

    private final Map<String, Integer> ids = new HashMap<>();

    /// The words by their numbers, after those that were saved.
    private final List<String> terms = new ArrayList<>();

    /// What was saved; its words have the first numbers. Documents and postings that are still null are read from it.
    private final @Nullable SavedTerms saved;

    private final int savedTerms;
    private @Nullable Postings[] postings;
    private int[] frequencies;

    private final BitSet live = new BitSet();
    private int[] @Nullable [] documentTerms;
    private int[] @Nullable [] documentCounts;
    private int[] lengths;
    private int documents;
    private long words;

    private double[] norms;
    private long[] normVersions;
    private double[] classicWeights = {};
    private long classicVersion;
    private long version = 1;

    /// An index without documents.
    public TermIndex() {
        saved = null;
        savedTerms = 0;
        postings = new Postings[TERMS_ROOM];
        frequencies = new int[TERMS_ROOM];
        documentTerms = new int[DOCUMENTS_ROOM][];
        documentCounts = new int[DOCUMENTS_ROOM][];
        lengths = new int[DOCUMENTS_ROOM];
        norms = new double[DOCUMENTS_ROOM];
        normVersions = new long[DOCUMENTS_ROOM];
    }

    private TermIndex(SavedTerms saved) {
        this.saved = saved;
        frequencies = saved.frequencies();
        savedTerms = frequencies.length;
        postings = new Postings[savedTerms];
        lengths = saved.lengths();
        documents = lengths.length;
        live.set(0, documents);
        documentTerms = new int[documents][];
        documentCounts = new int[documents][];
        norms = new double[documents];
        normVersions = new long[documents];
        words = Arrays.stream(lengths).asLongStream().sum();
    }

    /// The documents that hold one word, ascending, and how often each holds it.
    private static final class Postings {
        int[] documents;
        int[] counts;
        int size;

        Postings(SavedTerms.Counts saved) {
            documents = saved.numbers();
            counts = saved.counts();
            size = documents.length;
        }

        void put(int document, int count) {
            int at = size == 0 || documents[size - 1] < document
                    ? size
                    : -Arrays.binarySearch(documents, 0, size, document) - 1;
            if (size == documents.length) {
                documents = Arrays.copyOf(documents, size + (size >> 1) + 2);
                counts = Arrays.copyOf(counts, documents.length);
            }
            System.arraycopy(documents, at, documents, at + 1, size - at);
            System.arraycopy(counts, at, counts, at + 1, size - at);
            documents[at] = document;
            counts[at] = count;
            size++;
        }

        void remove(int document) {
            int at = Arrays.binarySearch(documents, 0, size, document);
            size--;
            System.arraycopy(documents, at + 1, documents, at, size - at);
            System.arraycopy(counts, at + 1, counts, at, size - at);
        }
    }

    /// Adds a document; returns its number.
    ///
    /// @param documentWords its words, repeated as often as they occur
    public int add(List<String> documentWords) {
        int document = live.nextClearBit(0);
        live.set(document);
        ensureCapacity(document);
        var occurrences = new int[documentWords.size()];
        for (int i = 0; i < occurrences.length; i++) {
            occurrences[i] = id(documentWords.get(i));
        }
        Arrays.sort(occurrences);
        int distinct = 0;
        var counts = new int[occurrences.length];
        for (int i = 0; i < occurrences.length; i++) {
            if (i > 0 && occurrences[i] == occurrences[i - 1]) {
                counts[distinct - 1]++;
            } else {
                counts[distinct] = 1;
                occurrences[distinct++] = occurrences[i];
            }
        }
        documentTerms[document] = Arrays.copyOf(occurrences, distinct);
        documentCounts[document] = Arrays.copyOf(counts, distinct);
        for (int i = 0; i < distinct; i++) {
            postings(occurrences[i]).put(document, counts[i]);
            frequencies[occurrences[i]]++;
        }
        lengths[document] = documentWords.size();
        documents++;
        words += documentWords.size();
        version++;
        return document;
    }

    /// Removes a document.
    public void remove(int document) {
        for (int term : terms(document)) {
            postings(term).remove(document);
            frequencies[term]--;
        }
        documents--;
        words -= lengths[document];
        documentTerms[document] = NOTHING;
        documentCounts[document] = NOTHING;
        lengths[document] = 0;
        live.clear(document);
        version++;
    }

    /// How many documents there are.
    public int documents() {
        return documents;
    }

    /// One more than the largest document number in use.
    public int capacity() {
        return live.length();
    }

    /// How many documents hold a word.
    public int documentFrequency(String word) {
        int id = known(word);
        return id < 0 ? 0 : frequencies[id];
    }

    /// How much a word says in the TF-IDF measure: `ln(1 + documents / documentFrequency)`; 0 for an unknown word.
    public double classicWeight(String word) {
        int id = known(word);
        return id < 0 ? 0 : classicWeight(id);
    }

    /// The cosine of query and document in the TF-IDF space, by document number; 0 without a shared word. A document's
    /// component is its share of the word times the word's weight, a query's component is the weight alone.
    public double[] cosine(Collection<String> queryWords) {
        var scores = new double[capacity()];
        double queryNorm = 0;
        for (var word : new LinkedHashSet<>(queryWords)) {
            int id = known(word);
            if (id < 0 || frequencies[id] == 0) {
                continue;
            }
            double weight = classicWeight(id);
            queryNorm += weight * weight;
            var list = postings(id);
            for (int i = 0; i < list.size; i++) {
                int document = list.documents[i];
                scores[document] += weight * weight * list.counts[i] / lengths[document];
            }
        }
        double queryLength = Math.sqrt(queryNorm);
        for (int document = 0; document < scores.length; document++) {
            if (scores[document] > 0) {
                scores[document] /= queryLength * norm(document);
            }
        }
        return scores;
    }

    /// The length of a document's TF-IDF vector.
    public double norm(int document) {
        if (normVersions[document] != version) {
            double squares = 0;
            var terms = terms(document);
            var counts = counts(document);
            for (int i = 0; i < terms.length; i++) {
                double component = classicWeight(terms[i]) * counts[i] / lengths[document];
                squares += component * component;
            }
            norms[document] = Math.sqrt(squares);
            normVersions[document] = version;
        }
        return norms[document];
    }

    /// A document's TF-IDF vector, by word.
    public Map<String, Double> vector(int document) {
        var vector = new HashMap<String, Double>();
        var terms = terms(document);
        for (int i = 0; i < terms.length; i++) {
            vector.put(word(terms[i]), classicWeight(terms[i]) * counts(document)[i] / lengths[document]);
        }
        return vector;
    }

    /// How much a word says in BM25: `ln(1 + (N - df + 0.5) / (df + 0.5))`, largest for a word that no document holds.
    public double weight(String word) {
        int frequency = documentFrequency(word);
        return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
    }

    /// BM25 without the constant factor `k1 + 1`, by document number, so that one word adds at most its weight
    /// (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
    ///
    /// @param queryWords words and how much each counts, usually 1
    /// @param k1 how soon repeating a word stops helping
    /// @param b how much long documents are held back, 0..1
    public double[] bm25(Map<String, Double> queryWords, double k1, double b) {
        var scores = new double[capacity()];
        double averageLength = Math.max(1, (double) words / Math.max(1, documents));
        queryWords.forEach((word, boost) -> {
            int id = known(word);
            if (id < 0 || frequencies[id] == 0) {
                return;
            }
            double weight = weight(word) * boost;
            var list = postings(id);
            for (int i = 0; i < list.size; i++) {
                int document = list.documents[i];
                double count = list.counts[i];
                scores[document] += weight * count / (count + k1 * (1 - b + b * lengths[document] / averageLength));
            }
        });
        return scores;
    }

    /// The index as bytes, with its documents renumbered from 0 in a given order. Holds no word that none of them
    /// holds.
    ///
    /// @param order every document once
    public byte[] toBytes(int[] order) {
        var held = new TreeMap<byte[], Integer>(Arrays::compareUnsigned);
        for (int term = 0; term < savedTerms + terms.size(); term++) {
            if (frequencies[term] > 0) {
                held.put(word(term).getBytes(StandardCharsets.UTF_8), term);
            }
        }
        var places = new int[capacity()];
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        var ranks = new int[savedTerms + terms.size()];
        var writer = new SavedTerms.Writer(order.length, held.size());
        int rank = 0;
        for (var word : held.entrySet()) {
            var list = postings(word.getValue());
            writer.word(word.getKey(), pairs(list.documents, list.counts, list.size, places));
            ranks[word.getValue()] = rank++;
        }
        for (int document : order) {
            var terms = terms(document);
            writer.document(lengths[document], pairs(terms, counts(document), terms.length, ranks));
        }
        return writer.written();
    }

    /// Numbers under other numbers in the upper half, their counts in the lower.
    private static long[] pairs(int[] numbers, int[] counts, int size, int[] others) {
        var pairs = new long[size];
        for (int i = 0; i < size; i++) {
            pairs[i] = (long) others[numbers[i]] << Integer.SIZE | counts[i];
        }
        return pairs;
    }

    /// Reads what {@link #toBytes} wrote, as far as it is asked for; empty if it is something else.
    ///
    /// @param written belongs to the index from now on
    public static Optional<TermIndex> ofBytes(byte[] written) {
        return SavedTerms.of(written).map(TermIndex::new);
    }

    /// Whether a document holds a word.
    public boolean holds(int document, String word) {
        int id = known(word);
        return id >= 0 && Arrays.binarySearch(terms(document), id) >= 0;
    }

    /// Kept as long as the documents stay as they are.
    private double classicWeight(int term) {
        if (classicVersion != version) {
            if (classicWeights.length < frequencies.length) {
                classicWeights = new double[frequencies.length];
            }
            Arrays.fill(classicWeights, Double.NaN);
            classicVersion = version;
        }
        if (Double.isNaN(classicWeights[term])) {
            classicWeights[term] = frequencies[term] == 0 ? 0 : Math.log(1 + (double) documents / frequencies[term]);
        }
        return classicWeights[term];
    }

    /// The number of a word, or -1.
    private int known(String word) {
        var id = ids.get(word);
        return id != null ? id : saved == null ? -1 : saved.find(word);
    }

    private int id(String word) {
        int known = known(word);
        int id = known >= 0 ? known : savedTerms + terms.size();
        if (known < 0) {
            terms.add(word);
            if (id >= postings.length) {
                postings = Arrays.copyOf(postings, Math.max(TERMS_ROOM, 2 * id));
                frequencies = Arrays.copyOf(frequencies, postings.length);
            }
        }
        ids.put(word, id);
        return id;
    }

    private String word(int term) {
        return term < savedTerms ? Objects.requireNonNull(saved).word(term) : terms.get(term - savedTerms);
    }

    private Postings postings(int term) {
        var list = postings[term];
        if (list == null) {
            list = new Postings(
                    term < savedTerms ? Objects.requireNonNull(saved).postings(term) : SavedTerms.Counts.NONE);
            postings[term] = list;
        }
        return list;
    }

    private int[] terms(int document) {
        var terms = documentTerms[document];
        if (terms == null) {
            var read = Objects.requireNonNull(saved).document(document);
            terms = read.numbers();
            documentTerms[document] = terms;
            documentCounts[document] = read.counts();
        }
        return terms;
    }

    private int[] counts(int document) {
        terms(document);
        return Objects.requireNonNull(documentCounts[document]);
    }

    private void ensureCapacity(int document) {
        if (document >= lengths.length) {
            int capacity = Math.max(DOCUMENTS_ROOM, 2 * document);
            documentTerms = Arrays.copyOf(documentTerms, capacity);
            documentCounts = Arrays.copyOf(documentCounts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            norms = Arrays.copyOf(norms, capacity);
            normVersions = Arrays.copyOf(normVersions, capacity);
        }
    }
}
