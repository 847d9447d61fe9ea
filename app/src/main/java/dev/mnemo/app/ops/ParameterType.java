package dev.mnemo.app.ops;

import dev.mnemo.kernel.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/// What a parameter accepts.
public sealed interface ParameterType {
    /// A text.
    record Text() implements ParameterType {}

    /// A whole number; `isLong` says which of `int` and `long` holds it.
    record Whole(boolean isLong) implements ParameterType {}

    /// A number.
    record Real() implements ParameterType {}

    /// `true` or `false`.
    record Truth() implements ParameterType {}

    /// Any JSON object.
    record Bag() implements ParameterType {}

    /// Any JSON value.
    record Anything() implements ParameterType {}

    /// A list.
    record ListOf(ParameterType item) implements ParameterType {}

    /// An object whose members are known: a record with {@link Param} on its components.
    record Form(Class<? extends Record> type, List<Parameter> parameters) implements ParameterType {}

    /// Reads the type of a record component.
    ///
    /// @throws IllegalStateException if a parameter cannot have that type: a mistake in the table
    static ParameterType of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return new ListOf(of(generic.getActualTypeArguments()[0]));
        }
        if (type == String.class) {
            return new Text();
        }
        if (type == int.class || type == Integer.class) {
            return new Whole(false);
        }
        if (type == long.class || type == Long.class) {
            return new Whole(true);
        }
        if (type == double.class || type == Double.class) {
            return new Real();
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Truth();
        }
        if (type == Json.Obj.class) {
            return new Bag();
        }
        if (type == Json.class) {
            return new Anything();
        }
        if (type instanceof Class<?> form && form.isRecord()) {
            var record = form.asSubclass(Record.class);
            return new Form(record, Parameter.of(record));
        }
        throw new IllegalStateException("a parameter cannot be a " + type.getTypeName());
    }

    /// What is accepted, in words that continue "must be".
    default String words() {
        return switch (this) {
            case Text() -> "a text";
            case Whole _ -> "a whole number";
            case Real() -> "a number";
            case Truth() -> "true or false";
            case Bag() -> "an object {...}";
            case Anything() -> "a JSON value";
            case ListOf(Text()) -> "a list of texts";
            case ListOf(Bag()), ListOf(Form _) -> "a list of objects {...}";
            case ListOf _ -> "a list";
            case Form form ->
                "an object with "
                        + String.join(
                                ", ",
                                form.parameters().stream().map(Parameter::name).toList());
        };
    }
}
