package dev.mnemo.cache.policy;

import dev.mnemo.kernel.json.Json;
import java.math.BigDecimal;
import java.util.TreeMap;

/// One way of writing each JSON value, so that equal values have equal bytes:
/// - no white space; the members of an object in the order of their keys, compared by UTF-16 code units; lists as
///   they are;
/// - a number by its exact decimal value, never through a double: its digits without trailing zeros, `e`, the power
///   of ten (`0.70` is `7e-1`, `1` and `1.0` are `1e0`, every zero is `0e0`), so that two 64-bit seeds stay two;
/// - texts unchanged, in UTF-8, with the short escapes of JSON for quote, backslash, line feed, carriage return,
///   tab, backspace and form feed, and four hexadecimal digits for the other controls and for half a surrogate pair.
///   Texts are not brought to a Unicode normal form.
final class CanonicalJson {
    private CanonicalJson() {}

    static String write(Json value) {
        return canonical(value).compact();
    }

    private static Json canonical(Json value) {
        return switch (value) {
            case Json.Num number -> number(number);
            case Json.Arr(var items) ->
                Json.array(items.stream().map(CanonicalJson::canonical).toList());
            case Json.Obj(var members) -> {
                var sorted = new TreeMap<String, Json>();
                members.forEach((key, member) -> sorted.put(key, canonical(member)));
                yield new Json.Obj(sorted);
            }
            default -> value;
        };
    }

    private static Json number(Json.Num number) {
        var exact = new BigDecimal(number.lexeme()).stripTrailingZeros();
        long powerOfTen = Math.negateExact((long) exact.scale());
        var lexeme = exact.signum() == 0 ? "0e0" : exact.unscaledValue() + "e" + powerOfTen;
        return new Json.Num(number.value(), lexeme);
    }
}
