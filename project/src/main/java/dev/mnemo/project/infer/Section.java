package dev.mnemo.project.infer;

import java.util.ArrayList;
import java.util.List;

/// What one layer found.
///
/// @param layer its name
/// @param title what people call it
/// @param groups its findings by kind; empty if there were none
/// @param otherwise what to say if there are none
public record Section(String layer, String title, List<Group> groups, String otherwise) {
    /// Findings of one kind that are shown.
    static final int SHOWN_MAX = 10;

    public Section {
        groups = List.copyOf(groups);
    }

    /// Findings of one kind, best first.
    ///
    /// @param title what they are
    /// @param findings at most {@link #SHOWN_MAX}, or 15 where a layer shows more
    public record Group(String title, List<Finding> findings) {
        public Group {
            findings = List.copyOf(findings);
        }
    }

    /// Collects groups; empty ones are dropped.
    static final class Builder {
        private final List<Group> groups = new ArrayList<>();

        Builder add(String title, List<Finding> findings) {
            return add(title, findings, SHOWN_MAX);
        }

        Builder add(String title, List<Finding> findings, int shown) {
            if (!findings.isEmpty()) {
                groups.add(new Group(title, findings.stream().limit(shown).toList()));
            }
            return this;
        }

        Section build(Layer layer, String otherwise) {
            return new Section(layer.text(), layer.title(), groups, otherwise);
        }
    }
}
