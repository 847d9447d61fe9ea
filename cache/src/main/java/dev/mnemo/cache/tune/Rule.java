package dev.mnemo.cache.tune;

import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Candidate;
import dev.mnemo.cache.policy.Decision;
import dev.mnemo.cache.policy.ErrorBudget;
import dev.mnemo.cache.policy.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A way of deciding which cached answer to give, in a replay. A rule may learn, so each replay needs a new
/// one.
public interface Rule {
    /// What was chosen.
    ///
    /// @param entry whose answer it is about
    /// @param isServed whether it is given
    /// @param isAudited whether it is compared with a fresh answer although it is given
    /// @param decision for {@link #learn}, if the rule learns
    record Choice(long entry, boolean isServed, boolean isAudited, Optional<Decision> decision) {}

    /// Chooses among candidates, nearest first; empty if there is nothing to choose from.
    Optional<Choice> choose(List<Candidate> nearest);

    /// Told of each choice that was compared with a fresh answer.
    default void learn(Choice choice, boolean right) {}

    /// The nearest entry, if its similarity is at least a threshold.
    static Rule threshold(double threshold) {
        return nearest -> nearest.stream()
                .findFirst()
                .map(best -> new Choice(best.entry(), best.similarity() >= threshold, false, Optional.empty()));
    }

    /// An error budget that starts without knowledge.
    static Rule budget(Budget budget, long seed) {
        var errors = new ErrorBudget(budget, new Random(seed));
        return new Rule() {
            @Override
            public Optional<Choice> choose(List<Candidate> nearest) {
                return Evidence.of(nearest).map(evidence -> {
                    var decision = errors.decide(evidence);
                    boolean audit = decision instanceof Decision.Serve serve && serve.audit();
                    boolean serve = decision instanceof Decision.Serve;
                    return new Choice(evidence.entry(), serve, audit, Optional.of(decision));
                });
            }

            @Override
            public void learn(Choice choice, boolean right) {
                choice.decision().ifPresent(decision -> errors.learn(decision, right));
            }
        };
    }
}
