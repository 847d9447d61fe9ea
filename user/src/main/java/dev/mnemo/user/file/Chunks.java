package dev.mnemo.user.file;

import dev.mnemo.user.recall.Tokens;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a text into parts that one vector can stand for: whole sentences, as many as fit, each part beginning with
/// the last sentences of the one before.
final class Chunks {
    /// Tokens of a part, as {@link Tokens} counts them: what small embedding models read of a text.
    static final int TOKENS_MAX = 300;

    /// Tokens that a part repeats of the one before, at most.
    static final int OVERLAP_TOKENS = 45;

    /// Tokens of a piece of a sentence that is too long.
    private static final double PIECE_TOKENS_MAX = 200;

    private static final double CHARS_PER_TOKEN = 4;
    private static final int DENSE_SCRIPTS = 0x2E80;

    private Chunks() {}

    /// The parts of a text, in order; none of a blank one.
    static List<String> of(String text) {
        var chunks = new ArrayList<String>();
        var sentences = sentences(text);
        int from = 0;
        while (from < sentences.size()) {
            int until = from;
            int tokens = 0;
            while (until < sentences.size()
                    && (until == from || tokens + Tokens.of(sentences.get(until)) <= TOKENS_MAX)) {
                tokens += Tokens.of(sentences.get(until++));
            }
            var chunk = String.join("", sentences.subList(from, until)).strip();
            if (!chunk.isEmpty()) {
                chunks.add(chunk);
            }
            from = until == sentences.size() ? until : overlap(sentences, from, until);
        }
        return chunks;
    }

    /// Where the next part begins: some sentences before the end of the last, but behind its beginning.
    private static int overlap(List<String> sentences, int from, int until) {
        int begin = until;
        int tokens = 0;
        while (begin - 1 > from) {
            tokens += Tokens.of(sentences.get(begin - 1));
            if (tokens > OVERLAP_TOKENS) {
                break;
            }
            begin--;
        }
        return begin;
    }

    private static List<String> sentences(String text) {
        var sentences = new ArrayList<String>();
        for (var line : text.split("(?<=\n)")) {
            var breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
            breaks.setText(line);
            for (int start = breaks.first(), end = breaks.next();
                    end != BreakIterator.DONE;
                    start = end, end = breaks.next()) {
                pieces(line.substring(start, end), sentences);
            }
        }
        return sentences;
    }

    /// A sentence without end is cut at spaces, or anywhere.
    private static void pieces(String sentence, List<String> to) {
        int from = 0;
        while (from < sentence.length()) {
            int until = from;
            for (double tokens = 0; until < sentence.length() && tokens < PIECE_TOKENS_MAX; until++) {
                tokens += sentence.charAt(until) >= DENSE_SCRIPTS ? 1 : 1 / CHARS_PER_TOKEN;
            }
            if (until < sentence.length()) {
                int space = sentence.lastIndexOf(' ', until - 1);
                until = space > from + (until - from) / 2 ? space + 1 : until;
                until -= Character.isHighSurrogate(sentence.charAt(until - 1)) ? 1 : 0;
            }
            to.add(sentence.substring(from, until));
            from = until;
        }
    }
}
