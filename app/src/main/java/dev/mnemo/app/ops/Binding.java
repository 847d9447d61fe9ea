package dev.mnemo.app.ops;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.kernel.text.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the arguments of a call into the input record of an operation.
///
/// Agents make small mistakes; those that can mean only one thing are accepted: a number or truth value written as a
/// text (`"5"`, `"true"`), a number or truth value where a text is wanted, a whole number with a fraction of zero
/// (`5.0`), a list or an object written as JSON inside a text, one text or object where a list of them is wanted, and
/// `null` for "not given". Everything else that does not fit is refused with one sentence that says what does.
///
/// @param <I> the input record
public final class Binding<I extends Record> {
    /// Characters of a wrong value that a refusal repeats.
    private static final int SHOWN_CHARS_MAX = 40;

    private static final ClassValue<Plan> PLANS = new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
            return Plan.of(type.asSubclass(Record.class));
        }
    };

    private final String operation;
    private final Class<I> type;
    private final Plan plan;

    private Binding(String operation, Class<I> type) {
        this.operation = operation;
        this.type = type;
        this.plan = PLANS.get(type);
    }

    /// What reflection says about an input record, looked up once.
    ///
    /// @param fromProgress which components are filled with the progress of the call
    private record Plan(List<Boolean> fromProgress, List<Parameter> parameters, Constructor<?> constructor) {
        static Plan of(Class<? extends Record> type) {
            return new Plan(
                    Arrays.stream(type.getRecordComponents())
                            .map(component -> component.getType() == Progress.class)
                            .toList(),
                    Parameter.of(type),
                    canonical(type));
        }
    }

    /// The binding of an input record.
    ///
    /// @param operation the operation's name, as refusals say it
    /// @throws IllegalStateException if the record is not made of parameters: a mistake in the table
    public static <I extends Record> Binding<I> of(String operation, Class<I> type) {
        return new Binding<>(operation, type);
    }

    /// The parameters, in order.
    public List<Parameter> parameters() {
        return plan.parameters();
    }

    /// Makes the input record.
    ///
    /// @throws Refusal if an argument is missing, unknown, of the wrong type or beyond its limits
    public I bind(Json.Obj arguments, Progress progress) {
        return bind(arguments, progress, "");
    }

    private I bind(Json.Obj arguments, Progress progress, String path) {
        refuseUnknown(arguments, path);
        var values = new @Nullable Object[plan.fromProgress().size()];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = plan.fromProgress().get(i)
                    ? progress
                    : value(plan.parameters().get(next++), arguments, path);
        }
        return construct(values);
    }

    private void refuseUnknown(Json.Obj arguments, String path) {
        var names = plan.parameters().stream().map(Parameter::name).toList();
        for (var given : arguments.members().keySet()) {
            if (!names.contains(given)) {
                var nearest = Nearest.to(given, names)
                        .map(name -> "; did you mean '" + name + "'? ")
                        .orElse(". ");
                var where = path.isEmpty() ? "" : " in " + path.substring(0, path.length() - 1);
                throw refusal("no parameter '" + cut(given) + "'" + where + nearest
                        + (names.isEmpty() ? "It takes none." : "It takes: " + String.join(", ", names) + "."));
            }
        }
    }

    private @Nullable Object value(Parameter parameter, Json.Obj arguments, String path) {
        var given = arguments.get(parameter.name()).filter(value -> value != Json.Null.NULL);
        if (given.isPresent()) {
            var value = convert(parameter, parameter.type(), given.get(), path + parameter.name());
            check(parameter, value, path + parameter.name());
            return value;
        }
        if (parameter.required()) {
            throw refusal("'" + path + parameter.name() + "' is missing; it must be "
                    + parameter.type().words() + ": " + parameter.about());
        }
        return parameter.nullable() ? null : byDefault(parameter);
    }

    /// The value of an optional parameter that is not given.
    private static Object byDefault(Parameter parameter) {
        var text = parameter.byDefault().orElseThrow();
        return switch (parameter.type()) {
            case ParameterType.Text() -> text;
            case ParameterType.Whole(var isLong) -> number(Long.parseLong(text), isLong);
            case ParameterType.Real() -> Double.parseDouble(text);
            case ParameterType.Truth() -> Boolean.parseBoolean(text);
            case ParameterType.ListOf _ -> List.of();
            case ParameterType.Bag() -> Json.Obj.EMPTY;
            case ParameterType.Anything() -> Json.Null.NULL;
            case ParameterType.Form _ ->
                throw new IllegalStateException(parameter.name() + ": an object with known members must be given");
        };
    }

    private Object convert(Parameter parameter, ParameterType type, Json given, String path) {
        return switch (type) {
            case ParameterType.Text() -> text(given).orElseThrow(() -> wrong(path, type, given));
            case ParameterType.Whole(var isLong) -> {
                double value = number(given).orElseThrow(() -> wrong(path, type, given));
                long bound = isLong ? 1L << 53 : Integer.MAX_VALUE;
                if (value != Math.rint(value) || Math.abs(value) > bound) {
                    throw wrong(path, type, given);
                }
                yield number((long) value, isLong);
            }
            case ParameterType.Real() -> number(given).orElseThrow(() -> wrong(path, type, given));
            case ParameterType.Truth() -> truth(given).orElseThrow(() -> wrong(path, type, given));
            case ParameterType.Bag() -> object(given).orElseThrow(() -> wrong(path, type, given));
            case ParameterType.Anything() -> given;
            case ParameterType.ListOf(var item) -> {
                var items = items(item, given).orElseThrow(() -> wrong(path, type, given));
                refuseTooMany(parameter, items.size(), path);
                var values = new ArrayList<Object>(items.size());
                for (int i = 0; i < items.size(); i++) {
                    values.add(convert(parameter, item, items.get(i), path + "[" + i + "]"));
                }
                yield List.copyOf(values);
            }
            case ParameterType.Form form ->
                new Binding<>(operation, form.type())
                        .bind(object(given).orElseThrow(() -> wrong(path, type, given)), Progress.NONE, path + ".");
        };
    }

    private static Number number(long value, boolean isLong) {
        if (isLong) {
            return value;
        }
        return Math.toIntExact(value);
    }

    private static Optional<String> text(Json given) {
        return switch (given) {
            case Json.Str(var text) -> Optional.of(text);
            case Json.Num number -> Optional.of(number.lexeme());
            case Json.Bool(var truth) -> Optional.of(Boolean.toString(truth));
            default -> Optional.empty();
        };
    }

    private static Optional<Double> number(Json given) {
        return switch (given) {
            case Json.Num number -> Optional.of(number.value());
            case Json.Str(var text) ->
                written(text)
                        .flatMap(json ->
                                json instanceof Json.Num number ? Optional.of(number.value()) : Optional.empty());
            default -> Optional.empty();
        };
    }

    private static Optional<Boolean> truth(Json given) {
        return switch (given) {
            case Json.Bool(var truth) -> Optional.of(truth);
            case Json.Str(var text) ->
                switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    private static Optional<Json.Obj> object(Json given) {
        return switch (given) {
            case Json.Obj object -> Optional.of(object);
            case Json.Str(var text) ->
                written(text).flatMap(json -> json instanceof Json.Obj object ? Optional.of(object) : Optional.empty());
            default -> Optional.empty();
        };
    }

    private static Optional<List<Json>> items(ParameterType item, Json given) {
        return switch (given) {
            case Json.Arr(var items) -> Optional.of(items);
            case Json.Str(var text) when text.isBlank() -> Optional.of(List.of());
            case Json.Str(var text)
            when written(text).orElse(given) instanceof Json.Arr(var items) -> Optional.of(items);
            case Json.Str _ when item instanceof ParameterType.Text -> Optional.of(List.of(given));
            case Json.Obj _
            when item instanceof ParameterType.Bag || item instanceof ParameterType.Form -> Optional.of(List.of(given));
            default -> Optional.empty();
        };
    }

    /// The JSON that an agent wrote as a text, if the text is JSON.
    private static Optional<Json> written(String text) {
        try {
            return Optional.of(Json.parse(text.strip()));
        } catch (JsonFault _) {
            return Optional.empty();
        }
    }

    private void refuseTooMany(Parameter parameter, int items, String path) {
        if (items > parameter.max()) {
            throw refusal("'" + path + "' has " + items + " items; " + parameter.max() + " are allowed.");
        }
        if (items < parameter.min()) {
            throw refusal("'" + path + "' has " + items + " items; at least " + parameter.min() + " are needed.");
        }
    }

    private void check(Parameter parameter, Object value, String path) {
        switch (value) {
            case String text -> checkText(parameter, text, path);
            case Number number -> checkNumber(parameter, number.doubleValue(), path);
            case List<?> items ->
                items.forEach(item -> {
                    if (item instanceof String text && text.length() > Param.TEXT_CHARS_MAX) {
                        throw tooLong(path, text, Param.TEXT_CHARS_MAX);
                    }
                });
            default -> {}
        }
    }

    private void checkText(Parameter parameter, String text, String path) {
        if (text.length() > parameter.max()) {
            throw tooLong(path, text, parameter.max());
        }
        if (text.strip().length() < parameter.min()) {
            throw refusal("'" + path + "' is "
                    + (text.isBlank() ? "empty" : "too short: at least " + parameter.min() + " characters are needed")
                    + "; " + parameter.about());
        }
        if (!parameter.oneOf().isEmpty() && !parameter.oneOf().contains(text)) {
            var nearest = Nearest.to(text, parameter.oneOf())
                    .map(name -> " (did you mean '" + name + "'?)")
                    .orElse("");
            throw refusal("'" + path + "' is '" + cut(text) + "'" + nearest + "; allowed are: "
                    + String.join(
                            ", ",
                            parameter.oneOf().stream()
                                    .map(name -> name.isEmpty() ? "the empty text" : name)
                                    .toList())
                    + ".");
        }
    }

    private void checkNumber(Parameter parameter, double number, String path) {
        boolean limited = parameter.max() != 0;
        if (number < parameter.min() || (limited && number > parameter.max())) {
            throw refusal("'" + path + "' is " + Json.of(number).lexeme().replaceFirst("\\.0$", "") + "; allowed is "
                    + (limited ? parameter.min() + " to " + parameter.max() : parameter.min() + " or more") + ".");
        }
    }

    private Refusal tooLong(String path, String text, long max) {
        return refusal("'" + path + "' has " + text.length() + " characters; " + max + " are allowed.");
    }

    private Refusal wrong(String path, ParameterType type, Json given) {
        return refusal("'" + path + "' must be " + type.words() + ", is " + cut(given.compact()) + ".");
    }

    private Refusal refusal(String sentence) {
        return new Refusal(operation + ": " + sentence);
    }

    private static String cut(String text) {
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "…" : text;
    }

    private static Constructor<?> canonical(Class<? extends Record> type) {
        try {
            var constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("every record has a canonical constructor", impossible);
        }
    }

    private I construct(@Nullable Object[] values) {
        try {
            return type.cast(plan.constructor().newInstance(values));
        } catch (InvocationTargetException fault) {
            if (fault.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw new IllegalStateException("the input of " + operation + " cannot be made", fault);
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException("the input of " + operation + " cannot be made", fault);
        }
    }
}
