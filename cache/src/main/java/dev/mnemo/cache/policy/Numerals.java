package dev.mnemo.cache.policy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers as people write them: digits with separators, signs, currencies and units stuck to them; words of English
/// and the small ones of German, French and Spanish; Chinese characters.
final class Numerals {
    /// One number.
    ///
    /// @param value in digits, without trailing zeros
    /// @param unit stuck to it, or empty
    record Numeral(String value, String unit) {}

    private static final Pattern NUMERAL = Pattern.compile(
            "(?<sign>[-−])?(?<currency>[$€£¥₹])?(?<digits>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?(?:e\\d+)?)"
                    + "(?:(?<ordinal>st|nd|rd|th)|(?<unit>\\s?%|\\s?°[CF]?|[€£]|[a-zA-Z]{1,4}))?");

    private static final Map<String, Long> WORDS = new HashMap<>();
    private static final Map<String, Long> SCALES = Map.of(
            "hundred",
            100L,
            "thousand",
            1_000L,
            "million",
            1_000_000L,
            "billion",
            1_000_000_000L,
            "dozen",
            12L,
            "hundreds",
            100L,
            "thousands",
            1_000L,
            "millions",
            1_000_000L);
    private static final Map<String, String> FRACTIONS = Map.of("half", "0.5", "quarter", "0.25", "halves", "0.5");
    private static final Map<String, Integer> SUFFIXES = Map.of("k", 3, "m", 6, "mn", 6, "mio", 6, "bn", 9, "b", 9);

    static {
        put(
                0,
                "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                        + " seventeen eighteen nineteen twenty");
        put(
                1,
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
                        + " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth");
        put(1, "single double triple");
        put(1, "once twice thrice");
        put(2, "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf");
        put(2, "deux trois quatre cinq - sept huit neuf");
        put(2, "dos tres cuatro cinco seis siete ocho nueve diez");
        int tens = 30;
        for (var ten : List.of("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")) {
            WORDS.put(ten, (long) tens);
            WORDS.put(ten.substring(0, ten.length() - 1) + "ieth", (long) tens);
            tens += 10;
        }
        WORDS.remove("-");
    }

    private Numerals() {}

    private static void put(long from, String words) {
        long value = from;
        for (var word : words.split(" ")) {
            WORDS.putIfAbsent(word, value++);
        }
    }

    /// Whether a piece of text is a number, perhaps with a sign, a currency or a unit; `A1B2` and `2.3.1` are none.
    static boolean isNumeral(String piece) {
        return of(piece).isPresent() || Times.isDateOrTime(piece);
    }

    /// The number that a piece of text is.
    static Optional<Numeral> of(String piece) {
        var match = NUMERAL.matcher(piece);
        if (!match.matches()) {
            return Optional.empty();
        }
        var unit = Optional.ofNullable(match.group("unit")).map(String::strip).orElse("");
        var value = value(match);
        var scale = SUFFIXES.get(unit.toLowerCase(Locale.ROOT));
        if (scale != null && !(unit.equals("m") && match.group("currency") == null)) {
            value = value.scaleByPowerOfTen(scale);
            unit = "";
        } else if (!unit.isEmpty() && Units.canonical(unit).isEmpty()) {
            return Optional.empty();
        }
        var currency = match.group("currency");
        return Optional.of(new Numeral(
                plain(value),
                Units.canonical(currency == null ? unit : currency).orElse("")));
    }

    private static BigDecimal value(Matcher match) {
        var digits = match.group("digits");
        // 1,200 is a thousand; 2,5 is two and a half where commas mark decimals.
        digits = digits.matches("\\d{1,3}(,\\d{3})+(\\.\\d+)?") ? digits.replace(",", "") : digits.replace(',', '.');
        var value =
                new BigDecimal(digits.length() > 40 ? digits.substring(0, 40).replaceFirst("e\\d*$", "") : digits);
        return match.group("sign") == null ? value : value.negate();
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }

    /// The value of a number word; scales such as `hundred` among them.
    static Optional<String> word(String key) {
        var value = WORDS.get(key);
        if (value == null) {
            value = SCALES.get(key);
        }
        return value == null ? Optional.ofNullable(FRACTIONS.get(key)) : Optional.of(plain(BigDecimal.valueOf(value)));
    }

    /// Whether a word multiplies what stands before it: hundred, thousand, million, dozen.
    static boolean isScale(String key) {
        return SCALES.containsKey(key);
    }

    /// Whether a word means one of twenty, thirty, … ninety.
    static boolean isTens(String key) {
        var value = WORDS.get(key);
        return value != null && value >= 20 && value % 10 == 0;
    }

    /// The value of Chinese digits such as 二十一 or 三百; empty if the characters are none.
    static Optional<String> chinese(String digits) {
        long total = 0;
        long section = 0;
        long digit = -1;
        for (int i = 0; i < digits.length(); i++) {
            int here = "〇一二三四五六七八九".indexOf(digits.charAt(i));
            here = digits.charAt(i) == '零' ? 0 : digits.charAt(i) == '两' ? 2 : here;
            if (here >= 0) {
                digit = digit < 0 ? here : digit * 10 + here;
                continue;
            }
            long scale = switch (digits.charAt(i)) {
                case '十' -> 10;
                case '百' -> 100;
                case '千' -> 1_000;
                case '万' -> 10_000;
                case '亿' -> 100_000_000;
                default -> 0;
            };
            if (scale == 0 || total > Long.MAX_VALUE / 1_000_000_000_000L) {
                return Optional.empty();
            }
            if (scale >= 10_000) {
                total = (total + section + Math.max(digit, 0)) * scale;
                section = 0;
            } else {
                section += (digit < 0 ? 1 : digit) * scale;
            }
            digit = -1;
        }
        return Optional.of(Long.toString(total + section + Math.max(digit, 0)));
    }
}
