package dev.mnemo.cache;

import dev.mnemo.cache.policy.Reading;
import dev.mnemo.cache.store.Key;
import java.util.Optional;

/// A question on its way through the cache: its normal form, its key, and its vector once somebody made it. Belongs
/// to one thread at a time.
final class Asked {
    private final Question question;
    private final String form;
    private final Key key;
    private Optional<float[]> unit = Optional.empty();
    private Optional<Reading> reading = Optional.empty();
    private boolean refreshDue;
    private boolean auditDue;
    private boolean textOnly;

    Asked(Question question, boolean normalize) {
        this.question = question;
        this.form = normalize ? NormalForm.of(question.text()) : question.text();
        this.key = new Key(question.namespace(), question.partition(), NormalForm.hash(form));
        this.textOnly = question.strictness().sameTextOnly();
    }

    Question question() {
        return question;
    }

    /// The text that is hashed and embedded.
    String form() {
        return form;
    }

    Key key() {
        return key;
    }

    /// One text for namespace, partition and hash.
    String flight() {
        return Partitions.name(key.namespace(), key.partition()) + '\n' + key.queryHash();
    }

    String namespace() {
        return question.namespace();
    }

    /// The vector at unit length, if it was made.
    Optional<float[]> unit() {
        return unit;
    }

    void unit(float[] vector) {
        unit = Optional.of(vector);
    }

    /// The words of the question as guards see them; made when they are first needed.
    Reading reading() {
        if (reading.isEmpty()) {
            reading = Optional.of(Reading.of(question.text()));
        }
        return reading.get();
    }

    /// Whether the question has no vector and is to be stored for its text alone.
    boolean isTextOnly() {
        return textOnly;
    }

    void textOnly() {
        textOnly = true;
    }

    /// Whether the answer found should be compared with a fresh one.
    boolean isAuditDue() {
        return auditDue;
    }

    void auditDue(boolean due) {
        auditDue = due;
    }

    /// Whether the answer found should be fetched anew in the background.
    boolean isRefreshDue() {
        return refreshDue;
    }

    void refreshDue(boolean due) {
        refreshDue = due;
    }
}
