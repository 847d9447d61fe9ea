package dev.mnemo.adapters;

import dev.mnemo.kernel.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The parameters of a request as JSON, whatever class a provider made for them. Every field counts, those of classes
/// that are not known here too: a parameter that was overlooked would give one setting the answers of another.
public final class Parameters {
    private static final Logger LOG = System.getLogger("dev.mnemo.adapters");

    /// How deep values may lie in each other.
    private static final int DEPTH_MAX = 6;

    private Parameters() {}

    /// The fields of an object that hold something, by name.
    ///
    /// @param without names of fields that do not count
    /// @return empty if a field cannot be read or its value cannot be written down, so that nobody can tell such
    ///     requests apart
    public static Optional<Json.Obj> of(Object parameters, Set<String> without) {
        return of(parameters, without, 0);
    }

    private static Optional<Json.Obj> of(Object parameters, Set<String> without, int depth) {
        var read = Json.Obj.EMPTY;
        for (var field : fields(parameters.getClass())) {
            if (without.contains(field.getName())) {
                continue;
            }
            try {
                field.setAccessible(true);
                var value = field.get(parameters);
                if (value != null) {
                    read = read.with(field.getName(), json(value, depth).orElseThrow(InaccessibleObjectException::new));
                }
            } catch (IllegalAccessException | InaccessibleObjectException unreadable) {
                LOG.log(
                        Level.WARNING,
                        "A request is not cached: the field " + field.getName() + " of "
                                + parameters.getClass().getName() + " cannot be read.");
                return Optional.empty();
            }
        }
        return Optional.of(read);
    }

    private static List<Field> fields(Class<?> type) {
        var found = new ArrayList<Field>();
        for (Class<?> at = type; at != null && !at.equals(Object.class); at = at.getSuperclass()) {
            for (var field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    found.add(field);
                }
            }
        }
        return found;
    }

    /// A value as JSON: numbers, texts, lists and maps as what they are, sets and the keys of maps sorted, anything
    /// else by its text if it has one of its own, or by its fields.
    private static Optional<Json> json(Object value, int depth) {
        if (depth > DEPTH_MAX) {
            return Optional.empty();
        }
        return switch (value) {
            case Json json -> Optional.of(json);
            case Boolean flag -> Optional.of(Json.of(flag));
            case Double number -> Optional.of(Double.isFinite(number) ? Json.of(number) : Json.of(number.toString()));
            case Float number -> json(number.doubleValue(), depth);
            case Long number -> Optional.of(Json.of(number));
            case Integer number -> Optional.of(Json.of(number.longValue()));
            case Enum<?> constant -> Optional.of(Json.of(constant.name()));
            case Optional<?> maybe -> maybe.isEmpty() ? Optional.of(Json.Null.NULL) : json(maybe.get(), depth + 1);
            case Map<?, ?> map -> object(map, depth);
            case Collection<?> items -> list(items, depth);
            case Object array when array.getClass().isArray() -> list(items(array), depth);
            default ->
                hasTextOfItsOwn(value)
                        ? Optional.of(Json.of(value.toString()))
                        : of(value, Set.of(), depth + 1)
                                .map(fields ->
                                        fields.with("class", value.getClass().getName()));
        };
    }

    private static List<Object> items(Object array) {
        var items = new ArrayList<Object>();
        for (int i = 0; i < Array.getLength(array); i++) {
            items.add(Array.get(array, i));
        }
        return items;
    }

    private static Optional<Json> object(Map<?, ?> map, int depth) {
        var members = new TreeMap<String, Json>();
        for (var entry : map.entrySet()) {
            var member = entry.getValue() == null ? Optional.of(Json.Null.NULL) : json(entry.getValue(), depth + 1);
            if (member.isEmpty()) {
                return Optional.empty();
            }
            members.put(String.valueOf(entry.getKey()), member.get());
        }
        return Optional.of(new Json.Obj(members));
    }

    private static Optional<Json> list(Collection<?> items, int depth) {
        var list = new ArrayList<Json>();
        for (var item : items) {
            var json = item == null ? Optional.of(Json.Null.NULL) : json(item, depth + 1);
            if (json.isEmpty()) {
                return Optional.empty();
            }
            list.add(json.get());
        }
        if (items instanceof Set<?>) {
            list.sort(Comparator.comparing(Json::compact));
        }
        return Optional.of(Json.array(list));
    }

    /// Whether an object's text says what is in it rather than where it lies.
    private static boolean hasTextOfItsOwn(Object value) {
        try {
            return !value.getClass().getMethod("toString").getDeclaringClass().equals(Object.class);
        } catch (NoSuchMethodException impossible) {
            return false;
        }
    }
}
