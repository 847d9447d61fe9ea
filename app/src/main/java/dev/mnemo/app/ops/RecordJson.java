package dev.mnemo.app.ops;

import dev.mnemo.kernel.json.Json;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Turns output records into JSON: components become members in snake_case and in order. What is absent (null, an empty
/// `Optional`, a number that is not finite) is left out; enums are lower-case; anything that is neither a record, a
/// collection nor a plain value is written as its text (addresses, paths, instants).
public final class RecordJson {
    /// How deep records may hold records.
    private static final int DEPTH_MAX = 40;

    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
            var members = new ArrayList<Member>();
            for (var component : type.getRecordComponents()) {
                members.add(Member.of(component));
            }
            return List.copyOf(members);
        }
    };

    private RecordJson() {}

    /// The record as an object.
    public static Json.Obj of(Record value) {
        return object(value, 0);
    }

    private static Json.Obj object(Record value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalStateException("an answer nests deeper than " + DEPTH_MAX + " records");
        }
        var members = new LinkedHashMap<String, Json>();
        for (var member : MEMBERS.get(value.getClass())) {
            json(member.of(value), depth).ifPresent(json -> members.put(member.name(), json));
        }
        return new Json.Obj(members);
    }

    private static Optional<Json> json(@Nullable Object value, int depth) {
        return switch (value) {
            case null -> Optional.empty();
            case Json json -> Optional.of(json);
            case String text -> Optional.of(Json.of(text));
            case Boolean truth -> Optional.of(Json.of(truth));
            case Integer number -> Optional.of(Json.of(number.longValue()));
            case Long number -> Optional.of(Json.of(number.longValue()));
            case Number number -> real(number.doubleValue());
            case Enum<?> constant -> Optional.of(Json.of(constant.name().toLowerCase(Locale.ROOT)));
            case Optional<?> optional -> optional.flatMap(item -> json(item, depth));
            case OptionalDouble number -> number.isPresent() ? real(number.getAsDouble()) : Optional.empty();
            case OptionalInt number ->
                number.isPresent() ? Optional.of(Json.of((long) number.getAsInt())) : Optional.empty();
            case OptionalLong number ->
                number.isPresent() ? Optional.of(Json.of(number.getAsLong())) : Optional.empty();
            case Map<?, ?> map -> Optional.of(map(map, depth));
            case Iterable<?> items when !(value instanceof java.nio.file.Path) -> Optional.of(list(items, depth));
            case Record record when Shapes.isForm(record.getClass()) -> Optional.of(object(record, depth + 1));
            default -> Optional.of(Json.of(value.toString()));
        };
    }

    private static Optional<Json> real(double number) {
        return Double.isFinite(number) ? Optional.of(Json.of(number)) : Optional.empty();
    }

    private static Json map(Map<?, ?> map, int depth) {
        var members = new LinkedHashMap<String, Json>();
        map.forEach((key, item) -> json(item, depth).ifPresent(json -> members.put(String.valueOf(key), json)));
        return new Json.Obj(members);
    }

    private static Json list(Iterable<?> items, int depth) {
        var list = new ArrayList<Json>();
        items.forEach(item -> json(item, depth).ifPresent(list::add));
        return new Json.Arr(list);
    }

    /// One component: the name on the wire and the way to its value.
    private record Member(String name, RecordComponent component) {
        static Member of(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Member(Parameter.snake(component.getName()), component);
        }

        @Nullable
        Object of(Record value) {
            try {
                return component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException fault) {
                throw new IllegalStateException("cannot read " + component, fault);
            }
        }
    }
}
