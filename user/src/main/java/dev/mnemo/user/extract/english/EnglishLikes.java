package dev.mnemo.user.extract.english;

import static dev.mnemo.user.extract.english.EnglishRules.both;
import static dev.mnemo.user.extract.english.EnglishRules.say;
import static dev.mnemo.user.extract.rule.Attribute.ALLERGY;
import static dev.mnemo.user.extract.rule.Attribute.CHILDREN;
import static dev.mnemo.user.extract.rule.Attribute.CONDITION;
import static dev.mnemo.user.extract.rule.Attribute.DIET;
import static dev.mnemo.user.extract.rule.Attribute.EDUCATION;
import static dev.mnemo.user.extract.rule.Attribute.FAVOURITE;
import static dev.mnemo.user.extract.rule.Attribute.HOBBY;
import static dev.mnemo.user.extract.rule.Attribute.INSTRUCTION;
import static dev.mnemo.user.extract.rule.Attribute.LANGUAGE;
import static dev.mnemo.user.extract.rule.Attribute.LEARNING;
import static dev.mnemo.user.extract.rule.Attribute.MARITAL_STATUS;
import static dev.mnemo.user.extract.rule.Attribute.PLAN;
import static dev.mnemo.user.extract.rule.Attribute.SKILL;
import static dev.mnemo.user.extract.rule.Attribute.STUDIES;
import static dev.mnemo.user.extract.rule.Attribute.TASTE;
import static dev.mnemo.user.extract.rule.Attribute.TOOL;
import static dev.mnemo.user.extract.rule.Attribute.VEHICLE;
import static dev.mnemo.user.extract.rule.Said.each;

import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.rule.Attribute;
import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What English speakers say of their families and learning, their health, their tastes, what they do and what they are
/// up to.
final class EnglishLikes {
    static final List<Rule> AFFIRMED = Stream.of(
                    List.of(
                            say(
                                    "i am (?<v>married|single|divorced|engaged|widowed)(?: to <name>)?",
                                    EnglishLikes::marriage),
                            say("(?:i|we) got (?<v>married|divorced|engaged)(?: to <name>)?", EnglishLikes::marriage),
                            say(
                                    "(?:i|we) have (?<v>" + EnglishWords.NUMBER
                                            + ") (?<what>kids?|child|children|sons?|daughters?)",
                                    s -> each(
                                            s.group("what"),
                                            what -> CHILDREN.is(
                                                    "Has " + s.group("v").orElse("") + " " + what,
                                                    s.group("v").orElse("")))),
                            say("i speak <v>", s -> languages(s, "Speaks ")),
                            say("i am (?:fluent in|a native speaker of) <v>", s -> languages(s, "Speaks ")),
                            say(
                                    "my (?:native language|mother tongue|first language) is <v>",
                                    s -> languages(s, "Is a native speaker of ")),
                            say(
                                    "i (?:am|have been|started) (?:learning|studying|teaching myself)(?: to (?:play|speak))?(?: the| how to)? <v>",
                                    s -> each(s.things("v"), v -> LEARNING.is("Is learning " + v, v))),
                            say(
                                    "i (?:study|am studying|major in|am majoring in) <what>(?: at <v>)?",
                                    s -> both(
                                            each(s.thing("what"), v -> STUDIES.is("Studies " + v, v)),
                                            school(s, "Studies at "))),
                            say("i (?:studied|majored in) <what> at <v>", s -> school(s, "Studied at ")),
                            say(
                                    "i (?:graduated from|went to (?=.*university|.*college)|attended) <v>",
                                    s -> school(s, "Studied at ")),
                            say(
                                    "i have (?:an? |my )?(?:degree|phd|bachelor's|master's|doctorate)(?: degree)? in <v>",
                                    s -> each(s.thing("v"), v -> EDUCATION.is("Has a degree in " + v, v)))),
                    List.of(
                            say(
                                    "i am (?:severely |highly |very |deathly )?allergic to <v>",
                                    s -> each(s.things("v"), v -> ALLERGY.is("Is allergic to " + v, v))),
                            say(
                                    "i have (?:an? )?(?:severe |bad |mild )?(?<v>[a-z ]{3,30}) allergy",
                                    s -> each(s.thing("v"), v -> ALLERGY.is("Is allergic to " + v, v))),
                            say(
                                    "i (?:am|became|have become|have gone|went|have been)(?: an?)? (?:strict |strictly )?(?<v>vegetarian|vegan"
                                            + "|pescatarian|lactose[- ]intolerant|gluten[- ](?:free|intolerant)|celiac|diabetic|teetotal)",
                                    s -> each(s.group("v"), v -> DIET.is("Is " + v.toLowerCase(Locale.ROOT), v))),
                            say(
                                    "i (?:have|suffer from|was diagnosed with|live with) (?:type [12] |chronic |severe |mild )?<v>",
                                    s -> each(
                                            s.thing("v")
                                                    .filter(v -> EnglishWords.CONDITIONS.contains(
                                                            v.toLowerCase(Locale.ROOT))),
                                            v -> CONDITION.is("Has " + v, v))),
                            say(
                                    "my (?:all-time |absolute )?favou?rite <what> (?:is|are|of all time is) <v>",
                                    s -> s.thing("what")
                                            .map(what -> each(s.thing("v"), v -> favourite(what, v)))
                                            .orElse(List.of())),
                            say(
                                    "i prefer <v> (?:to|over|rather than|instead of) <other>",
                                    s -> each(
                                            s.thing("v"),
                                            v -> TASTE.is(
                                                    "Prefers " + v
                                                            + s.thing("other")
                                                                    .map(o -> " to " + o)
                                                                    .orElse(""),
                                                    v))),
                            say("i (?:love|adore) to <v>", s -> each(s.thing("v"), v -> TASTE.is("Loves to " + v, v))),
                            say("i (?:like|enjoy) to <v>", s -> each(s.thing("v"), v -> TASTE.is("Likes to " + v, v))),
                            say(
                                    "i (?:love|adore|am obsessed with|am crazy about) <v>",
                                    s -> each(s.things("v"), v -> TASTE.is("Loves " + v, v))),
                            say(
                                    "i (?:like|enjoy|prefer|am into|am fond of|am an? (?:big |huge |great )?fan of|am keen on) <v>",
                                    s -> each(s.things("v"), v -> TASTE.is("Likes " + v, v))),
                            say(
                                    "i (?:hate|dislike|detest|despise|am sick of) <v>",
                                    s -> each(s.things("v"), v -> TASTE.is("Dislikes " + v, v))),
                            say(
                                    "i am (?:afraid|scared|terrified) of <v>",
                                    s -> each(s.things("v"), v -> TASTE.is("Is afraid of " + v, v)))),
                    List.of(
                            say("my (?:main |favou?rite )?hobb(?:y is|ies are|ies include) <v>", EnglishLikes::hobby),
                            say("in my (?:free|spare) time,? i (?:like to |love to |enjoy )?<v>", EnglishLikes::hobby),
                            say(
                                    "i (?:often |usually |sometimes |regularly |always )?play (?:the )?<v>",
                                    s -> each(s.things("v"), v -> HOBBY.is("Plays " + v, v))),
                            say(
                                    "i (?:often |usually |sometimes |regularly |always )?go <v>",
                                    s -> each(
                                            s.things("v").stream()
                                                    .filter(v -> v.matches("(?i)" + EnglishWords.ACTIVITY + ".*"))
                                                    .toList(),
                                            v -> HOBBY.is("Goes " + v, v))),
                            say(
                                    "i (?:do|practi[sc]e|took up|have taken up|started doing|started practi[sc]ing) (?<v>(?:yoga|karate|judo|pilates"
                                            + "|crossfit|tai chi|ballet|gymnastics|boxing|kickboxing|meditation|[a-z]+ing|photography|pottery)(?:[ ,].*)?)",
                                    EnglishLikes::hobby),
                            say(
                                    "i (?:started|began|have started|have begun) playing (?:the )?<v>",
                                    s -> each(s.things("v"), v -> HOBBY.is("Plays " + v, v))),
                            say(
                                    "i collect <v>",
                                    s -> each(s.things("v"), v -> HOBBY.is("Collects " + v, "collecting " + v))),
                            say(
                                    "i (?:volunteer|am volunteering|started volunteering) (?:at|for|with) <v>",
                                    s -> each(
                                            s.thing("v"), v -> HOBBY.is("Volunteers at " + v, "volunteering at " + v))),
                            say(
                                    "i (?:program|code|develop|write code) (?:mostly |mainly )?in <v>",
                                    s -> each(s.things("v"), v -> SKILL.is("Programs in " + v, v))),
                            say(
                                    "i (?:mostly |usually |always |mainly )?use (?<v>[A-Z].*) (?:for|as my|at work|to) .*",
                                    EnglishLikes::tool),
                            say("i (?:mostly |usually |always |mainly )?use <v>", EnglishLikes::tool),
                            say(
                                    "i (?:drive|own|bought|have bought|ride) (?:an? )(?:new |used |old )?(?<v>[A-Z].*)",
                                    s -> each(s.name("v"), v -> VEHICLE.is("Owns a " + v, v))),
                            say(
                                    "i (?:am planning|plan|intend|am hoping|have decided|decided) to <v>",
                                    s -> each(s.thing("v"), v -> PLAN.is("Plans to " + v, v))),
                            say(
                                    "my goal (?:this year |for this year |for \\d{4} )?is to <v>",
                                    s -> each(s.thing("v"), v -> PLAN.is("Wants to " + v, v))),
                            say(
                                    "(?<all>(?:when|whenever|before|after|to) [^,]{3,80}, i (?:always|usually|first|normally) .*)",
                                    s -> each(s.group("all"), EnglishLikes::procedure)),
                            say(
                                    "(?:please )?(?<all>(?:always|from now on,?(?: please)?) (?:answer|reply|respond|write|use|speak|address|call|keep|give) .{3,80})",
                                    s -> each(
                                            s.group("all"),
                                            v -> INSTRUCTION.is("Wants: " + v.toLowerCase(Locale.ROOT), v)))))
            .flatMap(List::stream)
            .toList();

    private EnglishLikes() {}

    private static Finding favourite(String what, String value) {
        return new Finding.Learned(
                ((Finding.Learned) FAVOURITE.is("Favourite " + what + ": " + value, what)).memory(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Finding> hobby(Said said) {
        return each(said.things("v"), v -> HOBBY.is("Hobby: " + v, v));
    }

    private static List<Finding> tool(Said said) {
        return each(said.name("v"), v -> TOOL.is("Uses " + v, v));
    }

    private static Finding procedure(String words) {
        var told = EnglishValues.own(words.replaceFirst("(?i), i ", ", ")).replaceAll("(?i)\\bi\\b", "they");
        return Attribute.procedure(Character.toUpperCase(told.charAt(0)) + told.substring(1));
    }

    private static List<Finding> marriage(Said said) {
        return each(
                said.group("v"),
                v -> MARITAL_STATUS.is(
                        "Is " + v.toLowerCase(Locale.ROOT)
                                + said.name("name").map(name -> " to " + name).orElse(""),
                        v));
    }

    private static List<Finding> languages(Said said, String verb) {
        var words = said.group("v")
                .orElse("")
                .replaceAll("(?i)\\b(?:fluent|fluently|native|a (?:bit|little) (?:of )?|some)\\b", "");
        var known = said.words().things(words).stream()
                .map(EnglishRules::bare)
                .filter(v -> EnglishWords.LANGUAGES.contains(v.toLowerCase(Locale.ROOT)))
                .toList();
        return each(known, v -> LANGUAGE.is(verb + v, v));
    }

    private static List<Finding> school(Said said, String verb) {
        return each(said.name("v"), v -> EDUCATION.is(verb + v, v));
    }
}
