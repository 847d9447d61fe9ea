package dev.mnemo.cache.policy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The proper names of a text: words with a capital letter that do not begin a sentence, abbreviations in capitals, and
/// the names that `names.txt` knows, in any case.
///
/// @param names in order
/// @param words the keys of all words
/// @param text the whole text in lower case, for names in scripts without spaces
record Names(List<Name> names, Set<String> words, String text) {
    /// A name.
    ///
    /// @param parts the keys of its words
    /// @param entity the number of what it names, if `names.txt` knows it; 0 otherwise
    record Name(List<String> parts, int entity, String span) {
        String initials() {
            var initials = new StringBuilder();
            parts.forEach(part -> initials.appendCodePoint(part.codePointAt(0)));
            return initials.toString();
        }
    }

    private static final int WORDS_OF_NAME_MAX = 4;
    private static final double SHOUTED = 0.6;
    private static final int SHOUTED_WORDS_MIN = 3;

    private static final Pattern ACCENT = Pattern.compile("\\p{M}");
    private static final Set<String> NO_NAMES = Lexicon.words("""
            i i'm i've i'd i'll ok tv pm am id faq dr mr mrs ms please asap sir madam god internet hi hello
            thanks us it eur usd gbp chf jpy inr a mb gb tb kb pin atm and or the what how
            """);
    private static final Set<String> FORMS_OF_COMPANY = Set.of("inc", "ltd", "corp", "gmbh", "llc", "ag", "plc", "co");

    private static final Map<String, Integer> KNOWN = new HashMap<>();
    private static final List<String> KNOWN_UNSPACED = new ArrayList<>();

    static {
        int entity = 0;
        for (var line : Lexicon.lines("names.txt")) {
            for (var same : line.split(";")) {
                entity++;
                for (var name : same.split(",")) {
                    var key = name.strip();
                    KNOWN.put(key, entity);
                    if (!key.isEmpty() && Character.isIdeographic(key.codePointAt(0))) {
                        KNOWN_UNSPACED.add(key);
                    }
                }
            }
        }
    }

    static Names of(String text, List<Token> tokens) {
        var words = new HashSet<String>();
        tokens.forEach(token -> words.add(key(token)));
        var names = new Names(new ArrayList<>(), words, text.toLowerCase(Locale.ROOT));
        boolean shouted = isShouted(tokens);
        for (int at = 0; at < tokens.size(); ) {
            at = names.read(tokens, at, shouted);
        }
        return names;
    }

    private static boolean isShouted(List<Token> tokens) {
        var words = tokens.stream().filter(Token::isWord).toList();
        long capitalised = words.stream().filter(Token::isCapitalised).count();
        return words.size() >= SHOUTED_WORDS_MIN && capitalised > SHOUTED * words.size();
    }

    private int read(List<Token> tokens, int at, boolean shouted) {
        var token = tokens.get(at);
        if (token.kind() == Token.Kind.UNSPACED) {
            for (var name : KNOWN_UNSPACED) {
                if (token.text().contains(name)) {
                    names.add(new Name(List.of(name), KNOWN.getOrDefault(name, 0), name));
                }
            }
            return at + 1;
        }
        int known = knownUntil(tokens, at);
        if (known > at) {
            int end = token.isCapitalised() && !shouted ? Math.max(known, runUntil(tokens, at)) : known;
            add(tokens, at, end);
            return end;
        }
        boolean isName = !shouted && isName(token);
        int end = isName ? runUntil(tokens, at) : at + 1;
        if (isName) {
            add(tokens, at, end);
        }
        return end;
    }

    private static boolean isName(Token token) {
        return token.isCapitalised()
                && !NO_NAMES.contains(token.key())
                && (!token.first() || (token.isCapitals() && token.text().length() > 1));
    }

    private static int runUntil(List<Token> tokens, int at) {
        int end = at + 1;
        while (end < tokens.size()
                && end - at < WORDS_OF_NAME_MAX
                && !tokens.get(end).first()
                && !tokens.get(end - 1).listed()
                && isName(tokens.get(end))
                && !tokens.get(end - 1).text().toLowerCase(Locale.ROOT).endsWith("'s")) {
            end++;
        }
        return end;
    }

    /// Where the longest known name ends that begins here; `at` if none does.
    private static int knownUntil(List<Token> tokens, int at) {
        var phrase = new StringBuilder();
        int found = at;
        for (int end = at; end < Math.min(tokens.size(), at + WORDS_OF_NAME_MAX); end++) {
            phrase.append(end == at ? "" : " ").append(folded(tokens.get(end).key()));
            if (KNOWN.containsKey(phrase.toString()) && tokens.get(end).kind() != Token.Kind.URL) {
                found = end + 1;
            }
        }
        return found;
    }

    private void add(List<Token> tokens, int from, int to) {
        var parts = new ArrayList<String>();
        var span = new StringBuilder();
        var phrase = new StringBuilder();
        for (int i = from; i < to; i++) {
            span.append(i == from ? "" : " ").append(tokens.get(i).text());
            phrase.append(i == from ? "" : " ").append(folded(tokens.get(i).key()));
            if (i == from || !FORMS_OF_COMPANY.contains(tokens.get(i).key())) {
                parts.add(key(tokens.get(i)));
            }
        }
        names.add(new Name(List.copyOf(parts), KNOWN.getOrDefault(phrase.toString(), 0), span.toString()));
    }

    private static String key(Token token) {
        var folded = folded(token.key());
        return folded.length() > 3 && folded.endsWith("s") ? folded.substring(0, folded.length() - 1) : folded;
    }

    private static String folded(String key) {
        return key.chars().allMatch(c -> c < 0x80)
                ? key
                : ACCENT.matcher(Normalizer.normalize(key, Normalizer.Form.NFD)).replaceAll("");
    }

    /// The first name of either text that the other does not have.
    static Optional<Verdict> compare(Names query, Names cached) {
        var inQuery = unmatched(query, cached);
        var inCached = unmatched(cached, query);
        return inQuery.isEmpty() && inCached.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        Guard.NAME,
                        inQuery.map(Name::span).orElse(""),
                        inCached.map(Name::span).orElse("")));
    }

    private static Optional<Name> unmatched(Names here, Names there) {
        return here.names.stream().filter(name -> !there.holds(name)).findFirst();
    }

    private boolean holds(Name name) {
        if (words.containsAll(name.parts())
                || (name.parts().size() == 1
                        && text.contains(name.parts().getFirst())
                        && name.parts().getFirst().length() > 3)) {
            return true;
        }
        return names.stream().anyMatch(other -> isSame(name, other));
    }

    private static boolean isSame(Name one, Name other) {
        if (one.entity() != 0 && one.entity() == other.entity()) {
            return true;
        }
        int longer = one.parts().size();
        int shorter = other.parts().size();
        boolean isLastName = shorter < longer
                && one.parts().subList(longer - shorter, longer).equals(other.parts());
        return isLastName
                || (shorter == 1 && longer > 1 && other.parts().getFirst().equals(one.initials()))
                || (longer == 1 && shorter > 1 && one.parts().getFirst().equals(other.initials()));
    }
}
