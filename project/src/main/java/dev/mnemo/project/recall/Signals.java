package dev.mnemo.project.recall;

import static java.util.stream.Collectors.joining;

import dev.mnemo.kernel.text.ClassicWords;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a message is about, seen from its wording: which kinds of talk it holds, whether it asks, how much it says.
///
/// @param keywords its different words, as {@link ClassicWords} cuts them
/// @param question what kind of question it is
/// @param talk the kinds of talk in it
/// @param lengthChars its length in code points
record Signals(Set<String> keywords, Question question, Set<Talk> talk, int lengthChars) {

    /// What a question asks for.
    enum Question {
        NONE,
        HOW_WORKS("how does", "how do", "how is", "how are"),
        FIND_LOCATION("where is", "where do", "where are", "which file", "which module", "where does"),
        WHY_DECISION("why does", "why is", "why do", "why did", "what's the reason", "why was"),
        CONVENTION("what pattern", "what convention", "how should", "what's the standard", "what approach"),
        GENERAL;

        private final Pattern phrases;

        Question(String... phrases) {
            this.phrases = Pattern.compile(
                    phrases.length == 0
                            ? "(?!)"
                            : Stream.of(phrases).map(Pattern::quote).collect(joining("|")));
        }

        static Question of(String lower) {
            if (lower.indexOf('?') < 0) {
                return NONE;
            }
            for (var kind : values()) {
                if (kind.phrases.matcher(lower).find()) {
                    return kind;
                }
            }
            return GENERAL;
        }
    }

    /// A kind of talk, recognised by beginnings of words or by whole words.
    enum Talk {
        ARCHITECTURE(stems("""
                architect|design|pattern|structur|module|component|layer|service|interface|abstract|refactor|reorganiz|
                decouple|separate|split|merge|monolith|microservice""")),
        DEBUGGING(stems("""
                error|bug|broken|fail|exception|crash|stack\\s*trace|issue|problem|wrong|unexpected|doesn.t work|
                not working|regression|flaky|hang|timeout|leak|corrupt|segfault""")),
        DECISION(wholeWords("""
                decided|choosing|chose|trade.?off|instead of|went with|going with|option|alternative|approach|
                let.s go with|pros and cons|better to|should we|picked|selected|switched to|migrated|moving to""")),
        CONVENTION(wholeWords("""
                always|never|convention|rule|standard|pattern|consistent|naming|style|format|prefix|suffix|we do it|
                the way we|our approach|best practice""")),
        DEPENDENCY(stems("""
                install|upgrade|downgrade|version|package|library|dependency|import|require|pip|npm|cargo|gem|maven|
                compatible|breaking change|deprecat""")),
        TASK(stems("""
                todo|fixme|hack|working on|in progress|blocked|done|finished|completed|next|priority|sprint|milestone|
                deadline|ship|deploy|release""")),
        HISTORY(wholeWords("""
                tried|attempted|didn.t work|abandoned|reverted|rolled back|used to|previously|before we|originally|
                old approach|failed attempt|lesson learned""")),
        CORRECTION(wholeWords("""
                actually|not anymore|changed|moved|no longer|switched|updated|replaced|deprecated|removed|renamed|
                restructured"""));

        private final Pattern pattern;

        Talk(Pattern pattern) {
            this.pattern = pattern;
        }

        private static Pattern stems(String alternatives) {
            return compile("\\b(?:" + alternatives.replace("\n", "") + ")\\w*");
        }

        private static Pattern wholeWords(String alternatives) {
            return compile("\\b(?:" + alternatives.replace("\n", "") + ")\\b");
        }

        private static Pattern compile(String expression) {
            return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
        }
    }

    /// How much a message says; decides how many nodes are worth showing.
    enum Density {
        LOW(3, 2),
        MEDIUM(8, 5),
        HIGH(12, 8);

        private final int nodesWithChains;
        private final int nodesWithoutChains;

        Density(int nodesWithChains, int nodesWithoutChains) {
            this.nodesWithChains = nodesWithChains;
            this.nodesWithoutChains = nodesWithoutChains;
        }

        /// The most nodes to show.
        int nodes(boolean storeHasChains) {
            return storeHasChains ? nodesWithChains : nodesWithoutChains;
        }
    }

    /// Reads a message.
    static Signals of(String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        var talk = java.util.EnumSet.noneOf(Talk.class);
        for (var kind : Talk.values()) {
            if (kind.pattern.matcher(lower).find()) {
                talk.add(kind);
            }
        }
        return new Signals(
                new LinkedHashSet<>(new ClassicWords().words(message)),
                Question.of(lower),
                talk,
                message.codePointCount(0, message.length()));
    }

    boolean has(Talk kind) {
        return talk.contains(kind);
    }

    /// Whether it asks something.
    boolean isQuestion() {
        return question != Question.NONE;
    }

    Density density() {
        if (talk.size() >= 2 || isQuestion() || keywords.size() >= 6) {
            return Density.HIGH;
        }
        return !talk.isEmpty() || keywords.size() >= 3 ? Density.MEDIUM : Density.LOW;
    }
}
