package dev.mnemo.project.lookup;

import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Finds all pairs of texts that share many words, without comparing all pairs. Exact.
///
/// Two word sets whose Jaccard similarity reaches a threshold t share at least one of their rarest words, if as
/// many are looked at as could be missing: of a set of size n the `n - ⌈t·n⌉ + 1` rarest (prefix filtering;
/// Chaudhuri et al. 2006, Bayardo et al. 2007). Only sets that meet in these words and whose sizes allow the
/// threshold are compared.
public final class AlikePairs {
    /// The lowest threshold that can be asked for; below it, most pairs of ordinary sentences would be found.
    public static final double THRESHOLD_MIN = 0.05;

    private static final double ROUNDING = 1e-9;

    private final List<Node> nodes;
    private final int[][] sets;
    private final Map<String, Integer> ids = new HashMap<>();

    /// @param nodes the texts, in the order that decides between equals
    public AlikePairs(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        this.sets = new int[nodes.size()][];
        for (int at = 0; at < sets.length; at++) {
            sets[at] = ids(nodes.get(at).content(), ids);
        }
        rankByRarity();
    }

    /// The numbers of all words, rarest first. Belongs to the caller.
    Map<String, Integer> ids() {
        return ids;
    }

    /// The words of one of the texts by their numbers, ascending.
    int[] set(int one) {
        return sets[one];
    }

    /// Two texts that are alike.
    ///
    /// @param first the place of one in the list, the smaller number
    /// @param second the place of the other
    /// @param similarity shared words divided by all words of both, 0..1
    public record Pair(int first, int second, double similarity) {}

    /// What was found.
    ///
    /// @param count how many pairs reach the threshold
    /// @param best the most alike of them, best first
    public record Pairs(int count, List<Pair> best) {
        public Pairs {
            best = List.copyOf(best);
        }
    }

    /// The pairs whose similarity reaches a threshold.
    ///
    /// @param pairsMax how many are listed; all are counted
    public Pairs pairs(double threshold, int pairsMax) {
        var order = new Integer[sets.length];
        Arrays.setAll(order, at -> at);
        Arrays.sort(order, Comparator.comparingInt(at -> sets[at].length));
        var posted = new @Nullable IntList[ids.size()];
        var overlap = new int[sets.length];
        var best = new PriorityQueue<Pair>(Comparator.comparingDouble(Pair::similarity)
                .thenComparing(Comparator.comparingInt(Pair::first).reversed())
                .thenComparing(Comparator.comparingInt(Pair::second).reversed()));
        int count = 0;
        for (int one : order) {
            var set = sets[one];
            if (set.length == 0) {
                continue;
            }
            int sizeMin = ceiling(threshold * set.length);
            int prefix = set.length - sizeMin + 1;
            for (int other : candidates(set, prefix, sizeMin, posted, overlap)) {
                overlap[other] = 0;
                double similarity = jaccard(set, sets[other]);
                if (similarity >= threshold) {
                    count++;
                    best.add(new Pair(Math.min(one, other), Math.max(one, other), similarity));
                    if (best.size() > pairsMax) {
                        best.poll();
                    }
                }
            }
            post(one, set, set.length - ceiling(2 * threshold / (1 + threshold) * set.length) + 1, posted);
        }
        var listed = new ArrayList<Pair>(best);
        listed.sort(best.comparator().reversed());
        return new Pairs(count, listed);
    }

    /// Those earlier, not larger sets that share a rare word with this one and are large enough.
    private int[] candidates(int[] set, int prefix, int sizeMin, @Nullable IntList[] posted, int[] seen) {
        var found = new IntList();
        for (int at = 0; at < prefix; at++) {
            var list = posted[set[at]];
            if (list == null) {
                continue;
            }
            for (int place = list.size - 1; place >= 0 && sets[list.items[place]].length >= sizeMin; place--) {
                int other = list.items[place];
                if (seen[other] == 0) {
                    seen[other] = 1;
                    found.add(other);
                }
            }
        }
        return found.toArray();
    }

    /// Later sets are at least as large, so fewer of the rarest words suffice to meet them.
    private static void post(int one, int[] set, int prefix, @Nullable IntList[] posted) {
        for (int at = 0; at < prefix; at++) {
            var list = posted[set[at]];
            if (list == null) {
                list = new IntList();
                posted[set[at]] = list;
            }
            list.add(one);
        }
    }

    /// The nodes most like one, best first, newer first among equals; the node itself is left out.
    public List<Pair> like(int one, double threshold) {
        var found = new ArrayList<Pair>();
        for (int other = 0; other < sets.length; other++) {
            double similarity = other == one ? 0 : jaccard(sets[one], sets[other]);
            if (other != one && similarity >= threshold) {
                found.add(new Pair(one, other, similarity));
            }
        }
        found.sort(Comparator.comparingDouble(Pair::similarity)
                .reversed()
                .thenComparingDouble(pair -> -nodes.get(pair.second()).created()));
        return found;
    }

    static int ceiling(double value) {
        return Math.max(1, (int) Math.ceil(value - ROUNDING));
    }

    static double jaccard(int[] left, int[] right) {
        int shared = 0;
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            if (left[i] == right[j]) {
                shared++;
                i++;
                j++;
            } else if (left[i] < right[j]) {
                i++;
            } else {
                j++;
            }
        }
        int all = left.length + right.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    /// The distinct words of a text as ids, ascending.
    ///
    /// @param ids the words known so far; grows
    static int[] ids(String text, Map<String, Integer> ids) {
        var lower = text.toLowerCase(Locale.ROOT);
        var found = new IntList();
        int start = 0;
        for (int at = 0; at <= lower.length(); at++) {
            if (at == lower.length() || isSpace(lower.charAt(at))) {
                if (at > start) {
                    found.add(ids.computeIfAbsent(lower.substring(start, at), _ -> ids.size()));
                }
                start = at + 1;
            }
        }
        var set = found.toArray();
        Arrays.sort(set);
        int distinct = 0;
        for (int at = 0; at < set.length; at++) {
            if (at == 0 || set[at] != set[at - 1]) {
                set[distinct++] = set[at];
            }
        }
        return Arrays.copyOf(set, distinct);
    }

    /// White space as Unicode has it.
    private static boolean isSpace(char c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || c == '\u0085'
                || c == '\u00a0'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a')
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u3000';
    }

    /// Renames every word to its rank, rarest first, and sorts every set by it.
    private void rankByRarity() {
        var frequency = new long[ids.size()];
        for (int id = 0; id < frequency.length; id++) {
            frequency[id] = id;
        }
        for (var set : sets) {
            for (int id : set) {
                frequency[id] += 1L << 32;
            }
        }
        Arrays.sort(frequency);
        var rank = new int[frequency.length];
        for (int place = 0; place < frequency.length; place++) {
            rank[(int) frequency[place]] = place;
        }
        ids.replaceAll((_, id) -> rank[id]);
        for (var set : sets) {
            for (int at = 0; at < set.length; at++) {
                set[at] = rank[set[at]];
            }
            Arrays.sort(set);
        }
    }
}
