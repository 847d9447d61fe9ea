package dev.mnemo.user;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.user.digest.Digest;
import dev.mnemo.user.digest.DigestWork;
import dev.mnemo.user.digest.Reflection;
import dev.mnemo.user.digest.Traits;
import dev.mnemo.user.erase.Erasure;
import dev.mnemo.user.erase.Transfer;
import dev.mnemo.user.extract.ExtractWork;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.extract.Extractor;
import dev.mnemo.user.extract.IdleWork;
import dev.mnemo.user.extract.Learning;
import dev.mnemo.user.extract.Triggers;
import dev.mnemo.user.extract.chinese.Chinese;
import dev.mnemo.user.extract.english.English;
import dev.mnemo.user.extract.model.ModelExtractor;
import dev.mnemo.user.extract.rule.RuleExtractor;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.ReadWork;
import dev.mnemo.user.file.Removals;
import dev.mnemo.user.keep.Retention;
import dev.mnemo.user.keep.RetentionClock;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.store.Entries;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.store.Vectors;
import dev.mnemo.user.talk.Talk;
import dev.mnemo.user.work.EmbedWork;
import dev.mnemo.user.work.Handler;
import dev.mnemo.user.work.Workers;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The parts that all tenants of one process share.
final class Engine implements AutoCloseable {
    final Store store;
    final Findable findable;
    final Memories memories;
    final Talk talk;
    final Documents documents;
    final Optional<Removals> removals;
    final Retention retention;
    final RetentionClock retentionClock;
    final Workers workers;
    final Recipe recipe;
    final Recall recall;
    final RecallGate recallGate;
    final AccessCounts accessCounts;
    final Triggers triggers;
    final Digest digest;
    final Reflection reflection;
    final Traits traits;
    final Told<Extracted> onExtraction;
    final Told<LanguageModelCall> onLlmCall;
    final Told<EmbeddingCall> onEmbeddingCall;
    final Optional<CachingEmbedder> embedder;
    final ExecutorService async = Executors.newVirtualThreadPerTaskExecutor();
    volatile boolean autoExtract;
    volatile boolean graph = true;
    volatile int reflectionInterval;

    Engine(NeuroMemoryOptions options) {
        onExtraction = new Told<>(options.listeners().onExtraction());
        onLlmCall = new Told<>(options.listeners().onLlmCall());
        onEmbeddingCall = new Told<>(options.listeners().onEmbeddingCall());
        embedder = options.embedder().map(one -> new CachingEmbedder(new ObservedEmbedder(one, onEmbeddingCall)));
        var model = options.languageModel().<LanguageModel>map(one -> new ObservedLanguageModel(one, onLlmCall));
        store = open(options);
        findable = new Findable(new Entries(new Words()), new Vectors(), embedder.map(one -> one));
        memories = new Memories(findable);
        talk = new Talk(findable);
        documents = new Documents(store, memories, options.storage(), options.extractors());
        documents.removeAbandoned();
        removals = options.storage().map(objects -> new Removals(store, objects));
        triggers = new Triggers(store, options.extraction());
        autoExtract = options.autoExtract();
        reflectionInterval = options.reflectionInterval();
        var handlers = new ArrayList<Handler>();
        handlers.add(new ReadWork(documents));
        embedder.ifPresent(one -> handlers.add(new EmbedWork(store, findable.vectors(), one)));
        handlers.add(extractWork(model));
        handlers.add(new IdleWork(triggers));
        digest = new Digest(store, memories, model);
        handlers.add(new DigestWork(digest));
        reflection = new Reflection(store, memories, model);
        traits = new Traits(memories);
        recipe = options.recipe();
        recall = new Recall(options.recipe(), embedder.map(one -> one), options.clock(), options.heldBytesMax());
        recallGate = new RecallGate(options.poolSize());
        accessCounts = new AccessCounts(store, async);
        retention = new Retention(store, memories, findable, documents);
        retentionClock = new RetentionClock(retention);
        workers = new Workers(new Lanes(store, options.random()), handlers, options.workers(), options.leaseTime());
    }

    private static Store open(NeuroMemoryOptions options) {
        var database = Database.open(options.database(), options.poolSize());
        boolean done = false;
        try {
            var store = Store.open(database, options.clock(), options.random(), options.masterKeys());
            if (options.keysComplete()) {
                store.checkKeys();
            }
            done = true;
            return store;
        } finally {
            if (!done) {
                database.close();
            }
        }
    }

    private ExtractWork extractWork(Optional<LanguageModel> model) {
        Extractor extractor = model.<Extractor>map(ModelExtractor::new)
                .orElseGet(() -> new RuleExtractor(new English(), new Chinese()));
        return new ExtractWork(
                store,
                findable,
                embedder.map(one -> one),
                new ExtractWork.Parts(extractor, new Learning(memories, new GraphTies(() -> graph))),
                new ExtractWork.Following(() -> reflectionInterval, Digest.LANE, onExtraction));
    }

    /// Does blocking work on a thread of its own.
    Erasure erasure() {
        return new Erasure(store, documents, removals);
    }

    Transfer transfer() {
        return new Transfer(store, findable, documents);
    }

    <T> CompletionStage<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, async);
    }

    @Override
    public void close() {
        triggers.shutDown();
        async.close();
        workers.close();
        retentionClock.close();
        removals.ifPresent(Removals::close);
        accessCounts.write();
        store.close();
        embedder.ifPresent(CachingEmbedder::close);
        documents.objects().ifPresent(ObjectStore::close);
    }
}
