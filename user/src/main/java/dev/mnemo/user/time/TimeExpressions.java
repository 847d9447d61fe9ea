package dev.mnemo.user.time;

import dev.mnemo.user.time.Calendar.Meaning;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds when things were or will be in what people write, in English and Chinese, by rules. A year that is not said is
/// that of the latest such time that has begun, for people remember more than they plan; "next" and "coming" look
/// ahead.
///
/// Needs the moment at which the text was written, in the time zone of whoever wrote it.
public final class TimeExpressions {
    /// Characters of a text that are looked at.
    private static final int TEXT_CHARS_MAX = 20_000;

    private static final Rule ISO_MOMENT = Rule.maybe(
            "(?<![\\d-])(?<date>\\d{4}-\\d{2}-\\d{2})[T ](?<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
                    + "\\s?(?<zone>Z|[+-]\\d{2}:?\\d{2})?(?!\\d)",
            TimeExpressions::isoMoment);

    private static final Rule ISO_DAY = Rule.maybe(
            "(?<![\\d/.-])(?<year>\\d{4})(?<joint>[-/.])(?<month>\\d{1,2})\\k<joint>(?<day>\\d{1,2})(?![\\d/-]|\\.\\d)",
            (said, calendar) -> calendar.date(number(said, "year"), number(said, "month"), number(said, "day")));

    private static final Rule ISO_MONTH = Rule.maybe(
            "(?<![\\d/.-])(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])(?![\\d/-])",
            (said, calendar) -> Calendar.isYear(number(said, "year"))
                    ? Optional.of(calendar.month(number(said, "year"), number(said, "month")))
                    : Optional.empty());

    private static final List<Rule> RULES = Stream.of(
                    List.of(ISO_MOMENT, ISO_DAY, ISO_MONTH), ChineseTimes.RULES, EnglishTimes.RULES)
            .flatMap(List::stream)
            .toList();

    /// Without one of these no rule matches; most texts have none and cost one pass.
    private static final Pattern TRIGGER = Pattern.compile(
            "\\d|[年月周天昨今明最近春夏秋冬]|星期|礼拜|小时|分钟"
                    + "|\\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|spring|summer|"
                    + "autumn|fall|winter|yesterday|today|tonight|tomorrow|night|morning|afternoon|evening|weekend|"
                    + "quarter|minute|hour|day|week|month|year|decade|recently|lately|the other day)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BEFORE = Pattern.compile(
            "\\b(?<word>since|before|after|until|till|by|between|from)\\s+(?:the\\s+)?(?:year\\s+)?$|(?<chinese>[自从])$",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LEADING =
            Pattern.compile("^(?<word>since|before|after|until|till|by|between|from)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern BEHIND = Pattern.compile("^(?:以来|之后|以后|之前|以前|至今)");

    private static final Pattern BETWEEN = Pattern.compile(
            "^\\s*(?:to|and|until|till|through|[-–—]|到|至|和)\\s*(?:the\\s+)?$", Pattern.CASE_INSENSITIVE);

    /// Characters before an expression in which a word such as "since" is looked for.
    private static final int BEFORE_CHARS = 24;

    private TimeExpressions() {}

    /// Every expression in a text, in the order of the text; they do not overlap.
    ///
    /// @param text any text; what follows the first 20,000 characters is not looked at
    /// @param written when it was written, in the zone of whoever wrote it
    public static List<TimeMention> in(String text, ZonedDateTime written) {
        var plain = plain(text);
        if (!TRIGGER.matcher(plain).find()) {
            return List.of();
        }
        var calendar = new Calendar(written);
        var taken = new BitSet(plain.length());
        var found = new ArrayList<TimeMention>();
        for (var rule : RULES) {
            var matcher = rule.pattern().matcher(plain);
            while (matcher.find()) {
                int next = taken.nextSetBit(matcher.start());
                if (next >= 0 && next < matcher.end()) {
                    continue;
                }
                taken.set(matcher.start(), matcher.end());
                reading(rule, matcher, calendar).ifPresent(meaning -> found.add(mention(matcher, meaning)));
            }
        }
        found.sort(Comparator.comparingInt(TimeMention::start));
        return joined(plain, found);
    }

    /// What a search for a time should look at: the one stretch that a question names. Several stretches are one hint
    /// that covers them all.
    public static Optional<TimeMention> asked(String question, ZonedDateTime written) {
        var mentions = in(question, written);
        var explicit = mentions.stream().filter(TimeMention::explicit).toList();
        return switch (explicit.size()) {
            case 0 -> mentions.stream().reduce((one, other) -> joined(question, one, other, false));
            case 1 -> Optional.of(explicit.getFirst());
            default -> explicit.stream().reduce((one, other) -> joined(question, one, other, false));
        };
    }

    /// The moment that a text names first; for dates that come from models and files.
    public static Optional<TimeMention> first(String text, ZonedDateTime written) {
        return in(text, written).stream().findFirst();
    }

    /// Figures of every width in ASCII; as long as the text.
    private static String plain(String text) {
        var cut = text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text;
        for (int i = 0; i < cut.length(); i++) {
            if (cut.charAt(i) >= '０' && cut.charAt(i) <= '９') {
                var narrow = cut.toCharArray();
                for (int at = i; at < narrow.length; at++) {
                    char c = narrow[at];
                    narrow[at] = c >= '０' && c <= '９' ? (char) (c - '０' + '0') : c;
                }
                return new String(narrow);
            }
        }
        return cut;
    }

    private static Optional<Meaning> reading(Rule rule, MatchResult said, Calendar calendar) {
        try {
            return rule.reading().of(said, calendar);
        } catch (DateTimeException beyondAllYears) {
            return Optional.empty();
        }
    }

    private static TimeMention mention(MatchResult said, Meaning meaning) {
        return new TimeMention(
                said.group(),
                said.start(),
                said.end(),
                meaning.point().toInstant(),
                meaning.span(),
                meaning.explicit());
    }

    /// Two that are joined by "to" become one stretch; then "since", "before" and the like open the others.
    private static List<TimeMention> joined(String text, List<TimeMention> found) {
        var joined = new ArrayList<TimeMention>();
        for (int i = 0; i < found.size(); i++) {
            var mention = found.get(i);
            if (i + 1 < found.size() && isStretch(text, mention, found.get(i + 1))) {
                joined.add(joined(text, mention, found.get(i + 1), true));
                i++;
            } else {
                joined.add(opened(text, mention));
            }
        }
        return List.copyOf(joined);
    }

    private static boolean isStretch(String text, TimeMention one, TimeMention other) {
        var leading = LEADING.matcher(other.words());
        int begin = leading.find() ? other.start() + leading.end() : other.start();
        var between = text.substring(one.end(), begin);
        if (!BETWEEN.matcher(between).matches()) {
            return false;
        }
        boolean isAnd =
                between.strip().equalsIgnoreCase("and") || between.strip().equals("和");
        return !isAnd || word(text, one).equals("between");
    }

    private static TimeMention joined(String text, TimeMention one, TimeMention other, boolean explicit) {
        return new TimeMention(
                text.substring(one.start(), other.end()),
                one.start(),
                other.end(),
                one.point(),
                one.span().through(other.span()),
                explicit && one.explicit() && other.explicit());
    }

    private static TimeMention opened(String text, TimeMention mention) {
        var span = mention.span();
        var behind = BEHIND.matcher(text.substring(mention.end()));
        var word = behind.find() ? behind.group() : word(text, mention);
        return switch (word) {
            case "since", "以来", "至今", "自", "从" ->
                open(mention, new TimeSpan(span.from(), TimeSpan.LATEST, Precision.RANGE));
            case "after", "以后", "之后" -> open(mention, new TimeSpan(span.until(), TimeSpan.LATEST, Precision.RANGE));
            case "before", "以前", "之前" -> open(mention, new TimeSpan(TimeSpan.EARLIEST, span.from(), Precision.RANGE));
            case "until", "till", "by" -> open(mention, new TimeSpan(TimeSpan.EARLIEST, span.until(), Precision.RANGE));
            default -> mention;
        };
    }

    private static TimeMention open(TimeMention mention, TimeSpan span) {
        return new TimeMention(
                mention.words(), mention.start(), mention.end(), mention.point(), span, mention.explicit());
    }

    /// The word before or at the beginning of an expression that opens it; empty without one.
    private static String word(String text, TimeMention mention) {
        var leading = LEADING.matcher(mention.words());
        if (leading.find()) {
            return leading.group("word").toLowerCase(Locale.ROOT);
        }
        var before = BEFORE.matcher(text.substring(Math.max(0, mention.start() - BEFORE_CHARS), mention.start()));
        if (!before.find()) {
            return "";
        }
        var word = before.group("word");
        return word == null ? before.group("chinese") : word.toLowerCase(Locale.ROOT);
    }

    private static Optional<Meaning> isoMoment(MatchResult said, Calendar calendar) {
        var time = LocalDateTime.of(LocalDate.parse(said.group("date")), LocalTime.parse(said.group("time")));
        var zone = Rule.group(said, "zone");
        if (zone.isEmpty()) {
            return Optional.of(calendar.minute(time.atZone(calendar.now().getZone())));
        }
        return Optional.of(calendar.minute(time.atOffset(ZoneOffset.of(zone)).toZonedDateTime()));
    }

    private static int number(MatchResult said, String group) {
        return Integer.parseInt(said.group(group));
    }
}
