package dev.mnemo.cache.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a text stands on the axes of `opposites.txt`: for each axis that it touches, the sides and the words.
///
/// @param sides from the number of an axis to a bit for each of its sides
/// @param spans from the number of an axis to the word that stands for it
record Opposites(Map<Integer, Integer> sides, Map<Integer, String> spans) {
    private static final int WORDS_OF_PHRASE_MAX = 3;
    private static final int WORDS_TO_PARTICLE_MAX = 4;

    private static final Set<String> PARTICLES = Set.of("on", "off", "in", "out", "up", "down");
    private static final Set<String> PARTICLE_VERBS = Lexicon.words("""
            turn switch power zoom log sign opt check scale speed slow top
            """);

    /// A side of an axis.
    private record Side(int axis, int bit) {}

    private static final List<Guard> GUARDS = new ArrayList<>();
    private static final Map<String, List<Side>> SIDES = new HashMap<>();

    static {
        for (var line : Lexicon.lines("opposites.txt")) {
            int axis = GUARDS.size();
            GUARDS.add(Guard.valueOf(line.substring(0, line.indexOf(':'))));
            int bit = 1;
            for (var side : line.substring(line.indexOf(':') + 1).split("\\|")) {
                for (var phrase : side.split(",")) {
                    for (var form : forms(phrase.strip())) {
                        var known = SIDES.computeIfAbsent(form, _ -> new ArrayList<>());
                        known.add(new Side(axis, bit));
                    }
                }
                bit <<= 1;
            }
        }
    }

    /// A word in its regular forms; a phrase only as it is.
    private static List<String> forms(String word) {
        if (word.contains(" ") || word.length() < 3) {
            return List.of(word);
        }
        var bare = word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
        var last = word.charAt(word.length() - 1);
        boolean consonantY = last == 'y' && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
        return List.of(
                word,
                consonantY ? word.substring(0, word.length() - 1) + "ies" : word + "s",
                bare + "ed",
                bare + "ing",
                word + last + "ed",
                word + last + "ing");
    }

    static Opposites of(List<Token> tokens) {
        var opposites = new Opposites(new HashMap<>(), new HashMap<>());
        for (int at = 0; at < tokens.size(); at++) {
            var phrase = new StringBuilder();
            for (int end = at; end < Math.min(tokens.size(), at + WORDS_OF_PHRASE_MAX); end++) {
                if (!tokens.get(end).isWord()) {
                    break;
                }
                phrase.append(end == at ? "" : " ").append(tokens.get(end).key());
                opposites.add(phrase.toString());
            }
            particle(tokens, at).ifPresent(opposites::add);
        }
        return opposites;
    }

    /// `turn … off` as `turn off`.
    private static Optional<String> particle(List<Token> tokens, int at) {
        var verb = tokens.get(at).stem();
        if (!PARTICLE_VERBS.contains(verb)) {
            return Optional.empty();
        }
        return tokens.subList(at + 1, Math.min(tokens.size(), at + 1 + WORDS_TO_PARTICLE_MAX)).stream()
                .map(Token::key)
                .filter(PARTICLES::contains)
                .findFirst()
                .map(particle -> verb + " " + particle);
    }

    private void add(String phrase) {
        for (var side : SIDES.getOrDefault(phrase, List.of())) {
            sides.merge(side.axis(), side.bit(), (a, b) -> a | b);
            spans.merge(side.axis(), phrase, (first, later) -> later.length() > first.length() ? later : first);
        }
    }

    /// The axes on which two texts stand on different sides.
    static List<Verdict> compare(Opposites query, Opposites cached) {
        var verdicts = new ArrayList<Verdict>();
        for (var side : query.sides.entrySet()) {
            int axis = side.getKey();
            int other = cached.sides.getOrDefault(axis, 0);
            if (other != 0 && (other & side.getValue()) == 0) {
                var inQuery = query.spans.getOrDefault(axis, "");
                verdicts.add(new Verdict(GUARDS.get(axis), inQuery, cached.spans.getOrDefault(axis, "")));
            }
        }
        return verdicts;
    }
}
