package dev.mnemo.app.ops;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Describes input and output records as JSON Schema 2020-12. Schemas are flat trees: no `$defs`, no `$ref` and no
/// combinator at the root, because clients flatten or reject those.
public final class Shapes {
    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, Integer.class, long.class, Long.class, OptionalInt.class, OptionalLong.class);
    private static final Set<Class<?>> REAL =
            Set.of(double.class, Double.class, float.class, Float.class, OptionalDouble.class);
    private static final Set<Class<?>> AS_TEXT = Set.of(Address.class, NodeType.class);
    private static final Set<Class<?>> ABSENT_AT_TIMES =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Shapes() {}

    /// The schema of the arguments: every parameter with its type, meaning, default and limits; nothing else is
    /// allowed.
    public static Json.Obj ofInput(List<Parameter> parameters) {
        var properties = new LinkedHashMap<String, Json>();
        parameters.forEach(parameter -> properties.put(parameter.name(), property(parameter)));
        var schema = Json.Obj.EMPTY.with("type", "object").with("properties", new Json.Obj(properties));
        var required = parameters.stream()
                .filter(Parameter::required)
                .map(Parameter::name)
                .toList();
        return (required.isEmpty() ? schema : schema.with("required", Json.strings(required)))
                .with("additionalProperties", false);
    }

    /// The schema of what {@link RecordJson} makes of a record.
    public static Json.Obj ofOutput(Class<? extends Record> output) {
        return record(output, new ArrayList<>());
    }

    /// Whether a record is written as an object; the others are one value with a name of its own and are written as
    /// their text.
    static boolean isForm(Class<?> record) {
        return !AS_TEXT.contains(record);
    }

    private static Json.Obj property(Parameter parameter) {
        var schema = input(parameter.type());
        schema = schema.with("description", parameter.about());
        if (parameter.byDefault().isPresent() && !parameter.nullable()) {
            var value = byDefault(parameter.type(), parameter.byDefault().get());
            schema = value.isPresent() ? schema.with("default", value.get()) : schema;
        }
        if (!parameter.oneOf().isEmpty()) {
            schema = schema.with("enum", Json.strings(parameter.oneOf()));
        }
        return limits(parameter, schema);
    }

    private static Json.Obj limits(Parameter parameter, Json.Obj schema) {
        var names = switch (parameter.type()) {
            case ParameterType.Text() -> List.of("minLength", "maxLength");
            case ParameterType.ListOf _ -> List.of("minItems", "maxItems");
            case ParameterType.Whole _, ParameterType.Real() -> List.of("minimum", "maximum");
            default -> List.<String>of();
        };
        if (names.isEmpty() || !parameter.oneOf().isEmpty()) {
            return schema;
        }
        boolean number = names.contains("minimum");
        var limited = number || parameter.min() > 0 ? schema.with(names.getFirst(), parameter.min()) : schema;
        return parameter.max() > 0 ? limited.with(names.getLast(), parameter.max()) : limited;
    }

    private static Json.Obj input(ParameterType type) {
        return switch (type) {
            case ParameterType.Text() -> ofType("string");
            case ParameterType.Whole _ -> ofType("integer");
            case ParameterType.Real() -> ofType("number");
            case ParameterType.Truth() -> ofType("boolean");
            case ParameterType.Bag() -> ofType("object");
            case ParameterType.Anything() -> Json.Obj.EMPTY;
            case ParameterType.ListOf(var item) -> ofType("array").with("items", input(item));
            case ParameterType.Form form -> ofInput(form.parameters());
        };
    }

    private static Optional<Json> byDefault(ParameterType type, String text) {
        return switch (type) {
            case ParameterType.Text() -> Optional.of(Json.of(text));
            case ParameterType.Whole _ -> Optional.of(Json.of(Long.parseLong(text)));
            case ParameterType.Real() -> Optional.of(Json.of(Double.parseDouble(text)));
            case ParameterType.Truth() -> Optional.of(Json.of(Boolean.parseBoolean(text)));
            default -> Optional.empty();
        };
    }

    private static Json.Obj record(Class<?> type, List<Class<?>> above) {
        if (above.contains(type)) {
            return ofType("object");
        }
        var inside = new ArrayList<>(above);
        inside.add(type);
        var properties = new LinkedHashMap<String, Json>();
        var required = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            var name = Parameter.snake(component.getName());
            properties.put(name, output(component.getGenericType(), inside));
            if (isAlwaysThere(component)) {
                required.add(name);
            }
        }
        var schema = ofType("object").with("properties", new Json.Obj(properties));
        return required.isEmpty() ? schema : schema.with("required", Json.strings(required));
    }

    /// Boxed, nullable and optional components may be missing; so may numbers with a fraction, because JSON cannot say
    /// "not a number".
    private static boolean isAlwaysThere(RecordComponent component) {
        var type = component.getType();
        return !ABSENT_AT_TIMES.contains(type)
                && !REAL.contains(type)
                && !List.of(Integer.class, Long.class, Boolean.class).contains(type)
                && component.getAnnotatedType().getAnnotation(org.jspecify.annotations.Nullable.class) == null;
    }

    private static Json.Obj output(Type type, List<Class<?>> above) {
        return switch (type) {
            case WildcardType wildcard -> output(wildcard.getUpperBounds()[0], above);
            case ParameterizedType generic -> generic(generic, above);
            case Class<?> plain -> plain(plain, above);
            default -> Json.Obj.EMPTY;
        };
    }

    private static Json.Obj generic(ParameterizedType type, List<Class<?>> above) {
        var arguments = type.getActualTypeArguments();
        var raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return output(arguments[0], above);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return ofType("object").with("additionalProperties", output(arguments[1], above));
        }
        if (Iterable.class.isAssignableFrom(raw)) {
            return ofType("array").with("items", output(arguments[0], above));
        }
        return plain(raw, above);
    }

    private static Json.Obj plain(Class<?> type, List<Class<?>> above) {
        if (WHOLE.contains(type)) {
            return ofType("integer");
        }
        if (REAL.contains(type)) {
            return ofType("number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return ofType("boolean");
        }
        if (type.isEnum()) {
            var names = new ArrayList<String>();
            for (var constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return ofType("string").with("enum", Json.strings(names));
        }
        if (type == Json.Obj.class) {
            return ofType("object");
        }
        if (type == Json.Arr.class) {
            return ofType("array");
        }
        if (Json.class.isAssignableFrom(type)) {
            return Json.Obj.EMPTY;
        }
        if (type.isRecord() && isForm(type)) {
            return record(type, above);
        }
        return type.isSealed() || type == Object.class ? Json.Obj.EMPTY : ofType("string");
    }

    private static Json.Obj ofType(String name) {
        return Json.Obj.EMPTY.with("type", name);
    }
}
