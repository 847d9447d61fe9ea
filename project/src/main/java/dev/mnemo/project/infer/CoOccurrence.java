package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Files that the same sessions work on. Strength is the Jaccard index over sessions.
final class CoOccurrence {
    /// Files of one session that are paired; the first in the alphabet.
    private static final int FILES_MAX = 200;

    private static final int COUNT_MIN = 2;
    private static final int SHOWN_MAX = 15;
    private static final double PROPOSABLE = 0.3;
    private static final Set<String> IGNORED = Set.of("recall", "status", "extract", "micro_dream", "infer");
    private static final Pattern FILE = Pattern.compile("""
            (?<![\\p{L}\\p{N}_./-])[\\p{L}\\p{N}_./-]{1,200}\\.(?:astro|bash|c|cc|cfg|clj|cljs|cmake|conf|cpp|cs|css|cu|cxx\
            |dart|edn|elm|erl|ex|exs|fs|fsx|gradle|go|graphql|groovy|h|hcl|hh|hpp|hrl|hs|html|hxx|ini|ipynb|java|jl|js|json\
            |jsx|kt|kts|less|lua|m|md|mjs|ml|mli|mm|mts|cjs|cts|nim|php|pl|pm|properties|proto|ps1|py|pyi|pyx|r|rb|rs|sass\
            |scala|scss|sh|sol|sql|svelte|swift|tex|tf|toml|ts|tsx|txt|vb|vue|xml|yaml|yml|zig)(?![\\p{L}\\p{N}_])""".replace("\n", ""), Pattern.CASE_INSENSITIVE);

    private CoOccurrence() {}

    static Section of(Log log) {
        var sessionsOf = new Tally<String>();
        var pairs = new Tally<Pair>();
        for (var session : log.sessions()) {
            var files =
                    new ArrayList<>(files(session)).stream().limit(FILES_MAX).toList();
            files.forEach(sessionsOf::add);
            for (int i = 0; i < files.size(); i++) {
                for (int j = i + 1; j < files.size(); j++) {
                    pairs.add(new Pair(files.get(i), files.get(j)));
                }
            }
        }
        var findings = pairs.atLeast(COUNT_MIN).stream()
                .map(pair -> {
                    var first = pair.getKey().first();
                    var second = pair.getKey().second();
                    int both = pair.getValue();
                    double strength = (double) both / (sessionsOf.of(first) + sessionsOf.of(second) - both);
                    return new Finding(
                            "%s + %s  (%dx, strength %.2f)".formatted(first, second, both, strength),
                            List.of(),
                            both,
                            strength);
                })
                .sorted(Comparator.comparingDouble(Finding::share)
                        .thenComparingInt(Finding::count)
                        .reversed())
                .toList();
        long proposable =
                findings.stream().filter(found -> found.share() > PROPOSABLE).count();
        var section = new Section.Builder().add("Files worked on together:", findings, SHOWN_MAX);
        if (proposable > 0) {
            section.add(
                    "Worth a memory_link between nodes about them:",
                    List.of(Finding.of(proposable + " pairs with strength above " + PROPOSABLE, (int) proposable)));
        }
        return section.build(Layer.COOCCURRENCE, "No two files occur together in two sessions yet.");
    }

    /// The files that the events of a session name, ascending.
    static Set<String> files(List<Event> session) {
        var files = new TreeSet<String>();
        for (var event : session) {
            if (!IGNORED.contains(event.name())) {
                FILE.matcher(Log.text(event))
                        .results()
                        .map(found -> found.group().replaceFirst("^(?:\\./)+", ""))
                        .forEach(files::add);
            }
        }
        return files;
    }
}
