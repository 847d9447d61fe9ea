package dev.mnemo.user.time;

import static dev.mnemo.user.time.Rule.group;
import static dev.mnemo.user.time.Rule.maybe;
import static dev.mnemo.user.time.Rule.sure;

import dev.mnemo.user.time.Calendar.Meaning;
import dev.mnemo.user.time.Calendar.Side;
import java.time.DayOfWeek;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;

/// Times as English says them. Words that are also ordinary words ("may", "march", "fall", "spring", "second", "sat",
/// names such as April) count only with something beside them that makes them a time.
final class EnglishTimes {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("a couple of", 2),
            Map.entry("couple of", 2),
            Map.entry("three", 3),
            Map.entry("a few", 3),
            Map.entry("few", 3),
            Map.entry("several", 4),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));

    private static final String LONG_MONTH =
            "january|february|march|april|may|june|july|august|september|october|november|december";
    private static final String MONTH =
            "(?<month>" + LONG_MONTH + "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\b\\.?";
    /// Month names that are nothing else.
    private static final String PLAIN_MONTH = "(?<month>january|february|july|september|october|november|december)\\b";

    private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b";
    private static final String YEAR = "(?<year>\\d{4})\\b(?![-/.,]?\\d)";
    private static final String SEASON = "(?<season>spring|summer|autumn|fall|winter)\\b";
    private static final String WEEKDAY =
            "(?<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs)?|fri)\\b\\.?";
    private static final String LONG_WEEKDAY =
            "(?<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\\b";
    private static final String COUNT = "(?<count>\\d{1,4}|a couple of|couple of|a few|few|several|an?|one|two|three|"
            + "four|five|six|seven|eight|nine|ten|eleven|twelve)";
    private static final String UNIT = "(?<unit>minute|hour|day|week|month|year|decade)s?\\b";
    private static final String PART =
            "(?:the\\s+)?(?:(?:early|mid|late|beginning|start|middle|end)[\\s-]+(?:of\\s+)?)?";
    private static final String IN = "\\b(?:in|during|around|throughout|since|until|till)\\s+" + PART;
    private static final String NEAR = "\\b(?:before|after|by|of|over|within)\\s+" + PART;
    private static final String SIDE = "\\b(?<side>last|past|previous|this|current|next|coming)\\s+";

    /// In the order in which they are tried: what says more goes first.
    static final List<Rule> RULES = List.of(
            maybe("\\b" + MONTH + "\\s+" + DAY + ",?\\s+(?:of\\s+|in\\s+)?" + YEAR, EnglishTimes::date),
            maybe("\\b" + DAY + "\\s+(?:of\\s+)?" + MONTH + ",?\\s+(?:of\\s+|in\\s+)?" + YEAR, EnglishTimes::date),
            sure("\\b" + MONTH + ",?\\s+(?:of\\s+|in\\s+)?" + YEAR, EnglishTimes::monthOfYear),
            maybe(SIDE + MONTH + "\\s+" + DAY, EnglishTimes::date),
            maybe(
                    "\\b(?:on|by|since|before|after|until|till|from|for|to)\\s+(?:the\\s+)?" + MONTH + "\\s+" + DAY,
                    EnglishTimes::date),
            maybe("\\b" + DAY + "\\s+(?:of\\s+)?" + MONTH, EnglishTimes::date),
            maybe("(?-i:\\b(?=[A-Z]))" + MONTH + "\\s+" + DAY, EnglishTimes::date),
            maybe("\\b(?!may|mar)" + MONTH + "\\s+" + DAY, EnglishTimes::date),
            sure(SEASON + "(?:\\s+of|,)?\\s+" + YEAR, EnglishTimes::season),
            sure(SIDE + SEASON, EnglishTimes::season),
            sure("\\bthe\\s+" + SEASON + "\\s+before\\s+last\\b", EnglishTimes::season),
            sure(
                    "\\b(?:in|during)\\s+the\\s+" + SEASON,
                    (said, calendar) -> season(said, calendar).asHint()),
            sure(
                    "\\b(?:in|during)\\s+" + SEASON + "(?!\\s+\\w)",
                    (said, calendar) -> season(said, calendar).asHint()),
            sure(
                    "\\b(?!spring|fall)" + SEASON,
                    (said, calendar) -> season(said, calendar).asHint()),
            sure("\\b(?:q|(?:the\\s+)?quarter\\s+)(?<quarter>[1-4])(?:\\s+of|,)?\\s+" + YEAR, EnglishTimes::quarter),
            sure("\\b(?<quarter>first|second|third|fourth|last)\\s+quarter\\s+of\\s+" + YEAR, EnglishTimes::quarter),
            sure("\\b" + YEAR + "\\s+q(?<quarter>[1-4])\\b", EnglishTimes::quarter),
            sure(
                    "\\bq(?<quarter>[1-4])\\b",
                    (said, calendar) -> quarter(said, calendar).asHint()),
            sure(
                    "\\bthe\\s+day\\s+before\\s+yesterday\\b|\\bday\\s+before\\s+yesterday\\b",
                    (_, c) -> c.dayFromNow(-2)),
            sure("\\b(?:the\\s+)?day\\s+after\\s+tomorrow\\b", (_, calendar) -> calendar.dayFromNow(2)),
            sure("\\b(?:yesterday|last\\s+night)\\b", (_, calendar) -> calendar.dayFromNow(-1)),
            sure(
                    "\\b(?:today|tonight|this\\s+(?:morning|afternoon|evening))\\b",
                    (_, calendar) -> calendar.dayFromNow(0)),
            sure("\\btomorrow\\b", (_, calendar) -> calendar.dayFromNow(1)),
            maybe(
                    "\\b" + COUNT + "\\s+" + UNIT + "\\s+(?:ago|before\\s+now|earlier|back)\\b",
                    (s, c) -> away(s, c, -1)),
            maybe("\\b" + COUNT + "\\s+" + UNIT + "\\s+from\\s+now\\b", (said, calendar) -> away(said, calendar, 1)),
            maybe("\\bin\\s+" + COUNT + "\\s+" + UNIT + "(?!\\s+of\\b)", (said, calendar) -> away(said, calendar, 1)),
            maybe("\\b(?:last|past|previous)\\s+" + COUNT + "\\s+" + UNIT, EnglishTimes::lately),
            sure(SIDE + "(?<unit>week|weekend|month|quarter|year)\\b", EnglishTimes::around),
            sure("\\b(?<side>last|this|next|coming)\\s+" + WEEKDAY, EnglishTimes::weekday),
            sure("\\bon\\s+" + WEEKDAY, EnglishTimes::latestWeekday),
            sure("\\b" + LONG_WEEKDAY, EnglishTimes::latestWeekday),
            sure("\\bthe\\s+weekend\\b", (_, calendar) -> calendar.weekend(-1).asHint()),
            sure(SIDE + MONTH, EnglishTimes::month),
            sure(IN + MONTH, EnglishTimes::month),
            sure(NEAR + MONTH, (said, calendar) -> month(said, calendar).asHint()),
            sure("\\b" + PLAIN_MONTH, (said, calendar) -> month(said, calendar).asHint()),
            maybe("\\bthe\\s+(?<decade>(?:19|20)?\\d0)'?s\\b", EnglishTimes::decade),
            maybe("(?:" + IN + "|" + NEAR + ")(?:the\\s+year\\s+)?" + YEAR, EnglishTimes::year),
            maybe(
                    "(?<![-/.,\\d$€£#])\\b" + YEAR + "(?!\\s*(?:%|\\$|€|dollars|people|steps|words|miles|km|calories))",
                    (said, calendar) -> year(said, calendar).map(Meaning::asHint)),
            sure("\\b(?:recently|lately|these\\s+days)\\b", EnglishTimes::recently),
            sure(
                    "\\bthe\\s+other\\s+day\\b",
                    (_, calendar) -> calendar.until(ChronoUnit.WEEKS, 1).asHint()));

    private EnglishTimes() {}

    private static Optional<Meaning> date(MatchResult said, Calendar calendar) {
        int month = monthNumber(said);
        int day = Integer.parseInt(said.group("day"));
        return said.namedGroups().containsKey("year")
                ? calendar.date(Integer.parseInt(said.group("year")), month, day)
                : calendar.date(month, day, side(said, Side.PAST));
    }

    private static Meaning monthOfYear(MatchResult said, Calendar calendar) {
        return calendar.month(Integer.parseInt(said.group("year")), monthNumber(said));
    }

    private static Meaning month(MatchResult said, Calendar calendar) {
        return calendar.month(monthNumber(said), side(said, Side.PAST));
    }

    private static Meaning season(MatchResult said, Calendar calendar) {
        int firstMonth = switch (said.group("season").toLowerCase(Locale.ROOT)) {
            case "spring" -> 3;
            case "summer" -> 6;
            case "winter" -> 12;
            default -> 9;
        };
        if (said.namedGroups().containsKey("year")) {
            return calendar.season(Integer.parseInt(said.group("year")), firstMonth);
        }
        if (said.group().endsWith("last")) {
            return calendar.season(
                    calendar.season(firstMonth, Side.LAST).point().getYear() - 1, firstMonth);
        }
        return calendar.season(firstMonth, side(said, Side.PAST));
    }

    private static Meaning quarter(MatchResult said, Calendar calendar) {
        int quarter = switch (said.group("quarter").toLowerCase(Locale.ROOT)) {
            case "1", "first" -> 1;
            case "2", "second" -> 2;
            case "3", "third" -> 3;
            default -> 4;
        };
        int firstMonth = 3 * quarter - 2;
        return said.namedGroups().containsKey("year")
                ? calendar.season(Integer.parseInt(said.group("year")), firstMonth)
                : calendar.season(firstMonth, Side.PAST);
    }

    private static Optional<Meaning> away(MatchResult said, Calendar calendar, int direction) {
        int count = count(said);
        var meaning = said.group("unit").equalsIgnoreCase("decade")
                ? calendar.yearFromNow(10L * count * direction).asHint()
                : calendar.away(unit(said), (long) count * direction);
        return count > Calendar.COUNT_MAX ? Optional.empty() : Optional.of(isRough(said) ? meaning.asHint() : meaning);
    }

    private static Optional<Meaning> lately(MatchResult said, Calendar calendar) {
        int count = count(said);
        var unit = said.group("unit").equalsIgnoreCase("decade") ? ChronoUnit.DECADES : unit(said);
        return count > Calendar.COUNT_MAX ? Optional.empty() : Optional.of(calendar.until(unit, count));
    }

    private static Meaning around(MatchResult said, Calendar calendar) {
        int away = switch (side(said, Side.THIS)) {
            case NEXT -> 1;
            case THIS -> 0;
            default -> -1;
        };
        return switch (said.group("unit").toLowerCase(Locale.ROOT)) {
            case "week" -> calendar.week(away);
            case "weekend" -> calendar.weekend(away);
            case "month" -> calendar.monthFromNow(away);
            case "quarter" -> {
                var there = calendar.now().plusMonths(3L * away);
                yield calendar.season(there.getYear(), (there.getMonthValue() - 1) / 3 * 3 + 1);
            }
            default -> calendar.yearFromNow(away);
        };
    }

    private static Meaning weekday(MatchResult said, Calendar calendar) {
        return switch (side(said, Side.THIS)) {
            case NEXT -> calendar.weekday(dayOfWeek(said), 1);
            case THIS -> calendar.weekday(dayOfWeek(said), 0);
            default -> calendar.weekday(dayOfWeek(said), -1);
        };
    }

    private static Meaning latestWeekday(MatchResult said, Calendar calendar) {
        return calendar.latest(dayOfWeek(said));
    }

    private static Meaning recently(MatchResult said, Calendar calendar) {
        return calendar.until(ChronoUnit.DAYS, Calendar.RECENT_DAYS).asHint();
    }

    private static Optional<Meaning> year(MatchResult said, Calendar calendar) {
        int year = Integer.parseInt(said.group("year"));
        return Calendar.isYear(year) ? Optional.of(calendar.year(year)) : Optional.empty();
    }

    private static Optional<Meaning> decade(MatchResult said, Calendar calendar) {
        int decade = Integer.parseInt(said.group("decade"));
        int first = decade >= Calendar.YEAR_MIN ? decade : decade >= 30 ? 1900 + decade : 2000 + decade;
        return Optional.of(calendar.years(first, 10, Precision.RANGE));
    }

    private static Side side(MatchResult said, Side without) {
        if (!said.namedGroups().containsKey("side")) {
            return without;
        }
        return switch (group(said, "side").toLowerCase(Locale.ROOT)) {
            case "last", "past", "previous" -> Side.LAST;
            case "next", "coming" -> Side.NEXT;
            default -> Side.THIS;
        };
    }

    private static int monthNumber(MatchResult said) {
        return 1 + MONTHS.indexOf(said.group("month").substring(0, 3).toLowerCase(Locale.ROOT));
    }

    private static DayOfWeek dayOfWeek(MatchResult said) {
        return DayOfWeek.of(
                1 + DAYS.indexOf(said.group("weekday").substring(0, 3).toLowerCase(Locale.ROOT)));
    }

    private static ChronoUnit unit(MatchResult said) {
        return ChronoUnit.valueOf(said.group("unit").toUpperCase(Locale.ROOT) + "S");
    }

    private static int count(MatchResult said) {
        var words = said.group("count").toLowerCase(Locale.ROOT);
        var number = NUMBERS.get(words);
        return number == null ? Integer.parseInt(words) : number;
    }

    /// "A few days ago" is about then and not exactly then.
    private static boolean isRough(MatchResult said) {
        var words = said.group("count").toLowerCase(Locale.ROOT);
        return words.endsWith("few") || words.equals("several") || words.endsWith("couple of");
    }
}
