package dev.mnemo.kernel.json;

/// Writes {@link Json} in the forms that the files and wires of Mnemo use. Written here and not left to a library
/// because node files must come out byte for byte as other implementations of the format write them.
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /// How a value is laid out.
    enum Form {
        PRETTY(", ", ": ", true, true),
        READABLE(", ", ": ", false, true),
        LINE(", ", ": ", true, false),
        COMPACT(",", ":", false, false);

        private final String comma;
        private final String colon;
        private final boolean asciiOnly;
        private final boolean indented;

        Form(String comma, String colon, boolean asciiOnly, boolean indented) {
            this.comma = comma;
            this.colon = colon;
            this.asciiOnly = asciiOnly;
            this.indented = indented;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final Form form;

    private JsonWriter(Form form) {
        this.form = form;
    }

    static String write(Json value, Form form) {
        var writer = new JsonWriter(form);
        writer.value(value, 0);
        return writer.out.toString();
    }

    /// Every process writes JSON, and a pattern switch costs its first use milliseconds that tests of types do not.
    private void value(Json value, int depth) {
        if (value instanceof Json.Str string) {
            text(string.value());
        } else if (value instanceof Json.Num number) {
            out.append(number.lexeme());
        } else if (value instanceof Json.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof Json.Arr array) {
            items(array, depth);
        } else if (value instanceof Json.Obj object) {
            members(object, depth);
        } else {
            out.append("null");
        }
    }

    private void items(Json.Arr array, int depth) {
        out.append('[');
        var first = true;
        for (var item : array.items()) {
            separate(first, depth + 1);
            value(item, depth + 1);
            first = false;
        }
        close(']', first, depth);
    }

    private void members(Json.Obj object, int depth) {
        out.append('{');
        var first = true;
        for (var member : object.members().entrySet()) {
            separate(first, depth + 1);
            text(member.getKey());
            out.append(form.colon);
            value(member.getValue(), depth + 1);
            first = false;
        }
        close('}', first, depth);
    }

    private void separate(boolean first, int depth) {
        if (form.indented) {
            if (!first) {
                out.append(',');
            }
            newline(depth);
        } else if (!first) {
            out.append(form.comma);
        }
    }

    private void close(char bracket, boolean empty, int depth) {
        if (form.indented && !empty) {
            newline(depth);
        }
        out.append(bracket);
    }

    private void newline(int depth) {
        out.append('\n');
        out.repeat("  ", depth);
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || (c > 0x7e && form.asciiOnly) || (Character.isSurrogate(c) && isLone(text, i))) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
    }
}
