package dev.mnemo.user.time;

/// How exactly a time was said, finest first.
public enum Precision {
    /// To the minute or finer.
    MINUTE,
    DAY,
    /// A calendar week, Monday to Sunday, or a part of one such as a weekend.
    WEEK,
    MONTH,
    /// A season or a quarter: three months.
    SEASON,
    YEAR,
    /// A stretch with a named beginning or end only, such as "since 2021", or several years.
    RANGE
}
