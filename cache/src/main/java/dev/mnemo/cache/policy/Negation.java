package dev.mnemo.cache.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a text denies.
///
/// @param denied for each negation the stem of the word after it, in order; empty where none follows
/// @param span the first negation as written, or empty
/// @param failing whether a word says that something went wrong, which may stand for a negation
/// @param question whether the text is a question to be answered with yes or no
/// @param stems the stems of all words
record Negation(List<String> denied, String span, boolean failing, boolean question, Set<String> stems) {
    private static final Set<String> WORDS = Lexicon.words("""
            not no never without cannot unable impossible nobody none nothing neither nowhere non cant dont
            doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt hasnt havent hadnt ain't
            against nicht kein keine keinen keinem keiner keines ohne nie niemals ne pas sans jamais sin
            nunca senza mai não sem не нет без
            """);
    private static final Set<String> FAILING = Lexicon.words("""
            fail fails failed failing failure broken stuck missing lost refuses refused declined declines
            rejected denied error wrong problem trouble issue issues problems waiting stopped pending absent
            lack lacks free prevent avoid unless except keep yet
            """);
    private static final Set<String> AUXILIARIES = Lexicon.words("""
            is are was were am do does did can could will would should has have had may must might shall
            """);
    private static final Set<String> SMALL = Lexicon.words("""
            a an the to be been any my your his her its our their able possible it i you we they he she this
            that yet of is have has had law
            """);
    private static final Pattern EMPTY_PHRASE = Pattern.compile(
            "\\bwhy (?:don'?t you|not)\\b|\\bor not\\b|\\bnot only\\b|\\bno (?:problem|matter|worries|doubt|longer than)\\b"
                    + "|^no[,.!]|, (?:is|are|was|do|does|did|can|will|would|has|have|should)n'?t \\w+\\s*\\?*$"
                    + "|\\bno\\. ?(?=\\d)|\\bif not\\b|\\bdon'?t worry\\b|\\b(?:do|did) ?n[o']?t (?:know|understand|see|remember) (?:why|how|what|where|when|if|which|any reason|about)\\b|\\bnot sure\\b|\\bnothing but\\b|\\bno one else\\b");
    private static final Pattern CHINESE =
            Pattern.compile("(?<!是|能|会|要|有|可|好|对|行|来|在)不(?!过|同|错|断|仅|但|久|管|论|如)|(?<!有)没(?!落|收)|无(?!线|论|锡|人机)|[未勿](?!来)"
                    + "|(?<![分特区级告个性])别(?!的|人|墅|名)|ません|ないで|ない|じゃな|ではな|않|없|못하|아니");

    static Negation of(String text, List<Token> tokens) {
        var lower = text.toLowerCase(java.util.Locale.ROOT).replace('’', '\'').strip();
        var skipped = EMPTY_PHRASE.matcher(lower).find() ? spans(lower) : List.<String>of();
        var denied = new ArrayList<String>();
        var stems = new java.util.HashSet<String>();
        var span = "";
        boolean failing = false;
        int idle = skipped.size();
        for (int at = 0; at < tokens.size(); at++) {
            var token = tokens.get(at);
            failing |= FAILING.contains(token.key());
            if (token.kind() == Token.Kind.UNSPACED) {
                var matcher = CHINESE.matcher(token.text());
                while (matcher.find()) {
                    denied.add(token.text()
                            .substring(
                                    matcher.end(),
                                    Math.min(matcher.end() + 1, token.text().length())));
                    span = span.isEmpty() ? matcher.group() : span;
                }
            } else if (isNegation(token) && !isSecondHalf(tokens, at)) {
                if (idle > 0 && skipped.get(skipped.size() - idle).contains(token.key())) {
                    idle--;
                } else {
                    denied.add(deniedWord(tokens, at));
                    span = span.isEmpty() ? token.text() : span;
                }
            }
            stems.add(token.stem());
        }
        boolean question = !tokens.isEmpty()
                && AUXILIARIES.contains(auxiliary(tokens.getFirst().key()));
        return new Negation(List.copyOf(denied), span, failing, question, Set.copyOf(stems));
    }

    private static String auxiliary(String key) {
        return key.equals("cannot") || key.equals("can't")
                ? "can"
                : key.endsWith("n't") ? key.substring(0, key.length() - 3) : key;
    }

    private static List<String> spans(String lower) {
        return EMPTY_PHRASE
                .matcher(lower)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    private static boolean isNegation(Token token) {
        return token.isWord() && (WORDS.contains(token.key()) || token.key().endsWith("n't"));
    }

    /// French denies in two words, and English says "neither … nor".
    private static boolean isSecondHalf(List<Token> tokens, int at) {
        var key = tokens.get(at).key();
        if (key.equals("pas") || key.equals("jamais")) {
            return tokens.subList(0, at).stream()
                    .anyMatch(token -> token.key().equals("ne") || token.key().startsWith("n'"));
        }
        return false;
    }

    private static String deniedWord(List<Token> tokens, int at) {
        for (int i = at + 1; i < Math.min(tokens.size(), at + 5); i++) {
            if (!SMALL.contains(tokens.get(i).key())) {
                return tokens.get(i).stem();
            }
        }
        return "";
    }

    boolean isNegative() {
        return !denied.isEmpty();
    }

    /// How two texts differ in what they deny.
    ///
    /// @param opposite whether they also use words of opposite meaning, which undo a negation
    static Optional<Verdict> compare(Negation query, Negation cached, boolean opposite) {
        var guard = query.question && cached.question ? Guard.POLARITY : Guard.NEGATION;
        if (query.isNegative() != cached.isNegative()) {
            var affirmative = query.isNegative() ? cached : query;
            return opposite || affirmative.failing
                    ? Optional.empty()
                    : Optional.of(new Verdict(guard, query.span, cached.span));
        }
        if (query.denied.size() != 1 || cached.denied.size() != 1) {
            return Optional.empty();
        }
        var inQuery = query.denied.getFirst();
        var inCached = cached.denied.getFirst();
        // "Why does it not work" and "Why doesn't it work" deny the same though other words follow.
        boolean sameWord = query.span.equalsIgnoreCase(cached.span);
        boolean moved = !inQuery.equals(inCached)
                && !inQuery.isEmpty()
                && !inCached.isEmpty()
                && cached.stems.contains(inQuery)
                && query.stems.contains(inCached);
        return moved && sameWord
                ? Optional.of(new Verdict(guard, query.span + " " + inQuery, cached.span + " " + inCached))
                : Optional.empty();
    }
}
