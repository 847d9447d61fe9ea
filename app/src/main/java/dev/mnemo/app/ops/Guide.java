package dev.mnemo.app.ops;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The guide for agents, from the resource `guide.md`: sections that begin with `## [name]`.
public final class Guide {
    private Guide() {}

    /// A part of the guide.
    ///
    /// @param context which part
    /// @param text Markdown
    public record Page(String context, String text) {}

    /// The part of the guide for a context, or all of it.
    ///
    /// @throws Refusal naming the contexts there are
    public static Page page(String context) {
        var sections = sections();
        if (context.equals("all")) {
            return new Page(context, String.join("\n\n", sections.values()));
        }
        var section = sections.get(context);
        if (section == null) {
            throw new Refusal(
                    "Unknown context '" + context + "'. Valid: " + String.join(", ", sections.keySet()) + ", all.");
        }
        return new Page(context, section);
    }

    private static Map<String, String> sections() {
        var sections = new LinkedHashMap<String, String>();
        for (var part : ("\n" + resource()).split("\n## \\[", -1)) {
            int end = part.indexOf("]\n");
            if (end > 0) {
                sections.put(part.substring(0, end), part.substring(end + 2).strip());
            }
        }
        return sections;
    }

    private static String resource() {
        try (var stream = Guide.class.getResourceAsStream("guide.md")) {
            if (stream == null) {
                throw new IOException("guide.md is not in the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The guide cannot be read: " + fault.getMessage() + ".",
                    "Install Mnemo again.",
                    fault);
        }
    }
}
