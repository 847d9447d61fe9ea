package dev.mnemo.models;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Splits a text into the tokens that BERT models read: lower-cased words without accents, each the longest pieces
/// of it that the vocabulary knows. The literal text `[CLS]` is text here, never the token of that name.
final class WordPiece {
    private static final String UNKNOWN = "[UNK]";
    private static final String FIRST = "[CLS]";
    private static final String LAST = "[SEP]";
    private static final String CONTINUED = "##";

    /// A longer word is unknown.
    private static final int WORD_CODE_POINTS_MAX = 100;

    /// Characters of a text that are looked at for each token that may come of it.
    private static final int CHARS_PER_TOKEN = 16;

    private final Map<String, Integer> ids;
    private final int unknown;
    private final int first;
    private final int last;

    /// @param vocabulary the tokens in order of their ids
    WordPiece(List<String> vocabulary) {
        ids = HashMap.newHashMap(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
        unknown = id(UNKNOWN);
        first = id(FIRST);
        last = id(LAST);
        if (unknown < 0 || first < 0 || last < 0) {
            throw new IllegalArgumentException("a vocabulary has " + UNKNOWN + ", " + FIRST + " and " + LAST);
        }
    }

    /// The ids of a text's tokens between those of `[CLS]` and `[SEP]`; what is beyond the limit is cut.
    ///
    /// @param tokensMax limit of the whole, at least 2
    int[] ids(String text, int tokensMax) {
        var found = new Tokens(tokensMax - 1);
        found.add(first);
        int end = Math.min(text.length(), tokensMax * CHARS_PER_TOKEN);
        var run = new StringBuilder();
        for (int i = 0; i < end && found.hasRoom(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isWhitespace(c)) {
                addRun(run, found);
            } else if (isIdeograph(c)) {
                addRun(run, found);
                addRun(run.appendCodePoint(c), found);
            } else if (!isControl(c)) {
                run.appendCodePoint(c);
            }
        }
        addRun(run, found);
        return found.closed(last);
    }

    /// Adds what stands between two blanks, and empties it.
    private void addRun(StringBuilder run, Tokens found) {
        if (run.isEmpty()) {
            return;
        }
        var plain = plain(run.toString());
        int start = 0;
        for (int i = 0; i < plain.length; i++) {
            if (isPunctuation(plain[i])) {
                addWord(plain, start, i, found);
                addWord(plain, i, i + 1, found);
                start = i + 1;
            }
        }
        addWord(plain, start, plain.length, found);
        run.setLength(0);
    }

    private void addWord(int[] word, int from, int to, Tokens found) {
        if (from == to || !found.hasRoom()) {
            return;
        }
        if (to - from > WORD_CODE_POINTS_MAX) {
            found.add(unknown);
            return;
        }
        var pieces = new int[to - from];
        int count = 0;
        for (int start = from; start < to; count++) {
            int end = to;
            int id = -1;
            while (end > start && id < 0) {
                var piece = new String(word, start, end - start);
                id = id(start == from ? piece : CONTINUED + piece);
                end--;
            }
            if (id < 0) {
                found.add(unknown);
                return;
            }
            pieces[count] = id;
            start = end + 1;
        }
        for (int i = 0; i < count && found.hasRoom(); i++) {
            found.add(pieces[i]);
        }
    }

    private int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    /// Code points without accents, lower-cased one by one.
    private static int[] plain(String run) {
        var isAscii = run.chars().allMatch(c -> c < 0x80);
        var decomposed = isAscii ? run : Normalizer.normalize(run, Normalizer.Form.NFD);
        return decomposed
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .map(Character::toLowerCase)
                .toArray();
    }

    private static boolean isWhitespace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        if (c == 0xfffd) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7f);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /// The blocks that BERT's own tokenizer names; each of their characters is a word.
    private static boolean isIdeograph(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b73f)
                || (c >= 0x2b740 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }

    /// Ids up to a limit.
    private static final class Tokens {
        private final int limit;
        private int[] ids = new int[16];
        private int count;

        Tokens(int limit) {
            this.limit = limit;
        }

        boolean hasRoom() {
            return count < limit;
        }

        void add(int id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id;
        }

        int[] closed(int lastId) {
            add(lastId);
            return Arrays.copyOf(ids, count);
        }
    }
}
