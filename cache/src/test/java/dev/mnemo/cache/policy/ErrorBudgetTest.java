package dev.mnemo.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBudgetTest {
    private static final int ENTRIES = 200;

    /// A stream whose truth is known: questions at some distance from entries, right with a probability that
    /// grows with all the evidence; one entry in a hundred is treacherous.
    private static final class Stream {
        private final Random random;

        Stream(long seed) {
            random = new Random(seed);
        }

        Evidence next() {
            double similarity = 0.5 + 0.5 * random.nextDouble();
            double margin = 0.3 * random.nextDouble() - 0.05;
            double vote = 0.3 + 0.7 * random.nextDouble();
            return new Evidence(
                    random.nextInt(ENTRIES), similarity, margin, vote, 2 * vote - 1, 1 + random.nextInt(10));
        }

        static double truth(Evidence evidence) {
            double x = 24 * (evidence.similarity() - 0.7) + 20 * evidence.margin() + 4 * (evidence.vote() - 0.5);
            return evidence.entry() % 100 == 0 ? 0.3 / (1 + Math.exp(-x)) : 1 / (1 + Math.exp(-x));
        }

        boolean isRight(Evidence evidence) {
            return random.nextDouble() < truth(evidence);
        }
    }

    /// What became of a run: answers given, and how many of them are expected to be wrong.
    private record Run(ErrorBudget budget, int served, double wrong, int audits) {
        double errorRate() {
            return served == 0 ? 0 : wrong / served;
        }
    }

    private static Run run(Budget budget, long seed, int decisions) {
        var deciding = new ErrorBudget(budget, new Random(seed + 1_000));
        var stream = new Stream(seed);
        int served = 0;
        int audits = 0;
        double wrong = 0;
        for (int i = 0; i < decisions; i++) {
            var evidence = stream.next();
            var decision = deciding.decide(evidence);
            boolean right = stream.isRight(evidence);
            switch (decision) {
                case Decision.Ask ask -> deciding.learn(ask, right);
                case Decision.Serve serve -> {
                    served++;
                    wrong += 1 - Stream.truth(evidence);
                    if (serve.audit()) {
                        audits++;
                        deciding.learn(serve, right);
                    }
                }
            }
        }
        return new Run(deciding, served, wrong, audits);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05})
    void the_stated_bound_holds_on_twenty_seeds_and_answers_are_given(double rate) {
        var budget = Budget.maxErrorRate(rate, 0.95);
        var broken = new ArrayList<String>();
        int served = 0;
        for (long seed = 1; seed <= 20; seed++) {
            var run = run(budget, seed, 5_000);
            served += run.served();
            if (run.errorRate() > rate) {
                broken.add("seed " + seed + ": " + run.errorRate() + " of " + run.served());
            }
        }
        assertThat(broken).isEmpty();
        assertThat(served).isGreaterThan(20 * 5_000 / 20);
    }

    @Test
    void without_labels_nothing_is_given_and_it_says_so() {
        var budget = new ErrorBudget(Budget.maxErrorRate(0.02, 0.95), new Random(1));
        var decision = budget.decide(new Evidence(1, 0.999, 0.4, 1, 1, 10));
        assertThat(decision).isInstanceOfSatisfying(Decision.Ask.class, ask -> {
            assertThat(ask.sentence()).contains("Only 0 of the first 100 comparisons");
            assertThat(ask.needed()).isEqualTo(1);
        });
        assertThat(budget.report().bound()).isEqualTo(1);
        assertThat(budget.report().sentence()).contains("nothing is given by meaning yet");
    }

    @Test
    void answers_that_are_mostly_wrong_are_never_given() {
        var budget = new ErrorBudget(Budget.maxErrorRate(0.05, 0.95), new Random(1));
        var stream = new Stream(3);
        for (int i = 0; i < 1_000; i++) {
            var decision = budget.decide(stream.next());
            assertThat(decision).isInstanceOf(Decision.Ask.class);
            budget.learn(decision, i % 4 != 0);
        }
        assertThat(budget.report().sentence()).contains("no answers can be told to be right often enough");
    }

    @Test
    void the_live_bound_and_the_audits_are_reported() {
        var run = run(Budget.maxErrorRate(0.05, 0.95), 4, 5_000);
        var report = run.budget().report();
        assertThat(report.bound()).isBetween(1e-4, 0.05);
        assertThat(report.served()).isEqualTo(run.served());
        assertThat(report.audited()).isEqualTo(run.audits());
        assertThat(report.auditBound()).isEqualTo(Bounds.clopperPearson(report.auditedWrong(), report.audited(), 0.95));
        assertThat(run.audits()).isBetween(run.served() / 40, run.served() / 10);
        assertThat(report.sentence()).contains("of the answers given are wrong, with 95.0 % confidence");
    }

    @Test
    void the_same_seeds_decide_the_same() {
        var one = run(Budget.maxErrorRate(0.05, 0.95), 5, 2_000);
        var other = run(Budget.maxErrorRate(0.05, 0.95), 5, 2_000);
        assertThat(one.budget().state()).isEqualTo(other.budget().state());
    }

    @Test
    void its_state_survives_as_json() {
        var run = run(Budget.maxErrorRate(0.05, 0.95), 6, 3_000);
        var written = run.budget().state().json().compact();
        assertThat(written.length()).isLessThan(500_000);
        var state = BudgetState.of(Json.parseObject(written));
        assertThat(state.json().compact()).isEqualTo(written);
        var reopened = new ErrorBudget(run.budget().budget(), new Random(1), state);
        assertThat(reopened.report().labels()).isEqualTo(run.budget().report().labels());
        var sure = new Evidence(1, 0.99, 0.24, 1, 1, 10);
        assertThat(run.budget().decide(sure)).isInstanceOf(Decision.Serve.class);
        assertThat(reopened.decide(sure)).isInstanceOf(Decision.Serve.class);
        assertThatThrownBy(() -> BudgetState.of(Json.Obj.EMPTY)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> BudgetState.of(Json.parseObject("{\"v\": 1, \"counts\": [1]}")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_rejected_entry_loses_its_credit_and_a_confirmed_one_gains() {
        var budget = run(Budget.maxErrorRate(0.05, 0.95), 7, 5_000).budget();
        long treacherous = ENTRIES + 1;
        var evidence = new Evidence(treacherous, 0.99, 0.24, 1, 1, 10);
        var first = budget.decide(evidence);
        assertThat(first).isInstanceOf(Decision.Serve.class);
        for (int i = 0; i < 5; i++) {
            budget.reject(first);
        }
        assertThat(budget.decide(evidence)).isInstanceOf(Decision.Ask.class);
        assertThat(budget.decide(new Evidence(treacherous + 1, 0.99, 0.24, 1, 1, 10)))
                .isInstanceOf(Decision.Serve.class);
        for (int i = 0; i < 400; i++) {
            budget.confirm(treacherous);
        }
        assertThat(budget.decide(evidence)).isInstanceOf(Decision.Serve.class);
        budget.reject(first);
        budget.forget(treacherous);
        assertThat(budget.decide(evidence)).isInstanceOf(Decision.Serve.class);
    }

    @Test
    void neighbours_vote_and_copies_share_a_vote() {
        var crowd = List.of(near(1, 0.90, 50, 1), near(2, 0.87, 60, 2), near(3, 0.87, 60, 3), near(4, 0.87, 60, 4));
        var evidence = Evidence.of(crowd).orElseThrow();
        assertThat(evidence.entry()).isEqualTo(2);
        assertThat(evidence.margin()).isCloseTo(-0.03, within(1e-9));
        assertThat(evidence.supporters()).isEqualTo(3);
        assertThat(evidence.vote()).isCloseTo(0.74, within(0.01));
        assertThat(evidence.lead()).isCloseTo(0.41, within(0.01));
        var copies = List.of(near(1, 0.90, 50, 1), near(2, 0.87, 60, 2), near(3, 0.87, 60, 2), near(4, 0.87, 60, 2));
        assertThat(Evidence.of(copies).orElseThrow().entry())
                .as("three copies of a question say no more than one")
                .isEqualTo(1);
        assertThat(Evidence.of(List.of())).isEmpty();
        assertThat(Evidence.of(List.of(new Candidate(1, 1.0000002, 5, new float[] {1})))
                        .orElseThrow()
                        .vote())
                .isCloseTo(1 / 1.1, within(1e-6));
        assertThatThrownBy(() -> new Candidate(1, Double.NaN, 1, new float[] {1}))
                .isInstanceOf(Refusal.class);
    }

    /// A candidate of this similarity to a question along the first axis, which leans towards another axis.
    private static Candidate near(long entry, double similarity, long answer, int axis) {
        var vector = new float[5];
        vector[0] = (float) similarity;
        vector[axis] = (float) Math.sqrt(1 - similarity * similarity);
        return new Candidate(entry, similarity, answer, vector);
    }

    @Test
    void a_budget_out_of_range_is_refused() {
        assertThatThrownBy(() -> Budget.maxErrorRate(0, 0.95)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Budget.maxErrorRate(0.02, 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Budget(0.02, 0.95, Double.NaN)).isInstanceOf(Refusal.class);
    }
}
