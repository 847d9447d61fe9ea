package dev.mnemo.cache.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who does what to whom. Two texts conflict if a word stands in both with the same two others around it, but
/// exchanged: `X than Y` and `Y than X`; `X beat Y` and `Y beat X`. A passive exchanges them back.
///
/// @param stems the stems of the words, in order, small ones left out
/// @param spans the words as written
/// @param places from a stem that occurs once to its place
/// @param listed places beside a comma, where order means nothing
/// @param passive whether the text says what is done by whom
record WordOrder(
        List<String> stems, List<String> spans, Map<String, Integer> places, Set<Integer> listed, boolean passive) {
    /// Words around a word that are compared.
    private static final int REACH_WORDS = 3;

    /// Share of the words that both texts have; below it they are put differently anyway.
    private static final double SHARED_MIN = 0.6;

    /// Longer texts are not read for this: what is far apart is no longer one statement.
    private static final int WORDS_MAX = 60;

    private static final Set<String> SMALL = Lexicon.words("""
            a an the of my your his her its our their me you i we is are was were be been am do does did can
            could will would should has have had may might shall how what which who when where why please it
            that this there some any not so if also just der die das ein eine ich le la les
            """);

    private static final Pattern PARTICIPLE = Pattern.compile("(?:ed|en|t|wn|de|ld|nd)$");

    private static final Set<String> BEFORE_INFINITIVE = Lexicon.words("""
            how like want need possible able have going used way wise ok okay time hard easy best safe try going not
            """);

    /// Words that leave what stands around them in any order.
    private static final Set<String> SYMMETRIC = Lexicon.words("""
            and or with vs versus between plus time equal meet marry differ differenc distanc compar und
            oder et & same in on at by about
            """);

    static WordOrder of(List<Token> tokens) {
        var stems = new ArrayList<String>();
        var spans = new ArrayList<String>();
        var listed = new HashSet<Integer>();
        var places = new HashMap<String, Integer>();
        boolean by = false;
        if (tokens.size() <= WORDS_MAX) {
            for (int at = 0; at < tokens.size(); at++) {
                var token = tokens.get(at);
                by |= at > 0
                        && token.key().equals("by")
                        && PARTICIPLE.matcher(tokens.get(at - 1).key()).find();
                if (SMALL.contains(token.key()) || isInfinitive(tokens, at)) {
                    continue;
                }
                if (token.listed()) {
                    listed.add(stems.size());
                }
                places.merge(token.stem(), stems.size(), (_, _) -> -1);
                stems.add(token.stem());
                spans.add(token.text());
            }
        }
        return new WordOrder(stems, spans, places, listed, by && hasBe(tokens));
    }

    /// `how to go`, unlike `go to`.
    private static boolean isInfinitive(List<Token> tokens, int at) {
        return tokens.get(at).key().equals("to")
                && at > 0
                && BEFORE_INFINITIVE.contains(tokens.get(at - 1).key());
    }

    private static boolean hasBe(List<Token> tokens) {
        return tokens.stream()
                .anyMatch(token -> Set.of("is", "are", "was", "were", "be", "been", "being", "get", "got")
                        .contains(token.key()));
    }

    /// The first exchange, if the texts say nearly the same words.
    static Optional<Verdict> compare(WordOrder query, WordOrder cached) {
        var shared = new HashSet<>(query.places.keySet());
        shared.retainAll(cached.places.keySet());
        if (shared.size() < SHARED_MIN * Math.max(query.places.size(), cached.places.size())) {
            return Optional.empty();
        }
        for (var pivot : query.places.entrySet()) {
            int here = pivot.getValue();
            int there = cached.places.getOrDefault(pivot.getKey(), -1);
            if (here < 0 || there < 0 || SYMMETRIC.contains(pivot.getKey())) {
                continue;
            }
            if (query.isListed(here) || cached.isListed(there)) {
                continue;
            }
            boolean turned = query.passive != cached.passive;
            var exchanged = turned ? query.kept(here, cached, there) : query.exchanged(here, cached, there);
            if (exchanged.isPresent() && (!turned || query.isVerb(here, cached, there))) {
                return Optional.of(new Verdict(Guard.ORDER, query.around(here), cached.around(there)));
            }
        }
        return Optional.empty();
    }

    private boolean isListed(int place) {
        return listed.contains(place);
    }

    /// Whether the word is the verb that one text has in the passive.
    private boolean isVerb(int here, WordOrder cached, int there) {
        var active = passive ? cached.spans.get(there) : spans.get(here);
        var turned = passive ? spans.get(here) : cached.spans.get(there);
        return turned.endsWith("ed") && !active.endsWith("ed");
    }

    private Optional<String> exchanged(int here, WordOrder cached, int there) {
        return pair(before(here), cached.after(there), after(here), cached.before(there));
    }

    private Optional<String> kept(int here, WordOrder cached, int there) {
        return pair(before(here), cached.before(there), after(here), cached.after(there));
    }

    private static Optional<String> pair(Set<String> one, Set<String> its, Set<String> other, Set<String> others) {
        return one.stream()
                .filter(its::contains)
                .filter(left -> other.stream().anyMatch(right -> others.contains(right) && !right.equals(left)))
                .findFirst();
    }

    /// The words shortly before a place that are not shortly after it too.
    private Set<String> before(int place) {
        var before = reach(Math.max(0, place - REACH_WORDS), place);
        before.removeAll(reach(place + 1, Math.min(stems.size(), place + 1 + REACH_WORDS)));
        return before;
    }

    private Set<String> after(int place) {
        var after = reach(place + 1, Math.min(stems.size(), place + 1 + REACH_WORDS));
        after.removeAll(reach(Math.max(0, place - REACH_WORDS), place));
        return after;
    }

    private Set<String> reach(int from, int to) {
        var reach = new HashSet<String>();
        for (int i = from; i < to; i++) {
            if (!SYMMETRIC.contains(stems.get(i))
                    && !stems.get(i).equals("to")
                    && !stems.get(i).equals("from")) {
                reach.add(stems.get(i));
            }
        }
        return reach;
    }

    private String around(int place) {
        int from = Math.max(0, place - 1);
        return String.join(" ", spans.subList(from, Math.min(spans.size(), place + 2)));
    }
}
