package dev.mnemo.cache;

import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.vector.IndexOptions;
import dev.mnemo.kernel.vector.VectorSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The pieces of an open cache, put together.
record Parts(
        Entries entries,
        CacheOptions options,
        AtomicReference<Double> threshold,
        Telemetry telemetry,
        Lookup lookup,
        Admission admission,
        Fetch fetch,
        Paraphrases paraphrases,
        Judgements feedback,
        Upkeep upkeep,
        Report report,
        Expiry expiry,
        Eviction eviction,
        Follower follower,
        Optional<IndexFile> indexFile,
        Optional<Learning> learning,
        Housekeeping housekeeping) {

    static Parts open(Store store, Embedder embedder, CacheOptions options) {
        boolean done = false;
        try {
            var model = model(embedder);
            checkModel(store.open(model), model);
            var counters = new Counters();
            var telemetry = new Telemetry(options.metricsHook(), counters);
            if (options.selfCheck() && !options.sameTextOnly()) {
                SelfCheck.run(store, embedder, telemetry);
            }
            var parts = assemble(store, embedder, options, counters, telemetry);
            done = true;
            return parts;
        } finally {
            if (!done) {
                store.close();
            }
        }
    }

    static Model model(Embedder embedder) {
        return new Model(embedder.fingerprint(), embedder.dimensions());
    }

    static void checkModel(Model stored, Model wanted) {
        if (!stored.equals(wanted)) {
            throw new MnemoException(
                    Fault.EMBEDDER_MISMATCH,
                    "This cache holds vectors of %s with %d components, the embedder is %s with %d."
                            .formatted(
                                    stored.fingerprint(),
                                    stored.dimensions(),
                                    wanted.fingerprint(),
                                    wanted.dimensions()),
                    "Use the model the cache was made with, or start a new cache.");
        }
    }

    private static Parts assemble(
            Store store, Embedder embedder, CacheOptions options, Counters counters, Telemetry telemetry) {
        var opened = IndexFile.open(
                store,
                embedder.fingerprint(),
                new IndexOptions(
                        embedder.dimensions(),
                        options.vectorDtype(),
                        options.indexBackend().graphFromRows(),
                        options.indexGraph(),
                        VectorSource.NONE),
                options,
                telemetry);
        var entries = new Entries(store, opened.index());
        long sequence = opened.sequence().orElseGet(store::sequence);
        if (opened.sequence().isEmpty()) {
            entries.rebuild();
        }
        var complaints = new Complaints(store);
        complaints.load();
        var sources = new Sources(store);
        sources.load();

        var threshold = new AtomicReference<>(options.similarityThreshold());
        var embedding = new Embedding(embedder, telemetry);
        var expiry = new Expiry(entries, options, telemetry);
        var eviction = new Eviction(entries, options, telemetry);
        eviction.lookAtAll();
        var learning = Learning.open(options, store, telemetry);
        var acceptance = new Acceptance(options, threshold::get, complaints, sources, learning);
        var lookup = new Lookup(entries, options, embedding, acceptance, expiry);
        var admission = new Admission(entries, options, embedding, sources, telemetry);
        var follower = new Follower(entries, options, sequence, complaints::load);
        if (opened.sequence().isPresent()) {
            follower.catchUpNow();
        }
        opened.check().ifPresent(check -> opened.file().orElseThrow().check(check, entries::rebuild));
        var housekeeping = new Housekeeping(
                List.of(
                        entries::flush,
                        () -> counters.flush(store),
                        () -> learning.ifPresent(budget -> budget.flush(store)),
                        expiry::run,
                        eviction::run,
                        () -> opened.file().ifPresent(file -> file.keepUp(follower, entries))),
                options.accessFlushInterval(),
                telemetry);
        return new Parts(
                entries,
                options,
                threshold,
                telemetry,
                lookup,
                admission,
                new Fetch(
                        lookup,
                        admission,
                        (asked, given) -> stored(eviction, housekeeping, learning, asked, given),
                        options,
                        telemetry),
                new Paraphrases(acceptance, options.flightWait()),
                new Judgements(complaints, embedding, options, telemetry, learning),
                new Upkeep(entries, expiry, sources, counters, telemetry),
                new Report(entries, embedder, options, counters, learning),
                expiry,
                eviction,
                follower,
                opened.file(),
                learning,
                housekeeping);
    }

    /// After an answer was stored: learns from it, and makes room if that is due: soon, or at once if the background
    /// fell behind. The answer is stored whatever becomes of this.
    void stored(Asked asked, NewAnswer given) {
        stored(eviction, housekeeping, learning, asked, given);
    }

    private static void stored(
            Eviction eviction, Housekeeping housekeeping, Optional<Learning> learning, Asked asked, NewAnswer given) {
        learning.ifPresent(budget -> budget.answered(asked, given.answer().text()));
        eviction.afterPut(asked.namespace(), housekeeping);
    }

    /// Writes what waits. What cannot be written is lost with a warning: access times and counters only.
    void close() {
        housekeeping.close();
        try {
            housekeeping.now();
            indexFile.ifPresent(file -> file.save(follower, entries));
        } catch (RuntimeException failure) {
            telemetry.warn("access times and counters could not be written when the cache closed", failure);
        } finally {
            entries.index().close();
            entries.store().close();
        }
    }
}
