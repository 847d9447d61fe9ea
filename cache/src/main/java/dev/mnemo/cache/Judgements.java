package dev.mnemo.cache;

import dev.mnemo.cache.store.Feedback;
import dev.mnemo.kernel.json.Json;
import java.util.Optional;

/// What callers say about hits, kept in the store.
final class Judgements {
    private final Complaints complaints;
    private final Embedding embedding;
    private final CacheOptions options;
    private final Telemetry telemetry;
    private final Optional<Learning> learning;

    Judgements(
            Complaints complaints,
            Embedding embedding,
            CacheOptions options,
            Telemetry telemetry,
            Optional<Learning> learning) {
        this.complaints = complaints;
        this.embedding = embedding;
        this.options = options;
        this.telemetry = telemetry;
        this.learning = learning;
    }

    void reject(Hit hit) {
        var asked = new Asked(hit.question(), options.normalize());
        keep(asked, hit, Complaints.REJECT);
        if (hit.layer() == HitLayer.SEMANTIC) {
            learning.ifPresent(budget -> budget.rejected(asked, hit.entryId()));
        }
        telemetry.tell(CacheEvent.FEEDBACK, hit.namespace(), false);
    }

    void confirm(Hit hit) {
        keep(new Asked(hit.question(), options.normalize()), hit, Complaints.CONFIRM);
        if (hit.layer() == HitLayer.SEMANTIC) {
            learning.ifPresent(budget -> budget.confirmed(hit.entryId()));
        }
        telemetry.tell(CacheEvent.FEEDBACK, hit.namespace(), true);
    }

    private void keep(Asked asked, Hit hit, String kind) {
        boolean isOfAnswer = hit.layer() == HitLayer.EXACT;
        complaints.keep(new Feedback(
                0,
                hit.entryId(),
                hit.namespace(),
                hit.question().partition(),
                kind,
                hit.question().text(),
                isOfAnswer ? new float[0] : embedding.forStore(asked),
                options.clock().instant(),
                Json.Obj.EMPTY
                        .with("hash", asked.key().queryHash())
                        .with("answer", isOfAnswer)
                        .with("similarity", hit.similarity())));
    }
}
