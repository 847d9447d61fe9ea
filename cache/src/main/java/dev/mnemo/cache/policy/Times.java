package dev.mnemo.cache.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Days, months, times of day, decades, quarters and periods such as "last week", in English and the weekdays and
/// months of some neighbours.
final class Times {
    /// A time that is named.
    ///
    /// @param key the same for all ways of writing it
    /// @param span as written
    record Moment(String key, String span) {}

    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})(?::\\d{2})?(am|pm|AM|PM)?");
    private static final Pattern HALF_DAY = Pattern.compile("(\\d{1,2})(?:\\.(\\d{2}))?(am|pm|AM|PM)");
    private static final Pattern ISO_DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern SLASHED = Pattern.compile("\\d{1,4}/\\d{1,2}/\\d{1,4}|\\d{1,2}\\.\\d{1,2}\\.\\d{4}");
    private static final Pattern DECADE = Pattern.compile("'?(?:\\d\\d)?(\\d0)'?s");
    private static final Pattern QUARTER = Pattern.compile("[qQ]([1-4])");
    private static final Pattern RATIO = Pattern.compile("\\d+[/:]\\d+");

    private static final Map<String, String> DAYS = new HashMap<>();
    private static final Map<String, String> MONTHS = new HashMap<>();
    private static final Map<String, String> DECADES = Map.of(
            "twenties",
            "20",
            "thirties",
            "30",
            "forties",
            "40",
            "fifties",
            "50",
            "sixties",
            "60",
            "seventies",
            "70",
            "eighties",
            "80",
            "nineties",
            "90");
    private static final Set<String> ALWAYS = Lexicon.words("""
            today tomorrow yesterday tonight noon midnight morning afternoon evening night summer winter
            autumn weekend midday
            """);
    private static final Set<String> PERIODS = Lexicon.words("""
            day week month year quarter century decade weekend summer winter autumn fall spring night
            semester season
            """);
    private static final Map<String, String> RELATIVE = Map.of(
            "last",
            "last",
            "previous",
            "last",
            "past",
            "last",
            "this",
            "this",
            "current",
            "this",
            "next",
            "next",
            "coming",
            "next",
            "following",
            "next");
    private static final Set<String> MONTH_BEFORE = Lexicon.words("""
            in for of since until by last next this during from to and between before after early late mid
            every each through till the on
            """);
    private static final Set<String> MONTH_VERBS = Set.of("may", "march", "mar");

    static {
        put(
                DAYS,
                "monday mon montag lundi lunes|tuesday tue tues dienstag mardi martes|wednesday wed mittwoch mercredi"
                        + "|thursday thu thur thurs donnerstag jeudi jueves|friday fri freitag vendredi viernes"
                        + "|saturday samstag samedi|sunday sonntag dimanche domingo");
        put(
                MONTHS,
                "january jan januar janvier enero|february feb februar février febrero|march mar märz marzo"
                        + "|april apr avril abril|may mai|june jun juni juin junio|july jul juli juillet julio|august aug août agosto"
                        + "|september sep sept|october oct oktober octobre|november nov novembre|december dec dezember décembre");
    }

    private Times() {}

    private static void put(Map<String, String> names, String lines) {
        int number = 1;
        for (var line : lines.split("\\|")) {
            for (var name : line.split(" ")) {
                names.put(name, Integer.toString(number));
            }
            number++;
        }
    }

    static boolean isDateOrTime(String piece) {
        return CLOCK.matcher(piece).matches()
                || HALF_DAY.matcher(piece).matches()
                || ISO_DATE.matcher(piece).matches()
                || SLASHED.matcher(piece).matches()
                || DECADE.matcher(piece).matches()
                || QUARTER.matcher(piece).matches()
                || RATIO.matcher(piece).matches();
    }

    /// The times that a numeral names, such as 14:30, 9am, 80s, 2024-05-06; empty if it is a plain number.
    ///
    /// @param next the key of the word behind it, or empty
    static List<Moment> ofNumeral(Token token, String next) {
        var piece = token.key();
        var clock = CLOCK.matcher(piece);
        if (clock.matches()) {
            var half = clock.group(3) == null ? halfDay(next) : Optional.of(clock.group(3));
            return List.of(clock(clock.group(1), clock.group(2), half.orElse(""), token.text()));
        }
        var half = HALF_DAY.matcher(piece);
        if (half.matches()) {
            var minutes = Optional.ofNullable(half.group(2)).orElse("00");
            return List.of(clock(half.group(1), minutes, half.group(3), token.text()));
        }
        if (piece.matches("\\d{1,2}") && halfDay(next).isPresent()) {
            return List.of(clock(piece, "00", next, token.text() + " " + next));
        }
        var date = ISO_DATE.matcher(piece);
        if (date.matches()) {
            return List.of(
                    new Moment("number " + Integer.parseInt(date.group(1)), token.text()),
                    new Moment("month " + Integer.parseInt(date.group(2)), token.text()),
                    new Moment("number " + Integer.parseInt(date.group(3)), token.text()));
        }
        var decade = DECADE.matcher(piece);
        if (decade.matches()) {
            return List.of(new Moment("decade " + decade.group(1), token.text()));
        }
        return SLASHED.matcher(piece).matches() || RATIO.matcher(piece).matches()
                ? List.of(new Moment(piece, token.text()))
                : List.of();
    }

    private static Optional<String> halfDay(String next) {
        return next.equals("am") || next.equals("pm") || next.equals("a.m") || next.equals("p.m")
                ? Optional.of(next)
                : Optional.empty();
    }

    private static Moment clock(String hours, String minutes, String halfDay, String span) {
        int hour = Integer.parseInt(hours);
        if (!halfDay.isEmpty()) {
            hour = hour % 12 + (halfDay.startsWith("p") ? 12 : 0);
        }
        return new Moment("clock " + (hour * 60 + Integer.parseInt(minutes)), span);
    }

    /// The times that words name.
    static List<Moment> ofWords(List<Token> tokens) {
        var moments = new ArrayList<Moment>();
        for (int at = 0; at < tokens.size(); at++) {
            var token = tokens.get(at);
            var before = at == 0 ? "" : tokens.get(at - 1).key();
            var relative = RELATIVE.get(before);
            var key = token.key();
            if (DAYS.containsKey(key) && (key.length() > 4 || token.isCapitalised())) {
                moments.add(new Moment("weekday " + DAYS.get(key), token.text()));
            } else if (isMonth(tokens, at)) {
                moments.add(new Moment("month " + MONTHS.get(key), token.text()));
            } else if (relative != null && PERIODS.contains(key) && !isThisNoun(relative, key)) {
                moments.add(new Moment(relative + " " + key, before + " " + key));
            } else if (key.equals("noon") || key.equals("midday")) {
                moments.add(new Moment("clock 720", token.text()));
            } else if (key.equals("midnight")) {
                moments.add(new Moment("clock 0", token.text()));
            } else if (ALWAYS.contains(key)) {
                moments.add(new Moment(key, token.text()));
            } else if (DECADES.containsKey(key)) {
                moments.add(new Moment("decade " + DECADES.get(key), token.text()));
            } else if (QUARTER.matcher(key).matches()) {
                moments.add(new Moment("quarter " + key.charAt(1), token.text()));
            } else if (key.equals("quarter")
                    && Set.of("first", "second", "third", "fourth").contains(before)) {
                moments.add(new Moment("quarter " + Numerals.word(before).orElse(""), before + " " + key));
            }
        }
        return moments;
    }

    private static boolean isThisNoun(String relative, String key) {
        return relative.equals("this") && (key.equals("season") || key.equals("night"));
    }

    private static boolean isMonth(List<Token> tokens, int at) {
        var token = tokens.get(at);
        var key = token.key();
        if (!MONTHS.containsKey(key)) {
            return false;
        }
        var before = at == 0 ? "" : tokens.get(at - 1).key();
        boolean besideNumber = isNumber(tokens, at - 1) || isNumber(tokens, at + 1);
        if (MONTH_VERBS.contains(key)) {
            return besideNumber
                    || (token.isCapitalised() && !token.first())
                    || (before.length() > 0 && MONTH_BEFORE.contains(before));
        }
        return key.length() > 3 || besideNumber || token.isCapitalised();
    }

    private static boolean isNumber(List<Token> tokens, int at) {
        return at >= 0 && at < tokens.size() && tokens.get(at).kind() == Token.Kind.NUMBER;
    }
}
