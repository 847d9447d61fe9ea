package dev.mnemo.app.ops;

import dev.mnemo.kernel.event.Progress;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One parameter of an operation, as its input record declares it.
///
/// @param name snake_case, as programs write it
/// @param type what it accepts
/// @param nullable whether it is null when it is not given, instead of having a default
/// @param about what it means
/// @param byDefault the value when it is not given, as {@link Param#byDefault()} writes it; empty if it must be given
/// @param min the smallest number, or the fewest characters or items
/// @param max the largest number, or the most characters or items; 0 means without limit, for numbers only
/// @param oneOf the only texts allowed; empty if every text is
public record Parameter(
        String name,
        ParameterType type,
        boolean nullable,
        String about,
        Optional<String> byDefault,
        long min,
        long max,
        List<String> oneOf) {

    /// Whether it must be given.
    public boolean required() {
        return byDefault.isEmpty() && !nullable;
    }

    /// The parameters that an input record declares, in order. A component of type {@link Progress} is none: it is
    /// filled with the progress of the call.
    ///
    /// @throws IllegalStateException if a component has no {@link Param} or a type that no parameter has
    public static List<Parameter> of(Class<? extends Record> input) {
        return Arrays.stream(input.getRecordComponents())
                .filter(component -> component.getType() != Progress.class)
                .map(Parameter::of)
                .toList();
    }

    private static Parameter of(RecordComponent component) {
        var param = component.getAnnotation(Param.class);
        if (param == null) {
            throw new IllegalStateException(
                    component.getDeclaringRecord() + "." + component.getName() + " needs @Param");
        }
        var type = ParameterType.of(component.getGenericType());
        boolean boxed =
                List.of(Double.class, Integer.class, Long.class, Boolean.class).contains(component.getType());
        boolean given = !param.byDefault().equals(Param.REQUIRED);
        return new Parameter(
                snake(component.getName()),
                type,
                boxed && (!given || param.byDefault().isEmpty()),
                param.value(),
                given ? Optional.of(param.byDefault()) : Optional.empty(),
                param.min(),
                max(param, type),
                List.of(param.oneOf()));
    }

    private static long max(Param param, ParameterType type) {
        if (param.max() != 0) {
            return param.max();
        }
        return switch (type) {
            case ParameterType.Text() -> Param.TEXT_CHARS_MAX;
            case ParameterType.ListOf _ -> Param.ITEMS_MAX;
            default -> 0;
        };
    }

    /// A Java name as wires write it: `oldAddress` becomes `old_address`.
    static String snake(String camel) {
        var out = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append('_');
            }
            out.append(c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }
}
