package dev.mnemo.cache.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds questions that mean nothing without what was said before: `What about the second one?`, `Why?`, `Make it
/// shorter`. Looks for words that point back with nothing in the text to point to.
final class Dependence {
    /// A longer text says what it is about.
    private static final int WORDS_MAX = 14;

    private static final int MATTER_WORDS_MAX = 3;

    private static final Pattern POINTER = Pattern.compile(
            "^(?:and|but|so|then) |^(?:what|how) about\\b|^(?:why|how|when|where|who|continue|go on|more|again|next|yes|no|ok|okay|sure)"
                    + "(?:,? please)?[?.!]*$|^please (?:continue|go on)\\b|^go on\\b|^continue\\b(?: please)?[.!]*$|^yes,? |^(?:the )?same (?:for|with|again)\\b"
                    + "|\\bdo (?:the same|likewise)\\b|\\bthe (?:rest|above|former|latter|previous|other one|others?)[?.!]*$"
                    + "|\\b(?:the|that|this) (?:\\w+ )?one\\b|\\banother (?:one|example|version|try)\\b|\\bone more (?:example|time|version)\\b"
                    + "|\\bthe (?:first|second|third|fourth|fifth|last|next|previous|other|above) (?:one|option|point|step|item|question|answer|part"
                    + "|example|file|paragraph|text|sentence|message|suggestion|idea)\\b|\\bthe (?:text|list|code|example|answer) (?:above|below)\\b"
                    + "|\\b(?:my|your) (?:last|previous|earlier) (?:question|answer|message|point)\\b|\\bdid i (?:just )?(?:ask|say)\\b"
                    + "|\\b(?:which|who|what|one) of (?:these|those|them)\\b|\\bmore about (?:it|this|that|them)\\b"
                    + "|\\bthe (?:authors?|title|conclusion|abstract|paper|article|document|result|results)\\s*[?.!]*$"
                    + "|\\b(?:one|ones) of (?:these|those|them)\\b");

    private static final Set<String> THINGS = Set.of("it", "its", "they", "them", "their", "theirs");

    private static final Set<String> PERSONS = Set.of("he", "she", "him", "her", "his", "hers");
    private static final Set<String> POINTING = Set.of("this", "that", "these", "those");
    private static final Set<String> AFTER_POINTING = Lexicon.words("""
            to again in into as for with now please happen happened better mean means is was on at and work
            shorter longer raw
            """);
    private static final Set<String> SMALL = Lexicon.words("""
            a an the is are was were do does did can could will would should may how what which who whom
            when where why i you we me to of please from and if be has have had tell give make fix explain
            translate summarise summarize rewrite show much many next then more about for not it's that's
            think say mean help
            """);
    private static final Pattern EMPTY_IT =
            Pattern.compile("\\b(?:is|was|isn't|will|would|does|did|can|could|make|makes|find) it (?:\\w+ ){0,3}"
                    + "(?:to|that|possible|between|from|worth|in|when|if|for|against)\\b"
                    + "|\\bit (?:is|was|would be|will be|takes|took|costs?|has been) (?:\\w+ ){0,3}"
                    + "(?:to|that|possible|between|from|worth|in|when|if|for|against)\\b"
                    + "|\\bit'?s (?:\\w+ ){0,3}(?:to|that|possible|worth)\\b|\\btime is it\\b|\\bit (?:rain|snow)\\w*");

    private Dependence() {}

    /// The words that point back, if the text does not stand on its own.
    static Optional<String> of(String text, List<Token> tokens) {
        if (tokens.isEmpty() || tokens.size() > WORDS_MAX || tokens.getFirst().kind() == Token.Kind.UNSPACED) {
            return Optional.empty();
        }
        var lower = text.toLowerCase(Locale.ROOT).replace('’', '\'').strip();
        var pointer = POINTER.matcher(lower);
        if (pointer.find() && !hasOwnMatter(tokens, pointer.group())) {
            return Optional.of(pointer.group().strip());
        }
        boolean matter = false;
        for (int at = 0; at < tokens.size(); at++) {
            var token = tokens.get(at);
            if (!matter
                    && isPointing(tokens, at)
                    && !(token.key().equals("it") && EMPTY_IT.matcher(lower).find())) {
                return Optional.of(token.text());
            }
            matter |= isMatter(token);
        }
        return Optional.empty();
    }

    private static boolean isMatter(Token token) {
        return !token.isWord() || !(SMALL.contains(token.key()) || isPointing(token.key()));
    }

    /// Whether a word points back. `It` and `they` do so in short texts; longer ones say what they are about.
    private static boolean isPointing(List<Token> tokens, int at) {
        var key = tokens.get(at).key();
        if (THINGS.contains(key)) {
            return tokens.stream().filter(Dependence::isMatter).count() <= MATTER_WORDS_MAX;
        }
        return PERSONS.contains(key) || (POINTING.contains(key) && pointsAlone(tokens, at));
    }

    private static boolean isPointing(String key) {
        return PERSONS.contains(key) || POINTING.contains(key) || THINGS.contains(key);
    }

    private static boolean pointsAlone(List<Token> tokens, int at) {
        return at + 1 == tokens.size()
                || AFTER_POINTING.contains(tokens.get(at + 1).key())
                || tokens.get(at + 1).first();
    }

    /// Whether a text with a pointing word is about something of its own all the same: `Yes, I want a refund`.
    private static boolean hasOwnMatter(List<Token> tokens, String pointer) {
        boolean opening = pointer.matches("(?:and|but|so|then|yes,?|no,?) ");
        return opening && tokens.size() > 6;
    }
}
