package dev.mnemo.cache.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a text that the guards look at.
///
/// @param kind what it is
/// @param text as it stands in the text
/// @param key for comparison: lower case, without the possessive `'s`
/// @param first whether a sentence begins with it
/// @param listed whether a comma stands before or after it
record Token(Kind kind, String text, String key, boolean first, boolean listed) {
    enum Kind {
        WORD,
        NUMBER,
        CODE,
        URL,
        QUOTE,
        /// A run of Chinese, Japanese or Korean characters.
        UNSPACED
    }

    private static final String TOP_DOMAINS = "com|org|net|io|dev|edu|gov|co|ai|app|info|eu|de|uk|fr|us";
    private static final String FILE_TYPES =
            "ya?ml|json|txt|csv|py|java|jsx?|tsx?|md|html?|css|xml|pdf|docx?|xlsx?|png|jpe?g"
                    + "|sh|sql|log|exe|jar|zip|go|rs|cc?|cpp|hp?p?|ini|toml|conf|env|lock|properties|gradle|kt|rb|php";

    private static final String ADDRESS = "(?<url>(?i:https?|ftp)://[^\\s<>\"'“”«»]+|www\\.[^\\s<>\"'“”«»]+"
            + "|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+|[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)*\\.(?:" + TOP_DOMAINS
            + ")(?![\\w])(?:/[^\\s<>\"'“”«»]*)?)";
    private static final String CODE = "(?<code>(?<![\\w/.])(?:~|\\.{1,2})?/[\\w.-]+(?:/[\\w.-]+)*"
            + "|(?<![\\w-])--[a-zA-Z][\\w-]*|\\w+(?:(?:\\.|::|->|#)\\w+)*\\(\\)"
            + "|[A-Za-z_]\\w*(?:(?:::|->)\\w+)+|\\b[cC](?:\\+\\+|#))";
    private static final String UNSPACED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}";
    private static final String SPACED = "[[\\p{L}\\p{M}\\p{N}_]&&[^" + UNSPACED + "]]+";
    private static final String REST = "|(?<quote>\"[^\"]{1,200}\"|“[^”]{1,200}”|«[^»]{1,200}»|„[^“”]{1,200}[“”]"
            + "|`[^`]{1,200}`|「[^」]{1,200}」|(?<![\\p{L}\\p{N}])['‘][^'’]{1,200}['’](?![\\p{L}\\p{N}]))"
            + "|(?<unspaced>[" + UNSPACED + "ー々]+)"
            + "|(?<chunk>(?:(?<=[\\s(]|^)[-−](?=\\d))?[$€£¥₹]?" + SPACED + "(?:[.,:/'’\\-]" + SPACED + ")*"
            + "(?:\\s?%|\\s?°[CF]?|[€£])?)|(?<mark>[.!?:;,…¿¡。？！，；])";

    /// What tells that a text may hold an address or code; most questions do without, and are read in half the time.
    private static final Pattern SPECIAL = Pattern.compile("[@/_()#+]|--|::|->|\\.\\w");

    private static final Pattern PIECE = Pattern.compile(ADDRESS + "|" + CODE + REST);
    private static final Pattern PLAIN_PIECE = Pattern.compile("(?<url>(?!))|(?<code>(?!))" + REST);

    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}'’]+");
    private static final Pattern JOINED_LETTERS =
            Pattern.compile("\\p{L}[\\p{L}\\p{M}'’]*(?:[.,:/\\-][\\p{L}\\p{M}'’]+)+");
    private static final Pattern FILE = Pattern.compile("[\\w\\-.]*\\w\\.(?:" + FILE_TYPES + ")");
    private static final Pattern HUMP = Pattern.compile("\\p{Ll}+\\p{Lu}.*|\\p{L}+_.*|_.*");
    private static final Pattern BRANDED = Pattern.compile(
            "(?:i|e|Mc|Mac|You|Face|Pay|Git|Java|Type|Post|My|Open|Chat|Linked|Tik|Whats|Black|Snap|Word|Play|Power)\\p{Lu}.*");
    private static final Pattern JOINT = Pattern.compile("[.,:/\\-]");

    /// The tokens of a text, in order.
    static List<Token> of(String text) {
        var tokens = new ArrayList<Token>();
        var matcher = (SPECIAL.matcher(text).find() ? PIECE : PLAIN_PIECE).matcher(text);
        boolean first = true;
        boolean listed = false;
        while (matcher.find()) {
            if (matcher.group("mark") != null) {
                first |= ",，".indexOf(matcher.group().charAt(0)) < 0;
                listed = matcher.group().equals(",");
                if (listed && !tokens.isEmpty()) {
                    var last = tokens.removeLast();
                    tokens.add(new Token(last.kind, last.text, last.key, last.first, true));
                }
                continue;
            }
            int before = tokens.size();
            add(matcher, first, listed, tokens);
            first &= tokens.size() == before;
            listed = false;
        }
        return tokens;
    }

    private static void add(Matcher matcher, boolean first, boolean listed, List<Token> tokens) {
        var piece = matcher.group();
        if (matcher.group("url") != null) {
            var address = piece.replaceFirst("[.,;:!?)]+$", "").replaceFirst("/$", "");
            tokens.add(new Token(
                    Kind.URL, address, lower(address).replaceFirst("^https?://(www\\.)?", ""), first, listed));
        } else if (matcher.group("quote") != null) {
            var inside = piece.substring(1, piece.length() - 1).strip();
            var kind = piece.charAt(0) == '`' ? Kind.CODE : Kind.QUOTE;
            tokens.add(new Token(kind, inside, lower(inside), first, listed));
        } else if (matcher.group("code") != null) {
            tokens.add(new Token(Kind.CODE, piece, lower(piece).replace("()", ""), first, listed));
        } else if (matcher.group("unspaced") != null) {
            tokens.add(new Token(Kind.UNSPACED, piece, piece, first, listed));
        } else {
            chunk(piece, first, listed, tokens);
        }
    }

    private static void chunk(String chunk, boolean first, boolean listed, List<Token> tokens) {
        if (LETTERS.matcher(chunk).matches() && !isHump(chunk)) {
            tokens.add(word(chunk, first, listed));
        } else if (FILE.matcher(chunk).matches()) {
            tokens.add(new Token(Kind.CODE, chunk, lower(chunk), first, listed));
        } else if (JOINED_LETTERS.matcher(chunk).matches() && !isHump(chunk)) {
            boolean start = first;
            for (var part : JOINT.split(chunk)) {
                if (!part.isEmpty()) {
                    tokens.add(word(part, start, listed));
                    start = false;
                }
            }
        } else if (Numerals.isNumeral(chunk)) {
            tokens.add(new Token(Kind.NUMBER, chunk, lower(chunk), first, listed));
        } else {
            tokens.add(new Token(Kind.CODE, chunk, lower(chunk).replaceFirst("^v(?=\\d)", ""), first, listed));
        }
    }

    private static boolean isHump(String chunk) {
        return HUMP.matcher(chunk).matches() && !BRANDED.matcher(chunk).matches();
    }

    private static Token word(String text, boolean first, boolean listed) {
        var key = lower(text).replace('’', '\'');
        key = key.endsWith("'s") && !key.equals("let's") ? key.substring(0, key.length() - 2) : key;
        key = key.endsWith("'") ? key.substring(0, key.length() - 1) : key;
        return new Token(Kind.WORD, text, key, first, listed);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isCapitalised() {
        return kind == Kind.WORD && Character.isUpperCase(text.codePointAt(0));
    }

    /// Whether the word is an abbreviation in capitals, such as NASA.
    boolean isCapitals() {
        return kind == Kind.WORD && text.length() > 1 && text.chars().allMatch(Character::isUpperCase);
    }

    /// The word without the endings of English inflection, crudely; enough to see that two words are one.
    String stem() {
        if (kind != Kind.WORD || key.length() < 4) {
            return key;
        }
        var stem = key;
        if (stem.endsWith("ing") && stem.length() > 5) {
            stem = stem.substring(0, stem.length() - 3);
        } else if (stem.endsWith("ed") && stem.length() > 4) {
            stem = stem.substring(0, stem.length() - 2);
        } else if (stem.endsWith("es") && stem.length() > 4) {
            stem = stem.substring(0, stem.length() - 2);
        } else if (stem.endsWith("s") && !stem.endsWith("ss")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        int end = stem.length();
        if (end > 3 && stem.charAt(end - 1) == stem.charAt(end - 2) && "bdglmnprt".indexOf(stem.charAt(end - 1)) >= 0) {
            return stem.substring(0, end - 1);
        }
        return end > 3 && stem.endsWith("e") ? stem.substring(0, end - 1) : stem;
    }
}
