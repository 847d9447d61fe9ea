package dev.mnemo.user.time;

import dev.mnemo.user.time.Calendar.Meaning;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// One way of saying a time.
///
/// @param pattern what it looks like
/// @param reading what it means; empty if it looks like a time and is none, such as 30 February
record Rule(Pattern pattern, Reading reading) {
    interface Reading {
        Optional<Meaning> of(MatchResult said, Calendar calendar);
    }

    interface SureReading {
        Meaning of(MatchResult said, Calendar calendar);
    }

    /// A rule that may find that there is no such day.
    static Rule maybe(String pattern, Reading reading) {
        return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), reading);
    }

    static Rule sure(String pattern, SureReading reading) {
        return maybe(pattern, (said, calendar) -> Optional.of(reading.of(said, calendar)));
    }

    /// A group of the match, empty if it took no part.
    static String group(MatchResult said, String name) {
        var group = said.group(name);
        return group == null ? "" : group;
    }
}
