package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Lists of words beside this class.
final class Lexicon {
    private Lexicon() {}

    /// The lines of a list, without comments and empty ones.
    static List<String> lines(String name) {
        try (var in = Lexicon.class.getResourceAsStream(name)) {
            if (in == null) {
                throw broken(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException _) {
            throw broken(name);
        }
    }

    /// Words that are written with white space between them.
    static Set<String> words(String written) {
        return Set.copyOf(List.of(written.strip().split("\\s+")));
    }

    private static MnemoException broken(String name) {
        return new MnemoException(
                Fault.INPUT_OUTPUT, "The list " + name + " cannot be read.", "Install the program again.");
    }
}
