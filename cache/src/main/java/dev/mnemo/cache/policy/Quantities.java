package dev.mnemo.cache.policy;

import dev.mnemo.cache.policy.Times.Moment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The numbers, units and times of a text.
///
/// @param numbers in order
/// @param units spelled out without a number
/// @param moments times
record Quantities(List<Amount> numbers, List<Moment> units, List<Moment> moments) {
    /// A number.
    ///
    /// @param unit what it counts, or empty
    /// @param soft whether the text may as well do without it, as with `one` and `first`
    record Amount(String value, String unit, boolean soft, String span) {}

    private static final Pattern CHINESE_NUMBER = Pattern.compile("[〇零一二三四五六七八九十百千万亿两]+");
    private static final Set<String> CHINESE_WORDS = Set.of("一", "万", "千", "百", "十", "千万", "零");
    private static final Set<String> SOFT = Set.of("one", "once", "first", "single");

    static Quantities of(List<Token> tokens) {
        var quantities = new Quantities(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int at = 0; at < tokens.size(); ) {
            at = quantities.read(tokens, at);
        }
        for (var moment : Times.ofWords(tokens)) {
            quantities.moments.add(moment);
        }
        return quantities;
    }

    private int read(List<Token> tokens, int at) {
        var token = tokens.get(at);
        return switch (token.kind()) {
            case NUMBER -> numeral(tokens, at);
            case WORD -> words(tokens, at);
            case UNSPACED -> {
                var matcher = CHINESE_NUMBER.matcher(token.text());
                while (matcher.find()) {
                    boolean soft = CHINESE_WORDS.contains(matcher.group());
                    Numerals.chinese(matcher.group())
                            .ifPresent(value -> numbers.add(new Amount(value, "", soft, matcher.group())));
                }
                yield at + 1;
            }
            default -> at + 1;
        };
    }

    private int numeral(List<Token> tokens, int at) {
        var token = tokens.get(at);
        var next = key(tokens, at + 1);
        var times = Times.ofNumeral(token, next);
        if (!times.isEmpty()) {
            for (var time : times) {
                if (time.key().startsWith("number ")) {
                    numbers.add(new Amount(time.key().substring("number ".length()), "", false, token.text()));
                } else {
                    moments.add(time);
                }
            }
            return at + 1;
        }
        var numeral = Numerals.of(token.text());
        if (numeral.isEmpty()) {
            return at + 1;
        }
        var value = new BigDecimal(numeral.get().value());
        int end = at + 1;
        while (Numerals.isScale(key(tokens, end)) && value.precision() < 40) {
            value = value.multiply(
                    new BigDecimal(Numerals.word(key(tokens, end)).orElse("1")));
            end++;
        }
        return amount(
                tokens,
                new Span(at, end),
                negated(tokens, at, value),
                numeral.get().unit());
    }

    /// Where something stands among the tokens.
    private record Span(int from, int to) {}

    private int words(List<Token> tokens, int at) {
        var key = key(tokens, at);
        var word = Numerals.word(key);
        if (word.isEmpty() || isOrdinaryWord(tokens, at)) {
            var unit = Units.spelled(key);
            unit.ifPresent(name -> units.add(new Moment(name, tokens.get(at).text())));
            return at + 1;
        }
        var value = new BigDecimal(word.get());
        int end = at + 1;
        if (Numerals.isTens(key) && isDigitWord(key(tokens, end))) {
            value = value.add(new BigDecimal(Numerals.word(key(tokens, end)).orElse("0")));
            end++;
        }
        while (Numerals.isScale(key(tokens, end)) && value.precision() < 40) {
            value = value.multiply(
                    new BigDecimal(Numerals.word(key(tokens, end)).orElse("1")));
            end++;
        }
        return amount(tokens, new Span(at, end), negated(tokens, at, value), "");
    }

    private static boolean isDigitWord(String key) {
        return Numerals.word(key)
                .filter(value -> value.length() == 1 && !key.equals("single") && !key.equals("once"))
                .isPresent();
    }

    /// Words that are numbers elsewhere: `a second`, `no one`, `which one`, the quarter of a year.
    private static boolean isOrdinaryWord(List<Token> tokens, int at) {
        var key = key(tokens, at);
        var before = key(tokens, at - 1);
        return switch (key) {
            case "second" -> before.equals("a") || before.equals("per") || before.equals("each");
            case "quarter" ->
                Set.of("first", "second", "third", "fourth", "last", "next", "this")
                        .contains(before);
            case "first", "third", "fourth" -> key(tokens, at + 1).equals("quarter");
            case "six", "sept" -> false;
            default -> false;
        };
    }

    private static BigDecimal negated(List<Token> tokens, int at, BigDecimal value) {
        var before = key(tokens, at - 1);
        boolean sign = before.equals("minus") && (at < 2 || tokens.get(at - 2).kind() != Token.Kind.NUMBER);
        return sign && value.signum() > 0 ? value.negate() : value;
    }

    private int amount(List<Token> tokens, Span span, BigDecimal value, String unit) {
        int end = span.to();
        var text = new StringBuilder(tokens.get(span.from()).text());
        for (int i = span.from() + 1; i < end; i++) {
            text.append(' ').append(tokens.get(i).text());
        }
        var next = key(tokens, end);
        var found = unit;
        if (found.isEmpty()) {
            boolean degrees = next.equals("degrees") || next.equals("degree");
            var named = Units.canonical(degrees ? key(tokens, end + 1) : next);
            if (named.isPresent()) {
                found = named.get();
                end += degrees ? 2 : 1;
                text.append(' ').append(tokens.get(end - 1).text());
                if (key(tokens, end).equals("per")
                        && Units.canonical(key(tokens, end + 1)).isPresent()) {
                    found += " per " + Units.canonical(key(tokens, end + 1)).get();
                    end += 2;
                }
            }
        }
        boolean soft = SOFT.contains(tokens.get(span.from()).key());
        numbers.add(new Amount(Numerals.plain(value), found, soft && found.isEmpty(), text.toString()));
        return end;
    }

    private static String key(List<Token> tokens, int at) {
        return at >= 0 && at < tokens.size() ? tokens.get(at).key() : "";
    }

    /// The first way in which the quantities of two texts differ.
    static Optional<Verdict> compare(Quantities query, Quantities cached) {
        var inQuery = unmatched(query.numbers, cached.numbers);
        var inCached = unmatched(cached.numbers, query.numbers);
        if (inQuery.isPresent() || inCached.isPresent()) {
            return Optional.of(new Verdict(Guard.NUMBER, inQuery.orElse(""), inCached.orElse("")));
        }
        var unit = units(query, cached);
        return unit.isPresent() ? unit : moments(query.moments, cached.moments);
    }

    private static Optional<String> unmatched(List<Amount> here, List<Amount> there) {
        return here.stream()
                .filter(amount -> !amount.soft()
                        && there.stream().noneMatch(other -> other.value().equals(amount.value())))
                .map(Amount::span)
                .findFirst();
    }

    private static Optional<Verdict> units(Quantities query, Quantities cached) {
        for (var amount : query.numbers) {
            var same = cached.numbers.stream()
                    .filter(other -> other.value().equals(amount.value()))
                    .toList();
            boolean differs = !amount.unit().isEmpty()
                    && !same.isEmpty()
                    && same.stream()
                            .noneMatch(other ->
                                    other.unit().isEmpty() || other.unit().equals(amount.unit()));
            if (differs) {
                return Optional.of(
                        new Verdict(Guard.UNIT, amount.span(), same.getFirst().span()));
            }
        }
        boolean bothHave = !query.units.isEmpty() && !cached.units.isEmpty();
        if (!bothHave || query.units.stream().anyMatch(unit -> holds(cached.units, unit))) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                Guard.UNIT,
                query.units.getFirst().span(),
                cached.units.getFirst().span()));
    }

    private static Optional<Verdict> moments(List<Moment> query, List<Moment> cached) {
        var inQuery = query.stream().filter(moment -> !holds(cached, moment)).findFirst();
        var inCached = cached.stream().filter(moment -> !holds(query, moment)).findFirst();
        return inQuery.isEmpty() && inCached.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        Guard.DATE,
                        inQuery.map(Moment::span).orElse(""),
                        inCached.map(Moment::span).orElse("")));
    }

    private static boolean holds(List<Moment> moments, Moment wanted) {
        return moments.stream().anyMatch(moment -> moment.key().equals(wanted.key()));
    }
}
