package dev.mnemo.project.anchor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds passages in one file again: first the very lines, nearest to where they were; failing that, the lines that are
/// most alike. Indentation, blank lines and line ends do not count.
final class PassageSearch {
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private Optional<LineSimilarity> similarity = Optional.empty();

    /// @param text what the file says
    PassageSearch(String text) {
        int number = 0;
        for (var line : (Iterable<String>) text.lines()::iterator) {
            number++;
            var stripped = ContentHash.strip(line);
            if (!stripped.isEmpty()) {
                lines.add(stripped);
                numbers.add(number);
            }
        }
    }

    /// Where the passage is now.
    Place find(Anchor.Passage passage) {
        var wanted = ContentHash.stripped(passage.contextLines());
        if (wanted.isEmpty()) {
            return Place.MISSING;
        }
        int exact = exact(wanted, passage.lineHint());
        if (exact >= 0) {
            var hash = ContentHash.ofStripped(wanted);
            boolean same =
                    passage.contentHash().isEmpty() || passage.contentHash().equals(hash);
            return new Place(same ? AnchorState.OK : AnchorState.DRIFTED, numbers.get(exact), hash);
        }
        if (similarity.isEmpty()) {
            similarity = Optional.of(new LineSimilarity(lines));
        }
        return similarity
                .get()
                .bestMatch(wanted, nearest(passage.lineHint()))
                .map(match -> new Place(
                        AnchorState.DRIFTED,
                        numbers.get(match.from()),
                        ContentHash.ofStripped(lines.subList(match.from(), match.to() + 1))))
                .orElse(Place.MISSING);
    }

    /// The place of the exact lines, the one nearest to the hint if there are several, or -1.
    private int exact(List<String> wanted, int lineHint) {
        int best = -1;
        for (int i = 0; i + wanted.size() <= lines.size(); i++) {
            if (lines.get(i).equals(wanted.getFirst())
                    && lines.subList(i, i + wanted.size()).equals(wanted)
                    && (best < 0 || distance(i, lineHint) < distance(best, lineHint))) {
                best = i;
                if (lineHint <= 0) {
                    break;
                }
            }
        }
        return best;
    }

    private int distance(int place, int lineHint) {
        return Math.abs(numbers.get(place) - lineHint);
    }

    /// The place in the list of the first line at or after a line number; 0 without a hint.
    private int nearest(int lineHint) {
        int found = java.util.Collections.binarySearch(numbers, lineHint);
        return lineHint <= 0 ? 0 : found >= 0 ? found : -found - 1;
    }
}
