package dev.mnemo.cache.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Decides which answers may be given from the cache by meaning, so that at most a stated share of them is
/// wrong.
///
/// Learns from decisions whose truth comes to light: every miss is answered by the model anyway, and tells
/// whether the entry would have been right; of the answers given a seeded share is audited; callers confirm
/// and reject. Before the first {@value #LABELS_MIN} labels, and whenever no threshold keeps the bound, it
/// gives none and says so.
///
/// The bound is one of each calibration: with the stated confidence, the expected share of wrong answers
/// among those above the threshold is within the budget, if questions to come are like those of late and
/// comparisons are right.
///
/// Safe for many threads. A decision takes microseconds; now and then {@link #learn} calibrates anew, which
/// takes milliseconds and holds up nobody.
public final class ErrorBudget {
    /// Labels before the first answer is given.
    public static final int LABELS_MIN = 100;

    /// Labels remembered, give or take those since the latest calibration; where there are most the oldest go
    /// first.
    public static final int LABELS_MAX = 4_000;

    /// Decisions remembered, labelled or not, for the shares of the bins.
    public static final int TRAFFIC_MAX = 2_000;

    /// Entries whose own labels are remembered; those labelled longest ago go first.
    public static final int TALLIES_MAX = 100_000;

    /// Share of new labels after which a calibration is made anew.
    private static final double RENEWAL = 0.1;

    private static final int RENEWAL_LABELS_MIN = 20;

    private final Budget budget;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Label> labels = new ArrayDeque<>();
    private final Deque<Label> traffic = new ArrayDeque<>();
    private final Map<Long, Tally> tallies = new LinkedHashMap<>();
    private Counts counts = new Counts(0, 0, 0, 0);
    private int fresh;
    private volatile Calibration calibration = Calibration.none();

    /// How often one entry was found right and wrong.
    public record Tally(long entry, int right, int wrong) {}

    /// Counters of {@link BudgetReport}.
    record Counts(long decisions, long served, long audited, long auditedWrong) {}

    /// A budget that knows nothing yet.
    ///
    /// @param random chooses the answers to audit
    public ErrorBudget(Budget budget, RandomGenerator random) {
        this.budget = budget;
        this.random = random;
    }

    /// A budget that goes on where another stopped.
    public ErrorBudget(Budget budget, RandomGenerator random, BudgetState state) {
        this(budget, random);
        labels.addAll(state.labels());
        traffic.addAll(state.traffic());
        state.tallies().forEach(tally -> tallies.put(tally.entry(), tally));
        counts = state.counts();
        if (labels.size() >= LABELS_MIN && !traffic.isEmpty()) {
            calibration = Calibration.of(List.copyOf(labels), List.copyOf(traffic), budget);
        }
    }

    /// What to remember over a restart.
    public BudgetState state() {
        lock.lock();
        try {
            return new BudgetState(List.copyOf(labels), List.copyOf(traffic), List.copyOf(tallies.values()), counts);
        } finally {
            lock.unlock();
        }
    }

    /// Decides about one look-up.
    ///
    /// @param evidence from the candidates that passed the guards
    public Decision decide(Evidence evidence) {
        boolean audit;
        Label pending;
        var current = calibration;
        double score;
        boolean serve;
        lock.lock();
        try {
            var tally = tallies.getOrDefault(evidence.entry(), new Tally(evidence.entry(), 0, 0));
            pending = new Label(evidence, tally.right(), tally.wrong(), false);
            remember(traffic, pending, TRAFFIC_MAX);
            score = current.score(pending);
            serve = score >= current.threshold();
            audit = serve && random.nextDouble() < budget.auditShare();
            counts = new Counts(
                    counts.decisions() + 1, counts.served() + (serve ? 1 : 0), counts.audited(), counts.auditedWrong());
        } finally {
            lock.unlock();
        }
        double probability = current.probability(score);
        return serve ? new Decision.Serve(pending, probability, audit) : ask(pending, probability, current);
    }

    /// Whether an answer would be given on this evidence, by what all entries taught. Nothing is counted.
    public boolean wouldServe(Evidence evidence) {
        var current = calibration;
        return current.score(new Label(evidence, 0, 0, false)) >= current.threshold();
    }

    private Decision ask(Label pending, double probability, Calibration current) {
        boolean none = Double.isInfinite(current.threshold());
        double needed = none ? 1 : current.probability(current.threshold());
        var sentence = none
                ? caution()
                : String.format(
                        Locale.ROOT,
                        "The answer would be right with a probability of %.3f; %.3f is needed to keep at most %s"
                                + " wrong.",
                        probability,
                        needed,
                        percent(budget.maxErrorRate()));
        return new Decision.Ask(pending, probability, needed, sentence);
    }

    private String caution() {
        int known = labelCount();
        return known < LABELS_MIN
                ? "Only " + known + " of the first " + LABELS_MIN
                        + " comparisons are known, so nothing is given by meaning yet."
                : "With " + known
                        + " comparisons known no answers can be told to be right often enough to keep at most "
                        + percent(budget.maxErrorRate()) + " wrong.";
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * rate);
    }

    private int labelCount() {
        lock.lock();
        try {
            return labels.size();
        } finally {
            lock.unlock();
        }
    }

    /// Says whether the entry's answer was right: compared with the fresh answer after {@link Decision.Ask},
    /// or after an audited {@link Decision.Serve}. Every such decision has to be told, whichever way it went;
    /// leaving out those of one kind would bend the bound.
    public void learn(Decision decision, boolean right) {
        var known = decision.pending();
        var label = new Label(known.evidence(), known.rightBefore(), known.wrongBefore(), right);
        Optional<List<List<Label>>> work;
        lock.lock();
        try {
            if (decision instanceof Decision.Serve) {
                counts = new Counts(
                        counts.decisions(),
                        counts.served(),
                        counts.audited() + 1,
                        counts.auditedWrong() + (right ? 0 : 1));
            }
            work = add(label);
        } finally {
            lock.unlock();
        }
        work.ifPresent(this::calibrate);
    }

    /// A caller says that an answer was wrong. Counts against the entry and in the pool: complaints come by
    /// themselves, so they can make the bound only more careful.
    public void reject(Decision decision) {
        var known = decision.pending();
        Optional<List<List<Label>>> work;
        lock.lock();
        try {
            work = add(new Label(known.evidence(), known.rightBefore(), known.wrongBefore(), false));
        } finally {
            lock.unlock();
        }
        work.ifPresent(this::calibrate);
    }

    /// A caller says that an entry's answer was right. Counts for the entry only: who praises is not a fair
    /// sample, and would make the bound of all others too low.
    public void confirm(long entry) {
        lock.lock();
        try {
            count(entry, true);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what is known of an entry, because it was deleted or replaced.
    public void forget(long entry) {
        lock.lock();
        try {
            tallies.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    private Optional<List<List<Label>>> add(Label label) {
        remember(labels, label, 2 * LABELS_MAX);
        count(label.evidence().entry(), label.right());
        fresh++;
        boolean due = labels.size() >= LABELS_MIN
                && !traffic.isEmpty()
                && fresh >= Math.max(RENEWAL_LABELS_MIN, RENEWAL * labels.size());
        if (!due) {
            return Optional.empty();
        }
        fresh = 0;
        return Optional.of(List.of(new ArrayList<>(labels), new ArrayList<>(traffic)));
    }

    private void calibrate(List<List<Label>> known) {
        var made = Calibration.of(known.getFirst(), known.getLast(), budget);
        calibration = made;
        if (known.getFirst().size() <= LABELS_MAX) {
            return;
        }
        var surplus = Collections.<Label>newSetFromMap(new IdentityHashMap<>());
        surplus.addAll(made.surplus(known.getFirst(), LABELS_MAX));
        lock.lock();
        try {
            labels.removeIf(surplus::contains);
        } finally {
            lock.unlock();
        }
    }

    private void count(long entry, boolean right) {
        var tally = tallies.remove(entry);
        int rights = tally == null ? 0 : tally.right();
        int wrongs = tally == null ? 0 : tally.wrong();
        tallies.put(entry, new Tally(entry, rights + (right ? 1 : 0), wrongs + (right ? 0 : 1)));
        if (tallies.size() > TALLIES_MAX) {
            tallies.remove(tallies.keySet().iterator().next());
        }
    }

    private static <T> void remember(Deque<T> latest, T value, int limit) {
        if (latest.size() == limit) {
            latest.removeFirst();
        }
        latest.addLast(value);
    }

    /// Where the budget stands.
    public BudgetReport report() {
        lock.lock();
        try {
            double bound = calibration.bound();
            double auditBound = Bounds.clopperPearson(counts.auditedWrong(), counts.audited(), budget.confidence());
            var sentence = Double.isInfinite(calibration.threshold())
                    ? caution()
                    : String.format(
                            Locale.ROOT,
                            "At most %s of the answers given are wrong, with %s confidence, by %d comparisons.",
                            percent(bound),
                            percent(budget.confidence()),
                            labels.size());
            return new BudgetReport(
                    labels.size(),
                    counts.decisions(),
                    counts.served(),
                    counts.audited(),
                    counts.auditedWrong(),
                    bound,
                    auditBound,
                    sentence);
        } finally {
            lock.unlock();
        }
    }

    /// The budget.
    public Budget budget() {
        return budget;
    }
}
