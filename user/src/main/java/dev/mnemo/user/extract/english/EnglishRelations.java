package dev.mnemo.user.extract.english;

import static dev.mnemo.user.extract.english.EnglishRules.say;
import static dev.mnemo.user.extract.english.EnglishWords.FRIEND;
import static dev.mnemo.user.extract.english.EnglishWords.NUMBER;
import static dev.mnemo.user.extract.english.EnglishWords.PET;
import static dev.mnemo.user.extract.english.EnglishWords.RELATIVE;

import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Finding.Tie;
import dev.mnemo.user.extract.rule.Attribute;
import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What English speakers say of the people and animals around them.
final class EnglishRelations {
    private static final String REL = "(?<rel>" + RELATIVE + "|" + FRIEND + ")";

    static final List<Rule> AFFIRMED = List.of(
            say("my " + REL + "(?:'s name)? (?:is called|is named|is) <v>", EnglishRelations::named),
            say("i have (?:an? |my )" + REL + " (?:named|called|whose name is) <v>", EnglishRelations::named),
            say(
                    "my " + REL + ",? <v>,? (?:works|is working) (?:at|for) <what>",
                    s -> of(s, Attribute.EMPLOYER, "works at")),
            say("my " + REL + " (?:works|is working) (?:at|for) <what>", s -> of(s, Attribute.EMPLOYER, "works at")),
            say("my " + REL + "(?:,? <v>,?)? works as (?:an? )?<what>", s -> of(s, Attribute.OCCUPATION, "works as")),
            say("my " + REL + "(?:,? <v>,?)? is an? <what>", s -> of(s, Attribute.OCCUPATION, "works as")),
            say("my " + REL + "(?:,? <v>,?)? lives in <what>", s -> of(s, Attribute.HOME, "lives in")),
            say("my " + REL + "(?:,? <v>,?)? (?:moved|relocated) to <what>", s -> of(s, Attribute.HOME, "lives in")),
            say("my " + REL + "(?:,? <v>,?)? (?:is|comes) from <what>", s -> of(s, Attribute.ORIGIN, "comes from")),
            say("my " + REL + "(?:,? <v>,?)? is allergic to <what>", s -> of(s, Attribute.ALLERGY, "is allergic to")),
            say("my " + REL + "(?:,? <v>,?)? (?:likes|enjoys) <what>", s -> of(s, Attribute.TASTE, "likes")),
            say("my " + REL + "(?:,? <v>,?)? (?:loves|adores) <what>", s -> of(s, Attribute.TASTE, "loves")),
            say("my " + REL + "(?:,? <v>,?)? (?:hates|dislikes) <what>", s -> of(s, Attribute.TASTE, "dislikes")),
            say("my " + REL + "(?:,? <v>,?)? plays (?:the )?<what>", s -> of(s, Attribute.HOBBY, "plays")),
            say("my " + REL + "(?:,? <v>,?)? studies <what>", s -> of(s, Attribute.STUDIES, "studies")),
            say("my " + REL + "(?:'s| <v>'s)? birthday is(?: on)? <what>", EnglishRelations::birthday),
            say(
                    "my " + REL + "(?:,? <v>,?)? is (?<what>\\d{1,3})(?: years old)?",
                    s -> of(s, Attribute.AGE, "is aged")),
            say(
                    "i have (?:an? |my |(?:" + NUMBER + ") )(?<rel>" + PET + ")s?,? (?:named|called|whose name is) <v>",
                    EnglishRelations::pets),
            say("my (?<rel>" + PET + ")s?(?:'s name)? (?:is|are) (?:called|named)? ?<v>", EnglishRelations::pets),
            say(
                    "i (?:adopted|got|bought|rescued|have|own) (?:an? |my )(?:new |little |old |rescue )?(?<rel>" + PET
                            + ")(?: <v>)?",
                    EnglishRelations::pet),
            say("i have (?<v>two|three|four|five|six|\\d) (?<rel>" + PET + ")s", EnglishRelations::pet));

    private EnglishRelations() {}

    private static String rel(Said said) {
        return said.group("rel").orElse("friend").toLowerCase(Locale.ROOT);
    }

    private static boolean isFriend(String rel) {
        return rel.matches(FRIEND);
    }

    private static List<Finding> named(Said said) {
        var rel = rel(said);
        var value = said.name("v").filter(name -> !EnglishRules.isJob(name) && Character.isLetter(name.charAt(0)));
        return Said.each(value, name -> known(rel, name));
    }

    private static Finding known(String rel, String name) {
        var words = Character.toUpperCase(rel.charAt(0)) + rel.substring(1) + ": " + name;
        var tie = new Tie(Attribute.USER, Attribute.USER, rel.replace(' ', '_'), "person", name, !isFriend(rel));
        return isFriend(rel) ? Attribute.FRIEND.tied(words, name, tie) : Attribute.RELATIVE.tied(words, rel, tie);
    }

    /// A fact about somebody around the person, and, if there is a name, who that is.
    private static List<Finding> of(Said said, Attribute attribute, String verb) {
        var rel = rel(said);
        var name = said.match().namedGroups().containsKey("v") ? said.name("v") : Optional.<String>empty();
        if (name.isEmpty()
                && said.match().namedGroups().containsKey("v")
                && said.group("v").isPresent()) {
            return List.of();
        }
        var subject = name.orElse(rel);
        var value = switch (attribute) {
            case EMPLOYER, HOME, ORIGIN -> said.name("what");
            case OCCUPATION -> said.thing("what").map(EnglishRules::bare).filter(EnglishRules::isJob);
            case AGE -> said.group("what");
            default -> said.thing("what");
        };
        var findings = new ArrayList<Finding>();
        if (value.isPresent()) {
            name.map(known -> known(rel, known)).ifPresent(findings::add);
            var who = Character.toUpperCase(rel.charAt(0))
                    + rel.substring(1)
                    + name.map(known -> " " + known).orElse("");
            var what = attribute == Attribute.OCCUPATION ? EnglishRules.withArticle(value.get()) : value.get();
            findings.add(attribute.of(subject, who + " " + verb + " " + what, value.get()));
        }
        return findings;
    }

    private static List<Finding> birthday(Said said) {
        var day = said.group("what").map(EnglishValues::edges).filter(words -> words.matches(".*\\d.*"));
        var rel = rel(said);
        return Said.each(
                day,
                v -> Attribute.BIRTHDAY.of(
                        rel, Character.toUpperCase(rel.charAt(0)) + rel.substring(1) + "'s birthday: " + v, v));
    }

    private static List<Finding> pets(Said said) {
        var names = said.group("v").map(words -> words.split(",| and ")).orElse(new String[0]);
        var findings = new ArrayList<Finding>();
        for (var words : names) {
            said.words()
                    .name(words)
                    .ifPresent(name -> findings.add(
                            Attribute.PET.is("Has a " + rel(said) + " called " + name, rel(said) + " " + name)));
        }
        return findings;
    }

    private static List<Finding> pet(Said said) {
        var count = said.group("v").filter(words -> words.matches("two|three|four|five|six|\\d"));
        var what = rel(said);
        return List.of(Attribute.PET.is(
                count.map(number -> "Has " + number + " " + what + "s").orElse("Has a " + what), what));
    }

    static List<Finding> lost(Said said) {
        var what = rel(said);
        return said.name("v")
                .map(name -> List.of(Attribute.PET.ended(what + " " + name), Attribute.PET.ended(what)))
                .orElse(List.of(Attribute.PET.ended(what)));
    }
}
