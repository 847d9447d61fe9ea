package dev.mnemo.user.extract.english;

import static dev.mnemo.user.extract.rule.Attribute.AGE;
import static dev.mnemo.user.extract.rule.Attribute.ANNIVERSARY;
import static dev.mnemo.user.extract.rule.Attribute.BIRTHDAY;
import static dev.mnemo.user.extract.rule.Attribute.BIRTHPLACE;
import static dev.mnemo.user.extract.rule.Attribute.CHILDREN;
import static dev.mnemo.user.extract.rule.Attribute.CONDITION;
import static dev.mnemo.user.extract.rule.Attribute.DIET;
import static dev.mnemo.user.extract.rule.Attribute.EMPLOYER;
import static dev.mnemo.user.extract.rule.Attribute.HOBBY;
import static dev.mnemo.user.extract.rule.Attribute.HOME;
import static dev.mnemo.user.extract.rule.Attribute.INSTRUCTION;
import static dev.mnemo.user.extract.rule.Attribute.LEARNING;
import static dev.mnemo.user.extract.rule.Attribute.MARITAL_STATUS;
import static dev.mnemo.user.extract.rule.Attribute.NAME;
import static dev.mnemo.user.extract.rule.Attribute.OCCUPATION;
import static dev.mnemo.user.extract.rule.Attribute.ORIGIN;
import static dev.mnemo.user.extract.rule.Attribute.TASTE;
import static dev.mnemo.user.extract.rule.Attribute.VEHICLE;
import static dev.mnemo.user.extract.rule.Said.each;

import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.rule.Attribute;
import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What English speakers say of themselves. In a pattern, `<x>` stands for any words, to be read as `x`; the clause is
/// spelled out ("I'm" is "I am") and has no fillers ("really") behind the subject.
final class EnglishRules {
    private static final Pattern GROUP = Pattern.compile("(?<!\\(\\?)<([a-z]+)>");

    /// A time may stand before the subject.
    private static final String TIME_FIRST = "(?:(?:yesterday|today|last [a-z]+|this [a-z]+|in [a-z]+(?: \\d{4})?"
            + "|[a-z0-9]+ [a-z]+ ago|earlier today|since [a-z0-9]+),?\\s+(?=(?:i|we|my)\\b))?";

    /// What is so. The first rule that finds something is the one that counts.
    static final List<Rule> AFFIRMED = Stream.of(
                    List.of(
                            say(
                                    "(?:my (?:first |full )?name is|i am called|people call me|you can call me|call me) <v>",
                                    s -> each(s.name("v"), v -> NAME.is("Is called " + v, v))),
                            say(
                                    "i am <v>, (?:and i (?:am|work)|an?) .*",
                                    s -> each(person(s), v -> NAME.is("Is called " + v, v))),
                            say("i work as (?:an? )?<job> (?:at|for|with) <v>", s -> both(job(s), employer(s))),
                            say(
                                    "i am (?:working as )?(?:an?|the) <job> (?:at|for|with) <v>",
                                    s -> both(knownJob(s), employer(s))),
                            say(
                                    "i (?:work|am working) (?:full[- ]time |part[- ]time |remotely )?(?:at|for) <v> as (?:an? |the )?<job>",
                                    s -> both(employer(s), job(s))),
                            say(
                                    "i (?:(?:work|am working)(?: full[- ]time| part[- ]time| remotely)?(?: at| for)|am employed (?:at|by))"
                                            + " <v>",
                                    EnglishRules::employer),
                            say(
                                    "i (?:have )?(?:joined|started (?:working )?at|started a (?:new )?job at|got (?:a (?:new )?)?job at"
                                            + "|switched (?:jobs )?to|accepted an offer from|was hired by|took a (?:new )?job at|moved over to) <v>",
                                    EnglishRules::employer),
                            say("my (?:new |current )?(?:employer|company) is(?: called)? <v>", EnglishRules::employer),
                            say(
                                    "i (?:work|am working|started working|got a job|trained) as (?:an? |the )?<job>",
                                    EnglishRules::job),
                            say(
                                    "my (?:new |current )?(?:job|profession|occupation) is (?:being )?(?:an? )?<job>",
                                    EnglishRules::job),
                            say(
                                    "i (?:became|have become|got promoted to|was promoted to) (?:an? |the )?<job>",
                                    EnglishRules::knownJob),
                            say("i am (?:an? |the )?(?:\\d{1,2}[- ]year[- ]old )?<job>", EnglishRules::knownJob)),
                    List.of(
                            say(
                                    "(?:i|we) (?:live|am living|are living|reside|am based|are based|have lived|have been living) in <v>",
                                    EnglishRules::home),
                            say(
                                    "(?:i|we) (?:have )?(?:moved|relocated)(?: back)?(?: from <from>)? to <v>",
                                    EnglishRules::home),
                            say("my (?:home|home town|hometown) is(?: in)? <v>", EnglishRules::home),
                            say(
                                    "i am (?:originally )?from <v>",
                                    s -> each(s.name("v"), v -> ORIGIN.is("Comes from " + v, v))),
                            say(
                                    "i (?:originally )?(?:come|came) from <v>",
                                    s -> each(s.name("v"), v -> ORIGIN.is("Comes from " + v, v))),
                            say(
                                    "i (?:grew up|was raised) in <v>",
                                    s -> each(s.name("v"), v -> ORIGIN.is("Grew up in " + v, v))),
                            say("i was born on <v>", s -> birthday(s)),
                            say(
                                    "i was born in (?<place>.+?)",
                                    s -> each(
                                            s.group("place").map(EnglishValues::edges),
                                            v -> v.matches("(?:[A-Z][a-z]+ )?\\d{4}")
                                                    ? BIRTHDAY.is("Was born in " + v, v)
                                                    : BIRTHPLACE.is("Was born in " + v, v))),
                            say("my birthday is(?: on)? <v>", EnglishRules::birthday),
                            say(
                                    "(?:my|our) (?:wedding )?anniversary is(?: on)? <v>",
                                    s -> each(date(s, "v"), v -> ANNIVERSARY.is("Anniversary: " + v, v))),
                            say(
                                    "i (?:am|turned|have turned)(?: an?)? (?<v>\\d{1,3})(?:[- ]years?[- ]old| years of age)?",
                                    s -> each(s.group("v"), v -> AGE.is("Is " + v + " years old", v)))),
                    EnglishRelations.AFFIRMED,
                    EnglishLikes.AFFIRMED)
            .flatMap(List::stream)
            .toList();

    /// What is not so, or no longer.
    static final List<Rule> NEGATED = List.of(
            say(
                    "i (?:have )?(?:left|quit|resigned from|departed from) <old> (?:to (?:join|work (?:at|for))|for) <v>",
                    EnglishRules::employer),
            say(
                    "i (?:no longer work|do not work|am not working|am no longer) (?:at|for|with) <v>(?: any ?more)?",
                    s -> endedName(EMPLOYER, s)),
            say(
                    "i (?:have )?(?:left|quit|resigned from|stopped working (?:at|for)|was fired from|got fired from) <v>",
                    s -> endedName(EMPLOYER, s)),
            say("i used to (?:work|be employed) (?:at|for|by) <v>", s -> endedName(EMPLOYER, s)),
            say("i (?:have )?(?:quit|left|resigned from) my (?:job|position)", _ -> List.of(EMPLOYER.ended(""))),
            say("i used to live in <v>", s -> endedName(HOME, s)),
            say("i (?:no longer live|do not live) in <v>(?: any ?more)?", s -> endedName(HOME, s)),
            say(
                    "i (?:am no longer|am not) (?:an? )?(?<v>vegetarian|vegan|pescatarian)(?: any ?more)?",
                    s -> each(s.group("v"), DIET::ended)),
            say("i (?:no longer like|do not like|do not enjoy|do not love) <v> any ?more", EnglishRules::noTaste),
            say(
                    "i (?:no longer (?:like|enjoy|love)|stopped liking|used to (?:like|love|enjoy)) <v>",
                    EnglishRules::noTaste),
            say(
                    "i (?:do not (?:really )?(?:like|enjoy|love|care for)|can ?not stand|never liked|am not (?:a (?:big |huge )?fan of|into|fond of)) <v>",
                    s -> each(s.things("v"), v -> TASTE.is("Dislikes " + v, v))),
            say(
                    "i (?:do not|can ?not|never) (?<verb>eat|drink) <v>",
                    s -> each(
                            s.things("v"),
                            v -> DIET.is("Does not " + s.group("verb").orElse("eat") + " " + v, v))),
            say(
                    "i (?:no longer|do not|stopped|quit|gave up|have stopped|have quit|have given up|used to)(?: play(?:ing)?| go(?:ing)?| do(?:ing)?"
                            + "| practi[sc](?:e|ing)| collect(?:ing)?)? (?:the )?<v>(?: any ?more)?",
                    EnglishRules::noHobby),
            say(
                    "i am (?:no longer|not) (?:learning|studying) <v>(?: any ?more)?",
                    s -> each(s.things("v"), LEARNING::ended)),
            say(
                    "i am (?:no longer|not) married(?: any ?more)?",
                    _ -> List.of(MARITAL_STATUS.is("Is no longer married", "unmarried"))),
            say("i (?:have|had) no <v>", EnglishRules::without),
            say("i do not have (?:any )?<v>", EnglishRules::without),
            say("i do not have an? <v>", EnglishRules::without),
            say("i sold my <v>", _ -> List.of(VEHICLE.ended(""))),
            say("my (?<rel>" + EnglishWords.PET + ")(?: <v>)? (?:has )?(?:died|passed away)", EnglishRelations::lost),
            say(
                    "(?:please )?(?:do not|never) (?<v>(?:call me|use|answer|reply|write) .{2,80})",
                    s -> each(s.group("v"), v -> INSTRUCTION.is("Does not want: " + v.toLowerCase(Locale.ROOT), v))));

    private EnglishRules() {}

    static Rule say(String pattern, Rule.Reading reading) {
        var groups = GROUP.matcher(pattern).replaceAll("(?<$1>.{1,120}?)");
        return new Rule(Pattern.compile(TIME_FIRST + groups, Pattern.CASE_INSENSITIVE), reading);
    }

    static List<Finding> both(List<Finding> one, List<Finding> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Optional<String> person(Said said) {
        return said.name("v").filter(name -> name.split(" ").length <= 3);
    }

    private static List<Finding> employer(Said said) {
        return each(said.name("v"), v -> EMPLOYER.is("Works at " + v, v));
    }

    private static List<Finding> job(Said said) {
        return each(said.thing("job").map(EnglishRules::bare), v -> OCCUPATION.is("Works as " + withArticle(v), v));
    }

    /// Only what is known to be a job: "I'm a fan" is none.
    private static List<Finding> knownJob(Said said) {
        return each(
                said.thing("job").map(EnglishRules::bare).filter(EnglishRules::isJob),
                v -> OCCUPATION.is("Works as " + withArticle(v), v));
    }

    static boolean isJob(String words) {
        var parts = words.toLowerCase(Locale.ROOT)
                .split(" (?:of|in|at|for|from|with|who|on)\\b")[0]
                .split("[ -]");
        return parts.length <= 4 && EnglishWords.OCCUPATIONS.contains(parts[parts.length - 1]);
    }

    static String bare(String words) {
        return words.replaceFirst("(?i)^(?:an?|the) ", "");
    }

    static String withArticle(String words) {
        return ("aeiou".indexOf(Character.toLowerCase(words.charAt(0))) >= 0 ? "an " : "a ") + words;
    }

    private static List<Finding> home(Said said) {
        return each(said.name("v"), v -> HOME.is("Lives in " + v, v));
    }

    /// A day as it was said, if it is one.
    private static Optional<String> date(Said said, String group) {
        return said.group(group)
                .map(EnglishValues::edges)
                .filter(words -> words.matches(".*\\d.*") && words.length() < 40)
                .map(words -> words.replaceFirst("(?i)^(?:the|on) ", ""));
    }

    private static List<Finding> birthday(Said said) {
        return each(date(said, "v"), v -> BIRTHDAY.is("Birthday: " + v, v));
    }

    private static List<Finding> endedName(Attribute attribute, Said said) {
        return each(said.name("v"), attribute::ended);
    }

    private static List<Finding> noTaste(Said said) {
        return each(said.things("v"), TASTE::ended);
    }

    /// What stops may have been a hobby, a taste or something that was learned.
    private static List<Finding> noHobby(Said said) {
        return said.things("v").stream()
                .flatMap(v -> Stream.of(HOBBY.ended(v), TASTE.ended(v), LEARNING.ended(v)))
                .toList();
    }

    private static List<Finding> without(Said said) {
        var what = said.thing("v").map(v -> v.toLowerCase(Locale.ROOT)).orElse("");
        if (what.matches("kids|children")) {
            return List.of(CHILDREN.is("Has no children", "none"));
        }
        return what.matches("pets|siblings|allergies")
                ? List.of(CONDITION.is("Has no " + what, "no " + what))
                : List.of();
    }
}
