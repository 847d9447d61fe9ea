package dev.mnemo.user.time;

import static dev.mnemo.user.time.Rule.group;
import static dev.mnemo.user.time.Rule.maybe;
import static dev.mnemo.user.time.Rule.sure;

import dev.mnemo.user.time.Calendar.Meaning;
import dev.mnemo.user.time.Calendar.Side;
import java.time.DayOfWeek;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;

/// Times as Chinese says them.
final class ChineseTimes {
    private static final String DIGITS = "零〇一二三四五六七八九";
    private static final String COUNT = "(?<count>\\d{1,4}|[一二两三四五六七八九十]{1,3}|几|半)";
    private static final String MONTH = "(?<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月";
    private static final String DAY = "(?<day>[12]\\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]";
    private static final String YEAR = "(?<!\\d)(?<year>\\d{4}|[零〇一二三四五六七八九]{4})年";
    private static final String NAMED_YEAR = "(?<named>大前年|前年|去年|今年|明年|后年)";
    private static final String SEASON = "(?<season>[春夏秋冬])[天季]";
    private static final String QUARTER = "第?(?<quarter>[一二三四1-4])季度";
    private static final String WEEK = "(?:个)?(?:周|星期|礼拜)";
    private static final String SIDE = "(?<side>上上|上|这|本|下下|下)";
    private static final String UNIT = "(?<unit>分钟|个?小时|天|日|周|个?星期|个?礼拜|个?月|年)";
    private static final String NOT_COUNTED = "(?<![\\d零〇一二两三四五六七八九十个])";

    /// In the order in which they are tried: what says more goes first.
    static final List<Rule> RULES = List.of(
            maybe(YEAR + MONTH + DAY, ChineseTimes::date),
            maybe(NAMED_YEAR + "的?" + MONTH + DAY, ChineseTimes::date),
            maybe(YEAR + "的?" + MONTH + "份?", ChineseTimes::month),
            maybe(NAMED_YEAR + "的?" + MONTH + "份?", ChineseTimes::month),
            maybe(YEAR + "的?" + SEASON, ChineseTimes::season),
            maybe(NAMED_YEAR + "的?" + SEASON, ChineseTimes::season),
            maybe(YEAR + "的?" + QUARTER, ChineseTimes::quarter),
            maybe(NAMED_YEAR + "的?" + QUARTER, ChineseTimes::quarter),
            maybe(SIDE + "个?月的?" + DAY, ChineseTimes::dayOfMonth),
            maybe(NOT_COUNTED + MONTH + DAY, ChineseTimes::date),
            maybe(YEAR, ChineseTimes::year),
            sure(NAMED_YEAR, (said, calendar) -> calendar.yearFromNow(namedYear(said))),
            sure("大前天", (_, calendar) -> calendar.dayFromNow(-3)),
            sure("大后天", (_, calendar) -> calendar.dayFromNow(3)),
            sure("前天", (_, calendar) -> calendar.dayFromNow(-2)),
            sure("后天(?!的)", (_, calendar) -> calendar.dayFromNow(2)),
            sure("昨[天日晚]|昨儿", (_, calendar) -> calendar.dayFromNow(-1)),
            sure("今[天日早晚]|今儿", (_, calendar) -> calendar.dayFromNow(0)),
            sure("明[天日早晚](?!显)", (_, calendar) -> calendar.dayFromNow(1)),
            maybe("(?:过去|最近|近)" + COUNT + UNIT, ChineseTimes::lately),
            maybe(COUNT + UNIT + "(?:之前|以前|前)", (said, calendar) -> away(said, calendar, -1)),
            maybe(COUNT + UNIT + "(?:之后|以后|后)", (said, calendar) -> away(said, calendar, 1)),
            sure(SIDE + WEEK + "(?<weekday>[一二三四五六日天])", (s, c) -> c.weekday(dayOfWeek(s), away(s))),
            sure(SIDE + "(?:个)?周末", (said, calendar) -> calendar.weekend(away(said))),
            sure(SIDE + WEEK, (said, calendar) -> calendar.week(away(said))),
            sure(SIDE + "个?月", (said, calendar) -> calendar.monthFromNow(away(said))),
            sure("(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])", (said, calendar) -> calendar.latest(dayOfWeek(said))),
            sure("周末", (_, calendar) -> calendar.weekend(-1).asHint()),
            maybe(NOT_COUNTED + MONTH + "份?(?!球)", ChineseTimes::month),
            maybe(SEASON, (said, calendar) -> season(said, calendar).map(Meaning::asHint)),
            sure(
                    "最近|近期|近来|这段时间",
                    (_, c) -> c.until(ChronoUnit.DAYS, Calendar.RECENT_DAYS).asHint()));

    private ChineseTimes() {}

    private static Optional<Meaning> date(MatchResult said, Calendar calendar) {
        int month = number(said.group("month"));
        int day = number(said.group("day"));
        return hasYear(said)
                ? calendar.date(yearNumber(said, calendar), month, day)
                : calendar.date(month, day, Side.PAST);
    }

    private static Optional<Meaning> dayOfMonth(MatchResult said, Calendar calendar) {
        var month = calendar.now().plusMonths(away(said));
        return calendar.date(month.getYear(), month.getMonthValue(), number(said.group("day")));
    }

    private static Optional<Meaning> month(MatchResult said, Calendar calendar) {
        int month = number(said.group("month"));
        if (!hasYear(said)) {
            return Optional.of(calendar.month(month, Side.PAST));
        }
        int year = yearNumber(said, calendar);
        return Calendar.isYear(year) ? Optional.of(calendar.month(year, month)) : Optional.empty();
    }

    private static Optional<Meaning> season(MatchResult said, Calendar calendar) {
        int firstMonth = 3 * (1 + "春夏秋冬".indexOf(said.group("season")));
        return ofYear(said, calendar, firstMonth);
    }

    private static Optional<Meaning> quarter(MatchResult said, Calendar calendar) {
        return ofYear(said, calendar, 3 * number(said.group("quarter")) - 2);
    }

    private static Optional<Meaning> ofYear(MatchResult said, Calendar calendar, int firstMonth) {
        if (!hasYear(said)) {
            return Optional.of(calendar.season(firstMonth, Side.PAST));
        }
        int year = yearNumber(said, calendar);
        return Calendar.isYear(year) ? Optional.of(calendar.season(year, firstMonth)) : Optional.empty();
    }

    private static Optional<Meaning> year(MatchResult said, Calendar calendar) {
        int year = yearNumber(said, calendar);
        return Calendar.isYear(year) ? Optional.of(calendar.year(year)) : Optional.empty();
    }

    private static Optional<Meaning> away(MatchResult said, Calendar calendar, int direction) {
        return counted(said, (unit, count) -> calendar.away(unit, (long) count * direction));
    }

    private static Optional<Meaning> lately(MatchResult said, Calendar calendar) {
        return counted(said, calendar::until);
    }

    private interface Counted {
        Meaning of(ChronoUnit unit, int count);
    }

    /// "几" is some few, "半" is half of the unit.
    private static Optional<Meaning> counted(MatchResult said, Counted reading) {
        var unit = switch (said.group("unit").replace("个", "")) {
            case "分钟" -> ChronoUnit.MINUTES;
            case "小时" -> ChronoUnit.HOURS;
            case "天", "日" -> ChronoUnit.DAYS;
            case "月" -> ChronoUnit.MONTHS;
            case "年" -> ChronoUnit.YEARS;
            default -> ChronoUnit.WEEKS;
        };
        return switch (said.group("count")) {
            case "几" -> Optional.of(reading.of(unit, 3).asHint());
            case "半" ->
                switch (unit) {
                    case YEARS -> Optional.of(reading.of(ChronoUnit.MONTHS, 6));
                    case MONTHS -> Optional.of(reading.of(ChronoUnit.DAYS, 15).asHint());
                    default -> Optional.empty();
                };
            default -> {
                int count = number(said.group("count"));
                yield count < 1 || count > Calendar.COUNT_MAX ? Optional.empty() : Optional.of(reading.of(unit, count));
            }
        };
    }

    private static int away(MatchResult said) {
        return switch (said.group("side")) {
            case "上上" -> -2;
            case "上" -> -1;
            case "下" -> 1;
            case "下下" -> 2;
            default -> 0;
        };
    }

    private static DayOfWeek dayOfWeek(MatchResult said) {
        int day = "一二三四五六日".indexOf(said.group("weekday"));
        return DayOfWeek.of(day < 0 ? 7 : day + 1);
    }

    private static boolean hasYear(MatchResult said) {
        var groups = said.namedGroups();
        return groups.containsKey("year") || groups.containsKey("named");
    }

    private static int yearNumber(MatchResult said, Calendar calendar) {
        if (said.namedGroups().containsKey("named")) {
            return calendar.now().plusYears(namedYear(said)).getYear();
        }
        var year = said.group("year");
        int value = 0;
        for (int i = 0; i < year.length(); i++) {
            char c = year.charAt(i);
            value = 10 * value + (c < 0x80 ? c - '0' : Math.max(0, DIGITS.indexOf(c) - 1));
        }
        return value;
    }

    private static int namedYear(MatchResult said) {
        return switch (group(said, "named")) {
            case "大前年" -> -3;
            case "前年" -> -2;
            case "去年" -> -1;
            case "明年" -> 1;
            case "后年" -> 2;
            default -> 0;
        };
    }

    /// A number in figures, or in characters up to 99; 0 for what is none.
    private static int number(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return Integer.parseInt(text);
        }
        int tens = 0;
        int ones = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '十') {
                tens = Math.max(1, ones);
                ones = 0;
            } else {
                ones = c == '两' ? 2 : c < 0x80 ? c - '0' : Math.max(0, DIGITS.indexOf(c) - 1);
            }
        }
        return 10 * tens + ones;
    }
}
