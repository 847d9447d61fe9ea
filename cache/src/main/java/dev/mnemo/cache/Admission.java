package dev.mnemo.cache;

import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What may enter, and how. Checks sizes before anything costs time, and fitness before anything is changed.
final class Admission {
    private final Entries entries;
    private final CacheOptions options;
    private final Embedding embedding;
    private final Sources sources;
    private final Telemetry telemetry;

    Admission(Entries entries, CacheOptions options, Embedding embedding, Sources sources, Telemetry telemetry) {
        this.entries = entries;
        this.options = options;
        this.embedding = embedding;
        this.sources = sources;
        this.telemetry = telemetry;
    }

    /// Stores an answer, or says why not.
    ///
    /// @throws Refusal if the question, the answer or the metadata is too long, or the vector cannot be stored
    PutResult put(Asked asked, NewAnswer given) {
        long start = System.nanoTime();
        checkSizes(asked, given);
        var objection = objection(given);
        if (objection.isPresent()) {
            telemetry.tell(
                    CacheEvent.PUT_REJECTED, asked.namespace(), objection.get().reason());
            return objection.get();
        }
        long id = entries.put(entry(asked, given, vector(asked)));
        telemetry.tell(CacheEvent.PUT, asked.namespace(), System.nanoTime() - start);
        return new PutResult.Stored(id);
    }

    /// Stores another answer in place of an entry's.
    ///
    /// @return what became of it; empty if there is no such entry
    Optional<PutResult> replace(long entryId, NewAnswer given) {
        return entries.get(List.of(entryId)).stream().findFirst().map(entry -> {
            var unit = UnitVectors.of(entry.embedding());
            var asked = new Asked(
                    new Question(entry.query(), entry.namespace(), entry.partition(), unit, false, Strictness.USUAL),
                    options.normalize());
            if (unit.isEmpty()) {
                asked.textOnly();
            }
            return put(asked, given);
        });
    }

    /// Why an answer is not fit to be stored; empty if it is.
    Optional<PutResult.KeptOut> objection(NewAnswer given) {
        var answer = given.answer();
        if (!answer.toolCalls().isEmpty() && !options.storedFinishes().contains(FinishReason.TOOL_CALLS)) {
            return keptOut("tools", "The answer runs tools; allow TOOL_CALLS in storedFinishes to store such answers.");
        }
        if (!options.storedFinishes().contains(answer.finish())) {
            return keptOut(
                    "finish",
                    "The answer ended with " + answer.finish() + "; stored are " + options.storedFinishes() + ".");
        }
        if (!options.validator().accepts(answer)) {
            return keptOut("validator", "The validator does not accept the answer.");
        }
        if (sources.isOutdated(given.tags(), given.sourceVersion())) {
            return keptOut("source", "The answer was made from a version of its source that is not current any more.");
        }
        return Optional.empty();
    }

    private static Optional<PutResult.KeptOut> keptOut(String reason, String sentence) {
        return Optional.of(new PutResult.KeptOut(reason, sentence));
    }

    private void checkSizes(Asked asked, NewAnswer given) {
        checkBytes("question", asked.question().text(), options.maxQueryBytes(), "maxQueryBytes");
        checkBytes("answer", given.answer().text(), options.maxResponseBytes(), "maxResponseBytes");
        checkBytes("answer's form", given.answer().form().compact(), options.maxResponseBytes(), "maxResponseBytes");
        checkBytes("metadata", given.metadata().compact(), options.maxMetadataBytes(), "maxMetadataBytes");
    }

    private static void checkBytes(String what, String text, int max, String option) {
        if (Bytes.exceed(text, max)) {
            throw new Refusal(
                    "The " + what + " has " + Bytes.utf8(text) + " bytes; " + option + " allows " + max + ".");
        }
    }

    /// A question that is not or cannot be compared by meaning is found by its text only and costs no vector.
    private float[] vector(Asked asked) {
        boolean byTextOnly = asked.question().embedding().isEmpty()
                && (options.sameTextOnly() || Bytes.tokens(asked.form()) > options.semanticTokensMax());
        return byTextOnly || asked.isTextOnly() ? new float[embedding.dimensions()] : embedding.forStore(asked);
    }

    private StoredEntry entry(Asked asked, NewAnswer given, float[] vector) {
        Instant now = options.clock().instant();
        return new StoredEntry(
                0,
                asked.namespace(),
                asked.key().queryHash(),
                asked.question().text(),
                given.answer().text(),
                vector,
                given.metadata(),
                now,
                now,
                given.lifetime().ttl(options.defaultTtl()),
                0,
                asked.key().partition(),
                given.tags(),
                given.sourceVersion(),
                given.answer().cost(),
                given.answer().form());
    }
}
