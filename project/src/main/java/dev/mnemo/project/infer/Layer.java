package dev.mnemo.project.infer;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can be inferred.
enum Layer {
    /// Which files are worked on together.
    COOCCURRENCE("File co-occurrence"),
    /// Which nodes are recalled to some purpose.
    RECALL("Recall patterns"),
    /// What is corrected, why and how soon.
    CORRECTIONS("Correction patterns"),
    /// What follows what.
    SEQUENCES("Implicit knowledge (sequence patterns)"),
    /// How a session goes.
    WORKFLOW("Workflow patterns");

    private final String title;

    Layer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads names with commas between them; `all` or nothing means every layer.
    ///
    /// @throws Refusal naming the valid ones
    static List<Layer> parse(String names) {
        var wanted = Arrays.stream(names.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (wanted.isEmpty() || wanted.contains("all")) {
            return List.of(values());
        }
        return wanted.stream().map(Layer::named).toList();
    }

    private static Layer named(String name) {
        return Arrays.stream(values())
                .filter(layer -> layer.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal("Unknown layer '" + name + "'. Valid: all, "
                        + Arrays.stream(values()).map(Layer::text).collect(Collectors.joining(", "))));
    }
}
