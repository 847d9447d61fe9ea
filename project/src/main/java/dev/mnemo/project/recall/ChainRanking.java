package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.project.chain.Chain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which threads of reasoning the found nodes belong to, and which of them to tell as a whole.
final class ChainRanking {
    /// The most chains that one recall tells.
    static final int CHAINS_MAX = 3;

    private static final double EXTENDED_THIS_SESSION = 1.0;
    private static final double PLAN = 2.0;

    private ChainRanking() {}

    /// A chain and its score.
    record Ranked(Chain chain, double score) {}

    /// The best chains: what their found members score, times the share of members found, plus a little for recency,
    /// length, work in this session, and plans. A chain without a found member does not count, except for a plan if
    /// plans are wanted.
    ///
    /// @param plans whether a plan counts although none of its nodes was found
    /// @param now epoch seconds
    static List<Ranked> rank(
            StoreView view, List<Retrieval.Hit> hits, Set<String> extendedThisSession, boolean plans, double now) {
        var scores = new HashMap<Address, Double>();
        hits.forEach(hit -> scores.put(hit.node().address(), hit.score()));
        var ranked = new ArrayList<Ranked>();
        if (!scores.isEmpty() || plans) {
            view.chains().forEach((id, json) -> {
                var chain = Chain.ofJson(id, json);
                double score = chain.isActive() ? score(chain, scores, extendedThisSession, plans, now) : 0;
                if (score > 0) {
                    ranked.add(new Ranked(chain, Rounding.round(score, 3)));
                }
            });
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
        return List.copyOf(ranked.subList(0, Math.min(CHAINS_MAX, ranked.size())));
    }

    private static double score(
            Chain chain, Map<Address, Double> scores, Set<String> extended, boolean plans, double now) {
        double sum = 0;
        int found = 0;
        for (var member : chain.members()) {
            double score = scores.getOrDefault(member, 0.0);
            sum += score;
            found += score > 0 ? 1 : 0;
        }
        if (sum == 0 && !(plans && chain.planRoot())) {
            return 0;
        }
        double days = (now - chain.lastExtended()) / ClassicScore.DAY_SECONDS;
        double recency = days < 1 ? 0.5 : days < 7 ? 0.2 : days < 30 ? 0.05 : 0;
        return sum * found / chain.members().size()
                + recency
                + Math.min(0.05 * chain.members().size(), 0.5)
                + (extended.contains(chain.id()) ? EXTENDED_THIS_SESSION : 0)
                + (chain.planRoot() ? PLAN : 0);
    }
}
