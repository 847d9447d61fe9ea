package dev.mnemo.cache;

import dev.mnemo.cache.policy.Rejections;
import dev.mnemo.cache.policy.Rejections.Rejection;
import dev.mnemo.cache.store.Feedback;
import dev.mnemo.cache.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What callers said was wrong, as the store has it. Two kinds:
///
/// - The answer is wrong for its own question. Then nobody gets it until it is replaced.
/// - The answer belongs to another question. Then this question never gets it, nor does one that is nearer to this
///   question than to the entry's own; not even after the entry was replaced.
final class Complaints {
    static final String REJECT = "reject";
    static final String CONFIRM = "confirm";
    private static final int PAGE = 1_000;

    private final Store store;
    private final Rejections questions = new Rejections();
    private final Map<Long, Instant> wrongAnswers = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private long loaded;

    Complaints(Store store) {
        this.store = store;
    }

    /// Keeps what somebody said, and minds it from now on.
    void keep(Feedback feedback) {
        store.addFeedback(feedback);
        load();
    }

    /// Takes over what the store has and this has not.
    void load() {
        loading.lock();
        try {
            List<Feedback> page;
            do {
                page = store.feedback(loaded, PAGE);
                page.forEach(this::add);
                loaded = page.isEmpty() ? loaded : page.getLast().id();
            } while (page.size() >= PAGE);
        } finally {
            loading.unlock();
        }
    }

    private void add(Feedback feedback) {
        if (!feedback.kind().equals(REJECT)) {
            return;
        }
        if (feedback.details().isTrue("answer")) {
            wrongAnswers.merge(feedback.entryId(), feedback.at(), (one, other) -> one.isAfter(other) ? one : other);
        } else {
            questions.add(new Rejection(feedback.entryId(), feedback.vector()));
        }
    }

    /// Whether an entry's answer was called wrong for its own question and has not been replaced since.
    boolean isWrong(StoredEntry entry) {
        var since = wrongAnswers.get(entry.id());
        return since != null && !entry.createdAt().isAfter(since);
    }

    /// Whether an entry is not to be given to a question.
    ///
    /// @param similarity cosine of the question and the entry's own
    boolean isRejected(StoredEntry entry, float[] unit, double similarity) {
        return isWrong(entry) || questions.blocks(entry.id(), unit, similarity);
    }
}
