package dev.mnemo.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which documents hold which words, in memory, kept up to date one document at a time: adding or removing one
/// costs as much as it has words, never a rebuild. Weights depend on how many documents there are, so they are
/// computed when asked for, from the counts of that moment.
///
/// Documents have small numbers; the number of a removed document is used again. Not safe for many threads: whoever
/// owns the index owns a lock.
public final class TermIndex {
    private static final int[] NOTHING = {};

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> terms = new ArrayList<>();
    private Postings[] postings = new Postings[1024];

    private final BitSet live = new BitSet();
    private int[][] documentTerms = new int[256][];
    private int[][] documentCounts = new int[256][];
    private int[] lengths = new int[256];
    private int documents;
    private long words;

    private double[] norms = new double[256];
    private long[] normVersions = new long[256];
    private long version = 1;

    /// The documents that hold one word, ascending, and how often each holds it.
    private static final class Postings {
        int[] documents = new int[4];
        int[] counts = new int[4];
        int size;

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

        void write(TermBytes bytes, int[] numbers) {
            var pairs = new long[size];
            for (int i = 0; i < size; i++) {
                pairs[i] = (long) numbers[documents[i]] << Integer.SIZE | counts[i];
            }
            Arrays.sort(pairs);
            bytes.put(size);
            int before = 0;
            for (long pair : pairs) {
                int document = (int) (pair >> Integer.SIZE);
                bytes.put(document - before);
                bytes.put((int) pair);
                before = document;
            }
        }

        void read(TermBytes bytes, int capacity) {
            int wanted = bytes.number();
            if (size > 0 || wanted > capacity) {
                throw new IndexOutOfBoundsException(wanted);
            }
            documents = new int[Math.max(4, wanted)];
            counts = new int[documents.length];
            for (int document = 0; size < wanted; size++) {
                document += bytes.number();
                documents[size] = java.util.Objects.checkIndex(document, capacity);
                counts[size] = bytes.number();
            }
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
            postings[occurrences[i]].put(document, counts[i]);
        }
        lengths[document] = documentWords.size();
        documents++;
        words += documentWords.size();
        version++;
        return document;
    }

    /// Removes a document.
    public void remove(int document) {
        for (int term : documentTerms[document]) {
            postings[term].remove(document);
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
        var id = ids.get(word);
        return id == null ? 0 : postings[id].size;
    }

    /// How much a word says in the TF-IDF measure: `ln(1 + documents / documentFrequency)`; 0 for an unknown word.
    public double classicWeight(String word) {
        var id = ids.get(word);
        return id == null ? 0 : classicWeight(id);
    }

    /// The cosine of query and document in the TF-IDF space, by document number; 0 without a shared word. A document's
    /// component is its share of the word times the word's weight, a query's component is the weight alone.
    public double[] cosine(Collection<String> queryWords) {
        var scores = new double[capacity()];
        double queryNorm = 0;
        for (var word : new LinkedHashSet<>(queryWords)) {
            var id = ids.get(word);
            if (id == null || postings[id].size == 0) {
                continue;
            }
            double weight = classicWeight(id);
            queryNorm += weight * weight;
            var list = postings[id];
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
            for (int i = 0; i < documentTerms[document].length; i++) {
                double component =
                        classicWeight(documentTerms[document][i]) * documentCounts[document][i] / lengths[document];
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
        for (int i = 0; i < documentTerms[document].length; i++) {
            int term = documentTerms[document][i];
            vector.put(terms.get(term), classicWeight(term) * documentCounts[document][i] / lengths[document]);
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
            var id = ids.get(word);
            if (id == null || postings[id].size == 0) {
                return;
            }
            double weight = weight(word) * boost;
            var list = postings[id];
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
        var numbers = new int[capacity()];
        var bytes = new TermBytes(new byte[64 * order.length + 64]);
        bytes.put(order.length);
        for (int place = 0; place < order.length; place++) {
            numbers[order[place]] = place;
            bytes.put(lengths[order[place]]);
            bytes.put(documentTerms[order[place]].length);
        }
        for (int term = 0; term < terms.size(); term++) {
            if (postings[term].size > 0) {
                bytes.put(terms.get(term));
                postings[term].write(bytes, numbers);
            }
        }
        return bytes.written();
    }

    /// Reads what {@link #toBytes} wrote; empty if it is something else.
    public static Optional<TermIndex> ofBytes(byte[] written) {
        try {
            var index = new TermIndex();
            index.read(new TermBytes(written));
            return Optional.of(index);
        } catch (IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private void read(TermBytes bytes) {
        documents = bytes.number();
        if (documents > bytes.left()) {
            throw new IndexOutOfBoundsException(documents);
        }
        ensureCapacity(documents);
        live.set(0, documents);
        for (int document = 0; document < documents; document++) {
            lengths[document] = bytes.number();
            words += lengths[document];
            int distinct = bytes.number();
            if (distinct > lengths[document] || distinct > bytes.left()) {
                throw new IndexOutOfBoundsException(distinct);
            }
            documentTerms[document] = new int[distinct];
            documentCounts[document] = new int[distinct];
        }
        var filled = new int[documents];
        while (bytes.left() > 0) {
            int term = id(bytes.text());
            var list = postings[term];
            list.read(bytes, documents);
            for (int i = 0; i < list.size; i++) {
                int document = list.documents[i];
                documentTerms[document][filled[document]] = term;
                documentCounts[document][filled[document]++] = list.counts[i];
            }
        }
        for (int document = 0; document < documents; document++) {
            if (filled[document] != documentTerms[document].length) {
                throw new IndexOutOfBoundsException(document);
            }
        }
    }

    /// Whether a document holds a word.
    public boolean holds(int document, String word) {
        var id = ids.get(word);
        return id != null && Arrays.binarySearch(documentTerms[document], id) >= 0;
    }

    private double classicWeight(int term) {
        int frequency = postings[term].size;
        return frequency == 0 ? 0 : Math.log(1 + (double) documents / frequency);
    }

    private int id(String word) {
        return ids.computeIfAbsent(word, fresh -> {
            terms.add(fresh);
            int id = terms.size() - 1;
            if (id == postings.length) {
                postings = Arrays.copyOf(postings, 2 * id);
            }
            postings[id] = new Postings();
            return id;
        });
    }

    private void ensureCapacity(int document) {
        if (document >= lengths.length) {
            int capacity = 2 * document;
            documentTerms = Arrays.copyOf(documentTerms, capacity);
            documentCounts = Arrays.copyOf(documentCounts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            norms = Arrays.copyOf(norms, capacity);
            normVersions = Arrays.copyOf(normVersions, capacity);
        }
    }
}
