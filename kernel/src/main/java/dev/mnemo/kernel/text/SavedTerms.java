package dev.mnemo.kernel.text;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A {@link TermIndex} as bytes, of which only that is read which somebody asks for.
///
/// Form: how many documents and how many words there are; the length of each document; how many documents hold each
/// word; where the words of each document, the letters of each word and the documents of each word end; then these
/// three. Words are in the order of their UTF-8 form and are named by their place; documents and places are written as
/// differences from the one before, each with a count.
final class SavedTerms {
    private final int[] lengths;
    private final int[] frequencies;
    private final Part documents;
    private final Part words;
    private final Part postings;

    /// Pieces of one array, one after the other.
    @SuppressWarnings("ArrayRecordComponent") // parts of one large array, not values to compare
    private record Part(byte[] bytes, int first, int[] ends) {
        int from(int piece) {
            return first + (piece == 0 ? 0 : ends[piece - 1]);
        }

        int to(int piece) {
            return first + ends[piece];
        }

        TermBytes reader(int piece) {
            return new TermBytes(bytes, from(piece), to(piece));
        }
    }

    /// Ascending numbers, each with a count.
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Counts(int[] numbers, int[] counts) {
        static final Counts NONE = new Counts(new int[0], new int[0]);
    }

    private SavedTerms(int[] lengths, int[] frequencies, Part documents, Part words, Part postings) {
        this.lengths = lengths;
        this.frequencies = frequencies;
        this.documents = documents;
        this.words = words;
        this.postings = postings;
    }

    /// The index that some bytes hold; empty if they are something else.
    static Optional<SavedTerms> of(byte[] bytes) {
        try {
            var in = ByteBuffer.wrap(bytes);
            int documents = in.getInt();
            int words = in.getInt();
            if (documents < 0 || words < 0 || 8L * documents + 12L * words > in.remaining()) {
                return Optional.empty();
            }
            var lengths = ints(in, documents);
            var frequencies = ints(in, words);
            var documentEnds = ints(in, documents);
            var wordEnds = ints(in, words);
            var postingEnds = ints(in, words);
            int first = in.position();
            int second = first + last(documentEnds);
            int third = second + last(wordEnds);
            return third + last(postingEnds) == bytes.length
                    ? Optional.of(new SavedTerms(
                            lengths,
                            frequencies,
                            new Part(bytes, first, documentEnds),
                            new Part(bytes, second, wordEnds),
                            new Part(bytes, third, postingEnds)))
                    : Optional.empty();
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static int[] ints(ByteBuffer in, int count) {
        var ints = new int[count];
        in.asIntBuffer().get(ints);
        in.position(in.position() + count * Integer.BYTES);
        return ints;
    }

    private static int last(int[] ends) {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /// How many words each document has, by document. Belongs to the caller.
    int[] lengths() {
        return lengths;
    }

    /// How many documents hold each word, by word. Belongs to the caller.
    int[] frequencies() {
        return frequencies;
    }

    /// The place of a word, or -1.
    int find(String word) {
        var wanted = word.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = words.ends().length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = Arrays.compareUnsigned(
                    words.bytes(), words.from(middle), words.to(middle), wanted, 0, wanted.length);
            if (comparison == 0) {
                return middle;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    String word(int place) {
        int from = words.from(place);
        return new String(words.bytes(), from, words.to(place) - from, StandardCharsets.UTF_8);
    }

    /// The words of a document, by their places.
    Counts document(int document) {
        return counts(documents.reader(document));
    }

    /// The documents that hold a word.
    Counts postings(int word) {
        return counts(postings.reader(word));
    }

    private static Counts counts(TermBytes in) {
        int size = in.number();
        var counts = new Counts(new int[size], new int[size]);
        int number = 0;
        for (int i = 0; i < size; i++) {
            number += in.number();
            counts.numbers()[i] = number;
            counts.counts()[i] = in.number();
        }
        return counts;
    }

    /// Writes an index piece by piece: all words in ascending order of their UTF-8 form with the documents that hold
    /// them, then all documents.
    static final class Writer {
        private final int[] lengths;
        private final int[] documentEnds;
        private final int[] frequencies;
        private final int[] wordEnds;
        private final int[] postingEnds;
        private final TermBytes documents = new TermBytes();
        private final TermBytes words = new TermBytes();
        private final TermBytes postings = new TermBytes();
        private int documentCount;
        private int wordCount;

        Writer(int documents, int words) {
            lengths = new int[documents];
            documentEnds = new int[documents];
            frequencies = new int[words];
            wordEnds = new int[words];
            postingEnds = new int[words];
        }

        void word(byte[] letters, long[] documentsAndCounts) {
            words.put(letters);
            counts(postings, documentsAndCounts);
            frequencies[wordCount] = documentsAndCounts.length;
            wordEnds[wordCount] = words.size();
            postingEnds[wordCount++] = postings.size();
        }

        void document(int length, long[] wordsAndCounts) {
            counts(documents, wordsAndCounts);
            lengths[documentCount] = length;
            documentEnds[documentCount++] = documents.size();
        }

        private static void counts(TermBytes out, long[] pairs) {
            Arrays.sort(pairs);
            out.put(pairs.length);
            int before = 0;
            for (long pair : pairs) {
                int number = (int) (pair >> Integer.SIZE);
                out.put(number - before);
                out.put((int) pair);
                before = number;
            }
        }

        byte[] written() {
            int numbers = 2 + 2 * lengths.length + 3 * frequencies.length;
            var out = ByteBuffer.allocate(numbers * Integer.BYTES + documents.size() + words.size() + postings.size());
            out.putInt(lengths.length).putInt(frequencies.length);
            for (var ints : new int[][] {lengths, frequencies, documentEnds, wordEnds, postingEnds}) {
                out.asIntBuffer().put(ints);
                out.position(out.position() + ints.length * Integer.BYTES);
            }
            return out.put(documents.written())
                    .put(words.written())
                    .put(postings.written())
                    .array();
        }
    }
}
