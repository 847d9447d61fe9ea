package dev.mnemo.user.extract.english;

import dev.mnemo.user.extract.rule.Said;
import dev.mnemo.user.time.TimeExpressions;
import dev.mnemo.user.time.TimeMention;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Cuts values out of English clauses: what comes after a name or a thing, such as reasons, times and politeness, is
/// left out; what says nothing by itself is no value.
final class EnglishValues implements Said.Values {
    private static final int WORDS_MAX = 7;
    private static final int CHARS_MAX = 70;
    private static final int NAME_WORDS_MAX = 5;

    private static final Pattern TAIL = Pattern.compile(
            "(?i)[,;:(]?\\s+(?:because|since|which|who|whose|where|though|although|while|whereas|when|whenever|as|except"
                    + "|after|before|until|unless|thanks|these days|right now|now|anymore|any more|lately|nowadays|currently"
                    + "|at the moment|at least|a lot|very much|so much|so far|too|as well|by the way|again|please|everywhere"
                    + "|for (?:about |almost |over |nearly |the (?:last|past) )?(?:\\d+|an?|two|three|four|five|six|seven"
                    + "|eight|nine|ten|many|several|some|a few|few) (?:minute|hour|day|week|month|year|decade)s?"
                    + "|for (?:now|fun|ages|years|a living|work)|with (?:my|me|us|a|an|some|friends)|once in a while|every"
                    + "|more than|so|and (?:it|that|this|he|she|they|we|you|i)|but|on (?:week|mon|tues|wednes|thurs|fri|satur"
                    + "|sun)\\w*|in (?:my|the) (?:free|spare|morning|evening|afternoon|past|end)|during)\\b.*|[,;(:].*");

    /// What somebody says about a thing begins with a subject of its own.
    private static final Pattern CLAUSE =
            Pattern.compile("(?i),?\\s+(?:i|you|we|he|she|they|it|it's|that's|there's|i'm|you're|we're|they're)\\b.*");

    private static final Pattern LAST_WORD = Pattern.compile(
            "(?i)\\s+(?:about|around|for|with|at|in|on|to|of|since|by|from|the|an?|and|or|almost|nearly|back)$");

    private static final Pattern ABOUT_IT = Pattern.compile(
            "(?i),?\\s+(?:and|but|so|-)\\s+(?:it|that|this|they|everyone|there)(?:'s)?\\b.*|,\\s+(?:it|that|which)\\b.*");

    private static final Pattern EDGES = Pattern.compile("^[\\s'\"*_-]+|[\\s'\"*_.!?,;:-]+$");
    private static final Pattern AND = Pattern.compile("\\s*,\\s*(?:and|or)?\\s+|\\s+(?:and|or|&|as well as)\\s+");
    private static final Pattern VAGUE_PHRASE = Pattern.compile(
            "(?i).*\\b(?:some kind of|a certain|some things|a type of|certain things|various things|some sort of)\\b.*");
    private static final Pattern PAIR =
            Pattern.compile("(?i).*\\b(?:salt and pepper|fish and chips|bread and butter|rock and roll|drum and bass"
                    + "|arts and crafts|mac and cheese|rhythm and blues|track and field)\\b.*");

    private static final ZoneOffset ANY_ZONE = ZoneOffset.UTC;

    @Override
    public Optional<String> name(String words) {
        var name = trimmed(words);
        var first = name.isEmpty() ? "" : name.split("\\s+")[0];
        boolean capital = !name.isEmpty()
                && (Character.isUpperCase(name.codePointAt(0)) || Character.isDigit(name.codePointAt(0)));
        return capital
                        && name.split("\\s+").length <= NAME_WORDS_MAX
                        && !EnglishWords.NO_NAME.contains(first.toLowerCase(Locale.ROOT))
                ? Optional.of(name)
                : Optional.empty();
    }

    @Override
    public Optional<String> thing(String words) {
        var thing = own(trimmed(words));
        var parts = thing.toLowerCase(Locale.ROOT).split("\\s+");
        if (thing.isEmpty() || parts.length > WORDS_MAX || thing.length() > CHARS_MAX || thing.length() < 2) {
            return Optional.empty();
        }
        boolean vague = Arrays.stream(parts).allMatch(part -> EnglishWords.VAGUE.contains(part) || isArticle(part));
        return vague
                        || EnglishWords.NO_BEGINNING.contains(parts[0])
                        || VAGUE_PHRASE.matcher(thing).matches()
                ? Optional.empty()
                : Optional.of(thing);
    }

    private static boolean isArticle(String word) {
        return word.equals("a") || word.equals("an") || word.equals("the") || word.equals("of");
    }

    @Override
    public List<String> things(String words) {
        if (PAIR.matcher(words).matches()) {
            return thing(words).stream().toList();
        }
        var items = AND.split(untailed(words));
        return thing(items[0]).isEmpty()
                ? List.of()
                : Arrays.stream(items).flatMap(item -> thing(item).stream()).toList();
    }

    /// Reasons begin behind the list, not at its first comma.
    private static String untailed(String words) {
        var tail = TAIL.matcher(words.replace(',', '\u0001'));
        var cut = tail.find() ? words.substring(0, tail.start()) : words;
        return cut.replace('\u0001', ',');
    }

    private static String trimmed(String words) {
        var tail = TAIL.matcher(words);
        var text = CLAUSE.matcher(tail.find() ? words.substring(0, tail.start()) : words)
                .replaceAll("");
        var times = TimeExpressions.in(text, Instant.EPOCH.atZone(ANY_ZONE)).stream()
                .map(TimeMention::words)
                .toList();
        return LAST_WORD.matcher(edges(untimed(text, times))).replaceAll("");
    }

    /// A text without times and the small words that led to them.
    static String untimed(String text, List<String> times) {
        var out = text;
        for (var time : times) {
            out = out.replaceAll(
                    "(?i),?\\s*\\b(?:(?:on|in|at|since|during|around|about|by|until|from|back in|early|late) (?:the )?)?"
                            + Pattern.quote(time),
                    "");
        }
        return out.strip();
    }

    static String edges(String text) {
        return EDGES.matcher(text).replaceAll("").replaceAll("\\s+", " ");
    }

    /// What happened, without what is said about it and small words left behind by times.
    static String happened(String text) {
        return LAST_WORD.matcher(edges(ABOUT_IT.matcher(text).replaceAll(""))).replaceAll("");
    }

    /// "My" of the person is "their" in a memory.
    static String own(String text) {
        return text.replaceAll("(?i)\\bmy own\\b", "their own")
                .replaceAll("(?i)\\b(?:my|our)\\b", "their")
                .replaceAll("(?i)\\b(?:myself|ourselves)\\b", "themselves")
                .replaceAll("\\b(?:me|us)\\b", "them");
    }
}
