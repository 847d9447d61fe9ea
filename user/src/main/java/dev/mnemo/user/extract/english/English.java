package dev.mnemo.user.extract.english;

import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import dev.mnemo.user.extract.rule.Tongue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// English as rules read it.
public final class English implements Tongue {
    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)|`[^`\\n]*`|(?m)^\\s*>.*$");
    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<=[.!?…])[\"')\\]]*\\s+|\\s*[\\n;]+\\s*|\\s+[-–—]+\\s+");

    /// Somebody who asks for one of these gives a text to work on, or plays.
    private static final Pattern TASK = Pattern.compile("(?i)^\\W*(?:please |can you |could you |would you |now )*"
            + "(?:translate|write|rewrite|summari[sz]e|proofread|correct|fix|paraphrase|rephrase|explain|repeat|act|role-?play"
            + "|pretend|imagine|draft|compose|improve|edit|complete|continue|analy[sz]e|classify|say|generate|review"
            + "|let's play|you are|suppose|here is|here's|this is (?:an?|the) (?:text|letter|email|story|poem))\\b.*");

    private static final Pattern JOKE =
            Pattern.compile("(?i).*(?:\\b(?:just kidding|kidding|j/k|jk|joking|a joke|april fool"
                    + "|sarcas\\w+|not really|psych)\\b|(?:^|\\s)/s\\b).*");

    private static final Pattern QUESTION =
            Pattern.compile("(?i)^(?:do|does|did|is|are|am|was|were|can|could|would|will"
                    + "|should|have|has|had|what|who|whom|whose|where|when|why|how|which)\\b.*");

    /// When a clause holds one of these it says what might be, or what others say.
    private static final Pattern UNREAL = Pattern.compile(
            "(?i).*\\b(?:if|unless|would|could|should|might|maybe|perhaps"
                    + "|probably|possibly|apparently|supposedly|wish|imagine|suppose|supposing|pretend|hypothetically|hopefully|hope"
                    + "|hoping|assuming|as though|in case|whether|otherwise|not sure|i (?:think|guess|believe|suspect|doubt)|almost"
                    + "|nearly|dream\\w*|in (?:the|a|this) (?:movie|film|game|book|story|novel|show|song|play)|my character|say that"
                    + "|said|says|told|tells|asks|asked|claims?|claimed|according to|heard|wrote|writes|quote|mentioned|lyrics"
                    + "|for example|e\\.g\\.|supposed to|or (?:do|am|is|maybe)|feels? like i|as if|like i)\\b.*|.*(?-i:\\bmay\\b).*");

    private static final Pattern BEGINS_CONDITION = Pattern.compile(
            "(?i)^(?:when|whenever|while|once|before|after|until|although|though|because|since i|as soon as|even)\\b.*");

    /// A procedure begins as a condition does, and is none.
    private static final Pattern PROCEDURE = Pattern.compile(
            "(?i)^(?:when|whenever|before|after|to)\\b[^,]{3,80}, i (?:always|usually|first|normally)\\b.*");

    private static final Pattern QUOTED = Pattern.compile("[\"“”«»]|(?<![\\p{L}])'[^']{3,}'(?![\\p{L}])");

    private static final Pattern LEAD = Pattern.compile(
            "(?i)^(?:(?:hi|hello|hey|good (?:morning|evening|afternoon))"
                    + "(?: (?:there|all|everyone|mnemo|again))?|well|so|oh|ah|wow|ok|okay|right|sure|actually|btw|by the way|yes|yeah"
                    + "|yep|no|nope|sorry|correction|anyway|also|and|but|plus|then|honestly|to be honest|fyi|note(?: that)?|in fact"
                    + "|just so you know|(?:please )?remember(?: that)?|for the record|as i (?:said|mentioned)(?: before)?"
                    + "|i (?:told|mentioned to) you(?: that)?|did i mention(?: that)?|i (?:just )?want you to know(?: that)?"
                    + "|you should know(?: that)?|i mean|wait|um+|uh+|haha|lol|thanks|thank you|luckily|fortunately|unfortunately"
                    + "|sadly|finally|good news|great news|update|personally|on weekends|in general|these days|nowadays)\\b[,:!.…-]*\\s*");

    private static final Map<Pattern, String> SPELLED = spelled();

    private static final Pattern FILLER =
            Pattern.compile("(?i)^((?:i|we|my [a-z]+)(?: (?:am|have|do|was))?) (?:really|actually"
                    + "|currently|now|still|also|just|absolutely|definitely|totally|recently|finally|both|simply|truly|very much|already"
                    + "|officially|mostly|mainly|genuinely|kind of|kinda|myself|personally|happily|only)\\b");

    private static final Pattern SUBORDINATE = Pattern.compile(
            "(?i),?\\s+(?:because|although|even though|whereas|, while|which means|so that|since (?:i|my|we|it|the))\\b.*");

    private static final Pattern JOINT = Pattern.compile("(?i)(?:\\s*,)?\\s+(?:and|but|so|though|however|plus|then)\\s+"
            + "(?=(?:i|i'm|i've|my|our|we|we're)\\b)|\\s*,\\s+(?=(?:i|i'm|i've|my|our)\\b)|\\s*\\(");

    /// Verbs that go on with the same subject: "I left Google and joined Meta".
    private static final Pattern SAME_SUBJECT =
            Pattern.compile("(?i)(?:\\s*,)?\\s+(?:and|but)\\s+(?:now |also |then |recently )?"
                    + "(?=(?:joined|moved|started|stopped|quit|work|live|play|love|like|enjoy|hate|prefer|have|own|drive|speak|study|am"
                    + "|do not|no longer|became|got|adopted|bought|went|left|come|collect)\\b)");

    private static final Pattern NEGATION = Pattern.compile(
            "(?i).*\\b(?:not|never|no longer|no|nobody|none|nothing|neither|nor|without|hardly|cannot|used to"
                    + "|stopped|quit|gave up|left|resigned|died|passed away|broke up|divorced from|sold)\\b.*");

    private static final Said.Values VALUES = new EnglishValues();

    private static Map<Pattern, String> spelled() {
        var forms = new LinkedHashMap<Pattern, String>();
        forms.put(Pattern.compile("(?i)\\bcan't\\b"), "can not");
        forms.put(Pattern.compile("(?i)\\bwon't\\b"), "will not");
        forms.put(Pattern.compile("(?i)\\bain't\\b"), "am not");
        forms.put(Pattern.compile("(?i)n't\\b"), " not");
        forms.put(Pattern.compile("(?i)\\bI'm\\b|\\bIm\\b"), "I am");
        forms.put(Pattern.compile("(?i)\\bI've\\b"), "I have");
        forms.put(Pattern.compile("(?i)\\bI'll\\b"), "I will");
        forms.put(Pattern.compile("(?i)\\bI'd\\b"), "I would");
        forms.put(Pattern.compile("(?i)\\bwe're\\b"), "we are");
        forms.put(Pattern.compile("(?i)\\bwe've\\b"), "we have");
        forms.put(
                Pattern.compile(
                        "(?i)\\b(name|wife|husband|job|birthday|dog|cat|son|daughter|sister|brother|hobby)'s (?=(?-i:[A-Z]))"),
                "$1 is ");
        forms.put(Pattern.compile("(?i)\\blive and work in\\b"), "live in");
        forms.put(Pattern.compile("(?i)\\bname is\\b"), "name is");
        return forms;
    }

    @Override
    public List<Clause> clauses(String text) {
        var plain = CODE.matcher(text.replace('’', '\'').replace('‘', '\'')).replaceAll("\n");
        if (TASK.matcher(firstLine(plain)).matches()
                || JOKE.matcher(plain.replace('\n', ' ')).matches()) {
            return List.of();
        }
        var clauses = new ArrayList<Clause>();
        for (var sentence : SENTENCE_END.split(plain)) {
            clauses.addAll(ofSentence(sentence.strip()));
        }
        return clauses;
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static List<Clause> ofSentence(String sentence) {
        var bare = unled(sentence);
        if (bare.isEmpty() || sentence.endsWith("?") || QUOTED.matcher(sentence).find()) {
            return List.of();
        }
        if (PROCEDURE.matcher(bare).matches() && !UNREAL.matcher(bare).matches()) {
            return List.of(new Clause(EnglishValues.edges(bare), sentence, false));
        }
        if (QUESTION.matcher(bare).matches() || BEGINS_CONDITION.matcher(bare).matches()) {
            return List.of();
        }
        var clauses = new ArrayList<Clause>();
        for (var part : JOINT.split(SUBORDINATE.matcher(bare).replaceAll(""))) {
            var pieces = SAME_SUBJECT.split(part);
            for (int i = 0; i < pieces.length; i++) {
                var clause = filled((i == 0 ? "" : subject(part)) + pieces[i]);
                if (!UNREAL.matcher(clause).matches()) {
                    clauses.add(new Clause(
                            clause, sentence, NEGATION.matcher(clause).matches()));
                }
            }
        }
        return clauses;
    }

    private static String subject(String part) {
        var words = unled(part).split("\\s+");
        return words[0].equalsIgnoreCase("we") ? "We " : words[0].equalsIgnoreCase("i") ? "I " : "";
    }

    private static String unled(String text) {
        var rest = text.strip();
        for (var lead = LEAD.matcher(rest); lead.find() && lead.end() > 0; lead = LEAD.matcher(rest)) {
            rest = rest.substring(lead.end());
        }
        return rest;
    }

    /// A clause in the forms that the rules are written in.
    private static String filled(String clause) {
        var text = unled(clause);
        for (var form : SPELLED.entrySet()) {
            text = form.getKey().matcher(text).replaceAll(form.getValue());
        }
        for (var filler = FILLER.matcher(text); filler.find(); filler = FILLER.matcher(text)) {
            text = filler.group(1) + text.substring(filler.end());
        }
        return EnglishValues.edges(text);
    }

    @Override
    public List<Rule> affirmed() {
        return EnglishRules.AFFIRMED;
    }

    @Override
    public List<Rule> negated() {
        return EnglishRules.NEGATED;
    }

    @Override
    public Said.Values values() {
        return VALUES;
    }

    private static final Pattern DOER = Pattern.compile("(?i)^(?:i|we)(?: (?:finally|also|all))? (?<verb>[a-z]+)\\b.*");
    /// To have been somewhere is a deed; to have been tired, or thinking, or born is none.
    private static final Pattern BEING = Pattern.compile("(?i).*\\b(?:i|we) (?:was|were) (?!in |at |on |hired|fired"
            + "|promoted|invited|elected|accepted|admitted|offered|diagnosed|chosen|awarded).*");

    private static final Pattern PLANNER =
            Pattern.compile("(?i)^(?:i|we) (?:will|am going to|are going to|am planning to"
                    + "|are planning to|plan to|am (?:flying|travell?ing|moving|visiting|starting|getting|meeting|leaving|having|going|"
                    + "running|taking|seeing|giving|attending)|are (?:flying|travell?ing|moving|visiting|getting|meeting|leaving|having"
                    + "|going|taking|seeing)|have (?:an?|my|the) [a-z' -]{2,40}(?:appointment|meeting|exam|interview|flight|test|trip"
                    + "|surgery|wedding|concert|class|date|deadline|presentation|dinner|lunch|party|race|checkup))\\b.*"
                    + "|^my [a-z ]{2,30} (?:is|starts|begins) (?:on|tomorrow|next|in)\\b.*");

    @Override
    public boolean isDeed(String clause) {
        var doer = DOER.matcher(untimedStart(clause));
        if (!doer.matches()) {
            return false;
        }
        var verb = doer.group("verb").toLowerCase(Locale.ROOT);
        return !BEING.matcher(clause).matches()
                && !EnglishWords.NO_DEED.contains(verb)
                && (EnglishWords.PAST.contains(verb) || (verb.endsWith("ed") && verb.length() > 3));
    }

    private static final Pattern TIMED_START = Pattern.compile(
            "(?i)^(?:yesterday|today|last [a-z]+|on [a-z]+|this (?:morning|afternoon|evening|week|month|year)|in [a-z]+(?: \\d{4})?"
                    + "|(?:two|three|four|five|a few|\\d+|an?) [a-z]+ ago|earlier today|tonight|tomorrow|next [a-z]+),?\\s+(?=(?:i|we|my)\\b)");

    static String untimedStart(String clause) {
        return TIMED_START.matcher(clause).replaceFirst("");
    }

    @Override
    public boolean isPlan(String clause) {
        return PLANNER.matcher(untimedStart(clause)).matches();
    }

    /// What was done to something that only the conversation knows.
    private static final Pattern UNNAMED =
            Pattern.compile("(?i)^[a-z]+ (?:it|that|this|these|those|them|him|her|something|one)\\b.*");

    @Override
    public String retold(String clause, List<String> times) {
        var text = EnglishValues.untimed(clause, times).replaceFirst("(?i)^[\\s,]*(?:i|we) (?:am |are |will )?", "");
        var words = EnglishValues.happened(EnglishValues.own(text));
        return words.split("\\s+").length < 2 || UNNAMED.matcher(words).matches()
                ? ""
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
