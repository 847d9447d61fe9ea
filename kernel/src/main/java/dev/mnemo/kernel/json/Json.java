package dev.mnemo.kernel.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// A JSON value: immutable, ordered, and faithful. A number keeps the characters it was read with, an object keeps the
/// order of its keys, so reading a file and writing it back changes nothing that was not meant to change.
public sealed interface Json {

    /// `null`.
    enum Null implements Json {
        NULL
    }

    /// `true` or `false`.
    record Bool(boolean value) implements Json {}

    /// A text.
    record Str(String value) implements Json {}

    /// A number: its value, and the characters that stand for it in a file.
    record Num(double value, String lexeme) implements Json {
        /// Whether the number is written without a fraction and exponent.
        public boolean isInteger() {
            return lexeme.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        }

        /// The value as a `long`; a fraction is dropped, a number out of range is clamped.
        public long longValue() {
            return isInteger() && lexeme.length() < 19 ? Long.parseLong(lexeme) : (long) value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num number && Double.compare(value, number.value) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value);
        }
    }

    /// A list of values.
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }

        /// The texts among the items, in order.
        public List<String> strings() {
            return items.stream()
                    .filter(Str.class::isInstance)
                    .map(item -> ((Str) item).value())
                    .toList();
        }

        /// The objects among the items, in order.
        public List<Obj> objects() {
            return items.stream()
                    .filter(Obj.class::isInstance)
                    .map(Obj.class::cast)
                    .toList();
        }
    }

    /// Keys and values in the order in which they were added.
    record Obj(SequencedMap<String, Json> members) implements Json {
        /// The object without members.
        public static final Obj EMPTY = new Obj(new LinkedHashMap<>());

        public Obj {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }

        /// The value of a key, if the key is there.
        public Optional<Json> get(String key) {
            return Optional.ofNullable(members.get(key));
        }

        /// Whether the key is there, with any value.
        public boolean has(String key) {
            return members.containsKey(key);
        }

        /// The text at a key; empty if the key is missing or holds something else.
        public Optional<String> string(String key) {
            return members.get(key) instanceof Str(var value) ? Optional.of(value) : Optional.empty();
        }

        /// The text at a key, or `otherwise`.
        public String string(String key, String otherwise) {
            return members.get(key) instanceof Str(var value) ? value : otherwise;
        }

        /// The number at a key; empty if the key is missing or holds something else.
        public OptionalDouble number(String key) {
            return members.get(key) instanceof Num number ? OptionalDouble.of(number.value()) : OptionalDouble.empty();
        }

        /// The number at a key, or `otherwise`.
        public double number(String key, double otherwise) {
            return members.get(key) instanceof Num number ? number.value() : otherwise;
        }

        /// Whether the key holds `true`.
        public boolean isTrue(String key) {
            return members.get(key) instanceof Bool(var value) && value;
        }

        /// The list at a key; an empty list if the key is missing or holds something else.
        public Arr array(String key) {
            return members.get(key) instanceof Arr array ? array : new Arr(List.of());
        }

        /// The object at a key; an empty object if the key is missing or holds something else.
        public Obj object(String key) {
            return members.get(key) instanceof Obj object ? object : EMPTY;
        }

        /// This object with one key set; a new key goes to the end.
        public Obj with(String key, Json value) {
            var copy = new LinkedHashMap<>(members);
            copy.put(key, value);
            return new Obj(copy);
        }

        /// This object with one key set to a text.
        public Obj with(String key, String value) {
            return with(key, new Str(value));
        }

        /// This object with one key set to a number with a fraction.
        public Obj with(String key, double value) {
            return with(key, Json.of(value));
        }

        /// This object with one key set to a whole number.
        public Obj with(String key, long value) {
            return with(key, Json.of(value));
        }

        /// This object with one key set to a truth value.
        public Obj with(String key, boolean value) {
            return with(key, new Bool(value));
        }

        /// This object without one key.
        public Obj without(String key) {
            if (!members.containsKey(key)) {
                return this;
            }
            var copy = new LinkedHashMap<>(members);
            copy.remove(key);
            return new Obj(copy);
        }
    }

    /// A text as a value.
    static Str of(String value) {
        return new Str(value);
    }

    /// A truth value.
    static Bool of(boolean value) {
        return new Bool(value);
    }

    /// A whole number.
    static Num of(long value) {
        return new Num(value, Long.toString(value));
    }

    /// A number with a fraction, written in the shortest form that reads back as the same double: plain notation for
    /// 1e-4 <= |x| < 1e16 (`0.8`, `1.0`), otherwise with an exponent of at least two digits (`1e-07`).
    ///
    /// @throws IllegalArgumentException for NaN and infinities, which JSON cannot hold
    static Num of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a JSON number must be finite, is " + value);
        }
        return new Num(value, lexeme(value));
    }

    /// Texts as a list.
    static Arr strings(Iterable<String> values) {
        var items = new ArrayList<Json>();
        values.forEach(value -> items.add(new Str(value)));
        return new Arr(items);
    }

    /// Values as a list.
    static Arr array(Iterable<? extends Json> values) {
        var items = new ArrayList<Json>();
        values.forEach(items::add);
        return new Arr(items);
    }

    /// Reads one JSON value; anything after it but white space is an error.
    ///
    /// @throws JsonFault if the text is not JSON, nests deeper than {@link JsonReader#DEPTH_MAX}, or repeats a key
    static Json parse(String text) {
        return JsonReader.read(text);
    }

    /// Reads one JSON value from UTF-8 bytes.
    ///
    /// @throws JsonFault as {@link #parse(String)}
    static Json parse(byte[] utf8) {
        return JsonReader.read(utf8);
    }

    /// Reads one JSON object.
    ///
    /// @throws JsonFault if the text is not JSON or is something other than an object
    static Obj parseObject(String text) {
        return JsonReader.object(JsonReader.read(text));
    }

    /// Reads one JSON object from UTF-8 bytes.
    ///
    /// @throws JsonFault as {@link #parseObject(String)}
    static Obj parseObject(byte[] utf8) {
        return JsonReader.object(JsonReader.read(utf8));
    }

    /// Over several lines, two spaces a level, non-ASCII escaped: the form of node files.
    default String pretty() {
        return JsonWriter.write(this, JsonWriter.Form.PRETTY);
    }

    /// Over several lines, two spaces a level, non-ASCII as it is: the form of files that people edit.
    default String readable() {
        return JsonWriter.write(this, JsonWriter.Form.READABLE);
    }

    /// On one line with `, ` and `: `, non-ASCII escaped: the form of log lines.
    default String line() {
        return JsonWriter.write(this, JsonWriter.Form.LINE);
    }

    /// On one line without any space, non-ASCII as it is: the form of wires.
    default String compact() {
        return JsonWriter.write(this, JsonWriter.Form.COMPACT);
    }

    private static String lexeme(double value) {
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (magnitude >= 1e-4 && magnitude < 1e16) {
            var plain = exact.toPlainString();
            return plain.indexOf('.') >= 0 ? plain : plain + ".0";
        }
        BigInteger digits = exact.unscaledValue().abs();
        var text = digits.toString();
        int exponent = text.length() - 1 - exact.scale();
        var mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
        var sign = value < 0 ? "-" : "";
        var exponentSign = exponent < 0 ? "-" : "+";
        int size = Math.abs(exponent);
        return sign + mantissa + "e" + exponentSign + (size < 10 ? "0" + size : Integer.toString(size));
    }
}
