package dev.mnemo.app.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one parameter of an operation, on a component of its input record. The component's name in snake_case
/// is the parameter's name; its type says what is accepted: `String`, `int`, `double`, `boolean`, `List<String>`,
/// `List<Json.Obj>`, `List<` another annotated record `>`, `Json.Obj`, or `@Nullable Double`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /// Says that a parameter must be given.
    String REQUIRED = "\0required";

    /// What the parameter means: one or two plain sentences.
    String value();

    /// The value when it is not given, as JSON text without quotes (`10`, `false`, `all`, the empty text); a list
    /// that is not given is empty, a `@Nullable Double` is null.
    String byDefault() default REQUIRED;

    /// The smallest number, or the fewest characters or items.
    long min() default 0;

    /// The largest number, or the most characters or items; 0 means the limit of the type: {@link #TEXT_CHARS_MAX} or
    /// {@link #ITEMS_MAX}.
    long max() default 0;

    /// The only values allowed, if not every text is.
    String[] oneOf() default {};

    /// Characters of a text parameter that does not name a limit of its own.
    int TEXT_CHARS_MAX = 20_000;

    /// Items of a list parameter that does not name a limit of its own.
    int ITEMS_MAX = 500;
}
