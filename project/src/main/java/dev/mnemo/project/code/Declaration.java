package dev.mnemo.project.code;

import java.util.List;
import java.util.Locale;

/// One thing that a source file declares.
///
/// @param kind what it is
/// @param name its own name
/// @param qualifiedName its name behind the names of the types that hold it, joined by dots
/// @param parameters the names of its parameters in order, without `self`, `this` and the like; empty for types
/// @param signature its head as written, on one line, without its body and annotations, cut to
///     {@link #SIGNATURE_CHARS_MAX}
/// @param doc the first sentence of its documentation as plain text; empty if it has none
/// @param line the line of its name, from 1
/// @param startLine where it begins with its annotations, from 1
/// @param endLine its last line, from 1
/// @param visibility who may use it
/// @param depth how many types hold it; 0 for what stands in the file itself
public record Declaration(
        Kind kind,
        String name,
        String qualifiedName,
        List<String> parameters,
        String signature,
        String doc,
        int line,
        int startLine,
        int endLine,
        Visibility visibility,
        int depth) {
    /// How long a signature may be, in characters.
    public static final int SIGNATURE_CHARS_MAX = 200;

    /// What can be declared.
    public enum Kind {
        CLASS,
        INTERFACE,
        ENUM,
        STRUCT,
        TRAIT,
        TYPE,
        FUNCTION,
        METHOD;

        /// Whether it may hold members.
        public boolean isType() {
            return this != FUNCTION && this != METHOD;
        }

        /// The kind as anchors and people write it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who may use a declaration.
    public enum Visibility {
        /// Everybody.
        PUBLIC,
        /// The package, module or file it stands in.
        INTERNAL,
        /// The type that holds it, or nobody by the language's convention.
        PRIVATE
    }

    public Declaration {
        parameters = List.copyOf(parameters);
    }

    /// Whether it has documentation.
    public boolean isDocumented() {
        return !doc.isEmpty();
    }
}
