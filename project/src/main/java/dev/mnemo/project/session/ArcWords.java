package dev.mnemo.project.session;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words by which a piece of work is recognised again.
final class ArcWords {
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]{2,}");
    private static final Set<String> STOP = Set.of("""
            a about above active after again all an and are as at be been before being below between both but by can \
            corrections could did do does domains during each every few for from further had handoff has have he her \
            here his how i if in into is it its just made may me might more most must my no nodes nor not of off on \
            once only or other our out over own same session shall she should so some such tasks than that the their \
            them then there they this through to too touched turns under up us very was we were what when where which \
            who whom why will with worked would you your""".split(" "));

    private ArcWords() {}

    /// The words of a text, ascending.
    static Set<String> of(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> found.group())
                .filter(word -> !STOP.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The share of two sets that is common, 0..1; 0 if both are empty.
    static double jaccard(Collection<String> left, Collection<String> right) {
        var union = new LinkedHashSet<>(left);
        union.addAll(right);
        return union.isEmpty() ? 0 : (double) common(left, right).size() / union.size();
    }

    static Set<String> common(Collection<String> left, Collection<String> right) {
        var common = new LinkedHashSet<>(left);
        common.retainAll(right);
        return common;
    }
}
