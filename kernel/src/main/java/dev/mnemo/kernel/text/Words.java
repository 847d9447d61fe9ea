package dev.mnemo.kernel.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/// The words of a text in any language, with code in it:
/// - letters and digits of every script, in compatibility form, lower case, accents of Latin letters dropped;
/// - an identifier counts whole and in its parts: `TokenStore`, `token_store`, `token-store` and `auth.TokenStore` all
/// hold `token` and `store`; digits stay with the letters before them, so `HS256` is not `RS256` and `5432` is a word;
/// - English words are reduced to their stems (Snowball, Porter 2); anything with a digit is left as it is;
/// - scripts written without spaces are cut into overlapping pairs of characters;
/// - {@link StopWords} and single letters are left out.
public final class Words implements Analysis {
    /// A run of letters and digits with single joints inside.
    private static final Pattern COMPOUND =
            Pattern.compile("[\\p{L}\\p{N}\\p{M}]+(?:[_.\\-'’·:][\\p{L}\\p{N}\\p{M}]+|_+(?=[\\p{L}\\p{N}]))*");

    private static final Pattern JOINT = Pattern.compile("[_.\\-:·]+");
    private static final Pattern APOSTROPHE = Pattern.compile("['’](?:s(?![\\p{L}\\p{N}]))?");
    private static final Pattern COMBINING_ACCENT = Pattern.compile("[\\u0300-\\u036f]");

    /// Stems kept; further words are stemmed each time they occur.
    private static final int STEMS_MAX = 65_536;

    /// Characters of the longest word; the rest of longer ones is noise, such as encoded bytes.
    private static final int WORD_CHARS_MAX = 80;

    private final Map<String, String> stems = new ConcurrentHashMap<>();

    @Override
    public List<String> words(String text) {
        var words = new ArrayList<String>();
        var matcher = COMPOUND.matcher(normal(text));
        while (matcher.find()) {
            compound(APOSTROPHE.matcher(matcher.group()).replaceAll(""), words);
        }
        return words;
    }

    private static String normal(String text) {
        if (isAscii(text)) {
            return text;
        }
        var decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        var bare = COMBINING_ACCENT.matcher(decomposed).replaceAll("").replace("ß", "ss");
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void compound(String compound, List<String> words) {
        var parts = JOINT.split(compound);
        if (parts.length > 1) {
            add(compound.toLowerCase(Locale.ROOT), words);
        }
        for (var part : parts) {
            if (parts.length == 1 || part.length() > 1) {
                part(part, words);
            }
        }
    }

    private void part(String part, List<String> words) {
        int start = 0;
        int pieces = 0;
        for (int at = 1; at <= part.length(); at++) {
            if (at == part.length() || isBoundary(part, at)) {
                if (start > 0 || at < part.length()) {
                    piece(part.substring(start, at), words);
                    pieces++;
                }
                start = at;
            }
        }
        if (pieces == 0) {
            piece(part, words);
        } else if (!isUnspaced(part.codePointAt(0))) {
            add(part.toLowerCase(Locale.ROOT), words);
        }
    }

    /// Whether a new word begins here: `tokenStore`, `XMLParser`, and between scripts with and without spaces.
    private static boolean isBoundary(String part, int at) {
        if (Character.isLowSurrogate(part.charAt(at))) {
            return false;
        }
        int before = part.codePointBefore(at);
        int here = part.codePointAt(at);
        if (isUnspaced(before) != isUnspaced(here)) {
            return true;
        }
        if (!Character.isUpperCase(here)) {
            return false;
        }
        int next = at + Character.charCount(here);
        return Character.isLowerCase(before)
                || Character.isDigit(before)
                || (Character.isUpperCase(before)
                        && next < part.length()
                        && Character.isLowerCase(part.codePointAt(next)));
    }

    private void piece(String piece, List<String> words) {
        if (isUnspaced(piece.codePointAt(0))) {
            pairs(piece, words);
        } else {
            add(piece.toLowerCase(Locale.ROOT), words);
        }
    }

    private static void pairs(String run, List<String> words) {
        var points = run.codePoints().toArray();
        if (points.length == 1) {
            words.add(run);
        }
        for (int i = 0; i + 1 < points.length; i++) {
            words.add(new String(points, i, 2));
        }
    }

    private void add(String word, List<String> words) {
        if (StopWords.ENGLISH.contains(word) || (word.length() == 1 && !Character.isDigit(word.charAt(0)))) {
            return;
        }
        words.add(stem(word.length() > WORD_CHARS_MAX ? word.substring(0, WORD_CHARS_MAX) : word));
    }

    private String stem(String word) {
        if (!isEnglish(word)) {
            return word;
        }
        var known = stems.get(word);
        if (known != null) {
            return known;
        }
        var stemmer = new EnglishStemmer();
        stemmer.setCurrent(word);
        stemmer.stem();
        var stem = stemmer.getCurrent();
        if (stems.size() < STEMS_MAX) {
            stems.put(word, stem);
        }
        return stem;
    }

    private static boolean isEnglish(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 'a' || c > 'z') {
                return false;
            }
        }
        return word.length() > 2;
    }

    private static boolean isUnspaced(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
            default -> codePoint == 'ー';
        };
    }
}
