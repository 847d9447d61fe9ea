package dev.mnemo.user.time;

import java.time.Instant;

/// A temporal expression found in a text.
///
/// @param words the expression as it was written
/// @param start where it begins in the text, in characters
/// @param end where it ends
/// @param point the moment it names when one moment is asked for: "2 months ago" is this day two months ago, "May 2023"
///     is its first day
/// @param span everything it may mean: "2 months ago" is that whole month
/// @param explicit whether it can mean nothing else, so that one may filter by it; otherwise it is a hint
public record TimeMention(String words, int start, int end, Instant point, TimeSpan span, boolean explicit) {}
