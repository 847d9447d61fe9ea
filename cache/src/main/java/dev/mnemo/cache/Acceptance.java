package dev.mnemo.cache;

import dev.mnemo.cache.policy.Candidate;
import dev.mnemo.cache.policy.Decision;
import dev.mnemo.cache.policy.Evidence;
import dev.mnemo.cache.policy.Reading;
import dev.mnemo.cache.policy.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;

/// Which of the near questions asks for the same, if one does. What speaks against each is written down with what would
/// have been needed. Comparisons are written so that a NaN speaks against.
///
/// With a threshold, the nearest that passes is accepted. With an error budget, those that pass vote with their
/// answers, and the budget decides about the winner.
final class Acceptance {
    /// With an error budget: below this cosine nothing is looked at more closely.
    private static final double SIMILARITY_MIN = 0.3;

    private final CacheOptions options;
    private final DoubleSupplier threshold;
    private final Complaints complaints;
    private final Sources sources;
    private final Optional<Learning> learning;

    Acceptance(
            CacheOptions options,
            DoubleSupplier threshold,
            Complaints complaints,
            Sources sources,
            Optional<Learning> learning) {
        this.options = options;
        this.threshold = threshold;
        this.complaints = complaints;
        this.sources = sources;
        this.learning = learning;
    }

    /// An entry near a question.
    ///
    /// @param isAlive whether its time is not over
    record Near(StoredEntry entry, double similarity, boolean isAlive) {
        Miss.Refused refused(MissReason reason, String detail, OptionalDouble needed) {
            return new Miss.Refused(entry.id(), entry.query(), similarity, reason, detail, needed);
        }
    }

    /// The entry whose answer may be given.
    ///
    /// @param errorBound see {@link Hit#errorBound}
    /// @param isAudit whether the model is to be asked as well
    record Accepted(Near near, double errorBound, boolean isAudit, List<String> reasons) {}

    /// Whether an answer may be given to its own question.
    boolean isFit(StoredEntry entry) {
        return options.validator().accepts(entry.answer())
                && !complaints.isWrong(entry)
                && !sources.isOutdated(entry.tags(), entry.sourceVersion());
    }

    /// Whether the answer to another question, once it is there, is likely to be given to this one. Says nothing for
    /// certain, counts nothing, and asks nobody.
    boolean mayAnswer(Asked asked, String other, double similarity) {
        return similarity >= needed(asked)
                && learning.map(budget -> budget.mayServe(similarity)).orElse(true)
                && isBoundKept(asked)
                && options.guards().check(asked.reading(), Reading.of(other)).isEmpty();
    }

    private double needed(Asked asked) {
        double usual = learning.isPresent() ? SIMILARITY_MIN : threshold.getAsDouble();
        return Math.max(usual, asked.question().strictness().similarityMin());
    }

    private boolean isBoundKept(Asked asked) {
        return learning.map(Learning::bound).orElse(1.0)
                <= asked.question().strictness().errorRateMax();
    }

    /// Chooses among the near entries, nearest first.
    ///
    /// @param refused gets what spoke against the others, nearest first
    Optional<Accepted> choose(Asked asked, float[] unit, List<Near> nearest, List<Miss.Refused> refused) {
        double needed = needed(asked);
        var passed = new ArrayList<Near>();
        for (var near : nearest) {
            var objection = objection(asked, unit, near, needed);
            if (objection.isPresent()) {
                refused.add(objection.get());
            } else if (learning.isPresent()) {
                passed.add(near);
            } else {
                return Optional.of(new Accepted(
                        near,
                        Double.NaN,
                        false,
                        List.of(String.format(
                                Locale.ROOT, "similarity %.4f, threshold %.4f", near.similarity(), needed))));
            }
        }
        return learning.flatMap(budget -> decide(asked, passed, budget, refused));
    }

    private Optional<Accepted> decide(Asked asked, List<Near> passed, Learning budget, List<Miss.Refused> refused) {
        var evidence = Evidence.of(passed.stream()
                .map(near -> new Candidate(
                        near.entry().id(),
                        near.similarity(),
                        answer(near.entry().response()),
                        near.entry().embedding()))
                .toList());
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        var winner = passed.stream()
                .filter(near -> near.entry().id() == evidence.get().entry())
                .findFirst()
                .orElseThrow();
        return switch (budget.decide(asked, evidence.get(), winner.entry().response())) {
            case Decision.Serve serve ->
                Optional.of(new Accepted(
                        winner,
                        budget.bound(),
                        serve.audit(),
                        List.of(String.format(
                                Locale.ROOT,
                                "similarity %.4f, margin %.4f, right with a probability of %.3f",
                                winner.similarity(),
                                evidence.get().margin(),
                                serve.probability()))));
            case Decision.Ask ask -> {
                refused.addFirst(winner.refused(MissReason.ERROR_BUDGET, ask.sentence(), OptionalDouble.empty()));
                yield Optional.empty();
            }
        };
    }

    /// Names an answer by its text: FNV-1a, 64 bits.
    private static long answer(String response) {
        long bits = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < response.length(); i++) {
            bits = (bits ^ response.charAt(i)) * 0x100_0000_01b3L;
        }
        return bits;
    }

    /// What speaks against an entry, cheapest first.
    private Optional<Miss.Refused> objection(Asked asked, float[] unit, Near near, double needed) {
        var entry = near.entry();
        double similarity = near.similarity();
        if (!near.isAlive()) {
            return no(near, MissReason.EXPIRED, "The answer is past its time.");
        }
        if (!(similarity >= needed)) {
            return Optional.of(near.refused(
                    MissReason.BELOW_THRESHOLD,
                    String.format(Locale.ROOT, "The similarity is below %.4f.", needed),
                    OptionalDouble.of(needed)));
        }
        if (Bytes.tokens(entry.query()) > options.semanticTokensMax()) {
            return no(near, MissReason.TOO_LONG_FOR_MEANING, "The stored question is too long to be compared.");
        }
        if (sources.isOutdated(entry.tags(), entry.sourceVersion())) {
            return no(
                    near, MissReason.EXPIRED, "The answer was made from a version of its source that is not current.");
        }
        if (complaints.isRejected(entry, unit, similarity)) {
            return no(near, MissReason.REJECTED, "Somebody said that this is wrong for this question or one near it.");
        }
        if (!options.validator().accepts(entry.answer())) {
            return no(near, MissReason.INVALID, "The validator does not accept the stored answer.");
        }
        double confidence = options.confidenceFn().confidence(similarity, age(entry), entry.metadata());
        if (!(confidence >= options.minConfidence())) {
            return no(
                    near,
                    MissReason.LOW_CONFIDENCE,
                    String.format(
                            Locale.ROOT, "The confidence of %.4f is below %.4f.", confidence, options.minConfidence()));
        }
        if (!isBoundKept(asked)) {
            return no(near, MissReason.ERROR_BUDGET, "The caller asks for fewer wrong answers than can be promised.");
        }
        var difference = options.guards().check(asked.reading(), Reading.of(entry.query()));
        if (difference.isPresent()) {
            return no(near, MissReason.GUARD, difference.get().sentence());
        }
        return similarity < options.verifyBelow() ? unverified(asked, near) : Optional.empty();
    }

    /// Asks the verifier, last because it is slow. One that cannot tell, or fails, has not said yes.
    private Optional<Miss.Refused> unverified(Asked asked, Near near) {
        if (options.verifier().isEmpty()) {
            return Optional.empty();
        }
        try {
            var entry = near.entry();
            var opinion = options.verifier().get().verify(asked.question().text(), entry.query(), entry.response());
            return opinion == Verifier.Opinion.SAME
                    ? Optional.empty()
                    : no(
                            near,
                            MissReason.VERIFIER,
                            opinion == Verifier.Opinion.DIFFERENT
                                    ? "The verifier says that the questions ask for different things."
                                    : "The verifier cannot tell.");
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (RuntimeException failure) {
            return no(near, MissReason.VERIFIER, "The verifier failed.");
        }
    }

    private static Optional<Miss.Refused> no(Near near, MissReason reason, String detail) {
        return Optional.of(near.refused(reason, detail, OptionalDouble.empty()));
    }

    /// Seconds since an answer was stored, at least 0.
    long age(StoredEntry entry) {
        return Math.max(
                0,
                Duration.between(entry.createdAt(), options.clock().instant()).toSeconds());
    }
}
