package dev.mnemo.user.extract.rule;

import dev.mnemo.user.time.TimeMention;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;

/// What a rule's pattern found in a clause.
///
/// @param match the match
/// @param words reads parts of it as values, in the way of the language
/// @param times the temporal expressions of the clause
public record Said(MatchResult match, Values words, List<TimeMention> times) {
    /// How a language cuts values out of what was said.
    public interface Values {
        /// A name: begins with a capital letter or a figure where the language has them.
        Optional<String> name(String words);

        /// A thing or an activity that says something by itself; nothing vague, no pronoun.
        Optional<String> thing(String words);

        /// Several things that are joined by commas and "and".
        List<String> things(String words);
    }

    /// The words of a group; empty if it matched nothing or the rule has no such group.
    public Optional<String> group(String name) {
        return !match.namedGroups().containsKey(name)
                ? Optional.empty()
                : Optional.ofNullable(match.group(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /// A group as a name.
    public Optional<String> name(String group) {
        return group(group).flatMap(words::name);
    }

    /// A group as a thing.
    public Optional<String> thing(String group) {
        return group(group).flatMap(words::thing);
    }

    /// A group as things.
    public List<String> things(String group) {
        return group(group).map(words::things).orElse(List.of());
    }

    /// One fact about a value that need not be there.
    public static <T> List<T> each(Optional<String> value, Function<String, T> fact) {
        return value.map(fact).map(List::of).orElse(List.of());
    }

    /// One fact about each value.
    public static <T> List<T> each(List<String> values, Function<String, T> fact) {
        return values.stream().map(fact).toList();
    }
}
