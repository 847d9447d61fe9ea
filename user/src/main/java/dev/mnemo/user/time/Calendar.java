package dev.mnemo.user.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/// Arithmetic of days, weeks, months, seasons and years around the moment at which something is said, in that moment's
/// time zone.
///
/// Seasons are those of the northern hemisphere, beginning with March, June, September and December; a winter belongs
/// to the year in which it begins.
record Calendar(ZonedDateTime now) {
    static final int YEAR_MIN = 1900;
    static final int YEAR_MAX = 2100;

    /// Days that "recently" reaches back.
    static final int RECENT_DAYS = 30;

    /// The most units that "N days ago" may count.
    static final int COUNT_MAX = 1_000;

    private static final int MONTHS_OF_SEASON = 3;

    /// What an expression means, before it is known where it stood.
    record Meaning(ZonedDateTime point, TimeSpan span, boolean explicit) {
        Meaning asHint() {
            return new Meaning(point, span, false);
        }
    }

    /// Of several readings without a year: which one is meant.
    enum Side {
        /// The latest that has begun.
        PAST,
        /// The latest that is over.
        LAST,
        /// The one of this year, or the one that began last year and is not over.
        THIS,
        /// The first that has not begun.
        NEXT
    }

    Meaning minute(ZonedDateTime at) {
        return new Meaning(at, TimeSpan.of(at, at.plusMinutes(1), Precision.MINUTE), true);
    }

    Meaning day(LocalDate date) {
        return days(date, 1, Precision.DAY);
    }

    /// The day so many days from today.
    Meaning dayFromNow(long days) {
        return day(now.toLocalDate().plusDays(days));
    }

    Meaning days(LocalDate first, int count, Precision precision) {
        var start = first.atStartOfDay(now.getZone());
        return new Meaning(
                start, TimeSpan.of(start, first.plusDays(count).atStartOfDay(now.getZone()), precision), true);
    }

    Optional<Meaning> date(int year, int month, int day) {
        try {
            return isYear(year) ? Optional.of(day(LocalDate.of(year, month, day))) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /// A day without a year.
    Optional<Meaning> date(int month, int day, Side side) {
        var today = now.toLocalDate();
        int year = today.getYear();
        for (int tried = 0; tried < 8; tried++) {
            var found = date(year, month, day);
            var isPast = found.isPresent() && !found.get().point().toLocalDate().isAfter(today);
            if (found.isPresent() && (side == Side.THIS || isPast != (side == Side.NEXT))) {
                return found;
            }
            year += side == Side.NEXT ? 1 : -1;
        }
        return Optional.empty();
    }

    Meaning week(long weeksFromNow) {
        var monday = mondayOfThisWeek().plusWeeks(weeksFromNow);
        var week = days(monday, DayOfWeek.values().length, Precision.WEEK);
        return pointed(weeksFromNow, ChronoUnit.WEEKS, week);
    }

    Meaning weekend(long weeksFromNow) {
        return days(mondayOfThisWeek().plusWeeks(weeksFromNow).plusDays(5), 2, Precision.WEEK);
    }

    Meaning weekday(DayOfWeek day, long weeksFromNow) {
        return day(mondayOfThisWeek().plusWeeks(weeksFromNow).with(TemporalAdjusters.nextOrSame(day)));
    }

    /// The latest such day, today included.
    Meaning latest(DayOfWeek day) {
        return day(now.toLocalDate().with(TemporalAdjusters.previousOrSame(day)))
                .asHint();
    }

    Meaning month(int year, int month) {
        var first = LocalDate.of(year, month, 1);
        return days(first, YearMonth.of(year, month).lengthOfMonth(), Precision.MONTH);
    }

    Meaning monthFromNow(long months) {
        var there = now.plusMonths(months);
        return pointed(months, ChronoUnit.MONTHS, month(there.getYear(), there.getMonthValue()));
    }

    /// A month without a year.
    Meaning month(int month, Side side) {
        return month(yearOf(month, 1, side), month);
    }

    /// Three months from a first one: a season or a quarter.
    Meaning season(int year, int firstMonth) {
        var first = LocalDate.of(year, firstMonth, 1);
        int days = (int) ChronoUnit.DAYS.between(first, first.plusMonths(MONTHS_OF_SEASON));
        return days(first, days, Precision.SEASON);
    }

    /// A season or a quarter without a year.
    Meaning season(int firstMonth, Side side) {
        return season(yearOf(firstMonth, MONTHS_OF_SEASON, side), firstMonth);
    }

    Meaning year(int year) {
        return years(year, 1, Precision.YEAR);
    }

    Meaning years(int first, int count, Precision precision) {
        var start = LocalDate.of(first, 1, 1);
        return days(start, (int) ChronoUnit.DAYS.between(start, start.plusYears(count)), precision);
    }

    Meaning yearFromNow(long years) {
        return pointed(years, ChronoUnit.YEARS, year(now.plusYears(years).getYear()));
    }

    /// The stretch from so many units ago until now.
    Meaning until(ChronoUnit unit, int count) {
        var start = now.minus(count, unit);
        return new Meaning(start, TimeSpan.of(start, now, Precision.RANGE), true);
    }

    /// So many units from now, to the precision of the unit; negative is the past.
    Meaning away(ChronoUnit unit, long count) {
        return switch (unit) {
            case WEEKS -> week(count);
            case MONTHS -> monthFromNow(count);
            case YEARS -> yearFromNow(count);
            case HOURS, MINUTES -> minute(now.plus(count, unit));
            default -> dayFromNow(count);
        };
    }

    static boolean isYear(int year) {
        return year >= YEAR_MIN && year <= YEAR_MAX;
    }

    private LocalDate mondayOfThisWeek() {
        return now.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private Meaning pointed(long count, ChronoUnit unit, Meaning whole) {
        var point = now.toLocalDate().plus(count, unit).atStartOfDay(now.getZone());
        return new Meaning(point, whole.span(), true);
    }

    private int yearOf(int firstMonth, int months, Side side) {
        int year = now.getYear();
        var begin = YearMonth.of(year, firstMonth);
        var here = YearMonth.from(now);
        return switch (side) {
            case THIS -> begin.minusYears(1).plusMonths(months).isAfter(here) ? year - 1 : year;
            case PAST -> begin.isAfter(here) ? year - 1 : year;
            case NEXT -> begin.isAfter(here) ? year : year + 1;
            case LAST ->
                !begin.plusMonths(months).isAfter(here)
                        ? year
                        : !begin.minusYears(1).plusMonths(months).isAfter(here) ? year - 1 : year - 2;
        };
    }
}
