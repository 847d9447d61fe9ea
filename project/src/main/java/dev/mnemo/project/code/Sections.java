package dev.mnemo.project.code;

import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.code.Declaration.Visibility;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The parts of a file that can be known or unknown: its declarations that are not private. A passage belongs to the
/// innermost part around its first line, so knowing a method is not knowing its class.
///
/// @param all in the order of the file
record Sections(List<Declaration> all) {
    Sections {
        all = List.copyOf(all);
    }

    static Sections of(Outline outline) {
        return new Sections(outline.declarations().stream()
                .filter(declaration -> declaration.visibility() != Visibility.PRIVATE)
                .toList());
    }

    /// The innermost part around a line.
    Optional<Declaration> at(int line) {
        return all.stream()
                .filter(part -> part.startLine() <= line && line <= part.endLine())
                .min(Comparator.comparingInt(part -> part.endLine() - part.startLine()));
    }

    /// Which parts passages lie in, with the first such passage.
    ///
    /// @param passages what speaks of the file, as {@code Anchors.forFile} finds it
    Map<Declaration, Anchored> known(List<Anchored> passages, Predicate<Anchored> counts) {
        var known = new LinkedHashMap<Declaration, Anchored>();
        for (var passage : passages) {
            if (passage.line() > 0 && counts.test(passage)) {
                at(passage.line()).ifPresent(part -> known.putIfAbsent(part, passage));
            }
        }
        return known;
    }
}
