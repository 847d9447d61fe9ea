package dev.mnemo.user;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.ReadWork;
import dev.mnemo.user.file.Removals;
import dev.mnemo.user.recall.Recall;
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
    final Workers workers;
    final Recall recall;
    final AccessCounts accessCounts;
    final Optional<ObservedEmbedder> observed;
    final Optional<CachingEmbedder> embedder;
    final ExecutorService async = Executors.newVirtualThreadPerTaskExecutor();
    volatile boolean autoExtract;

    Engine(NeuroMemoryOptions options) {
        observed = options.embedder().map(one -> new ObservedEmbedder(one, options.onEmbeddingCall()));
        embedder = observed.map(CachingEmbedder::new);
        store = Store.open(Database.open(options.database(), options.poolSize()), options.clock(), options.random());
        findable = new Findable(new Entries(new Words()), new Vectors(), embedder.map(one -> one));
        memories = new Memories(findable);
        talk = new Talk(findable);
        documents = new Documents(store, memories, options.storage(), options.extractors());
        removals = options.storage().map(objects -> new Removals(store, objects));
        autoExtract = options.autoExtract();
        var handlers = new ArrayList<Handler>();
        handlers.add(new ReadWork(documents));
        embedder.ifPresent(one -> handlers.add(new EmbedWork(store, findable.vectors(), one)));
        recall = new Recall(options.recipe(), embedder.map(one -> one), options.clock(), Recall.HELD_BYTES_DEFAULT);
        accessCounts = new AccessCounts(store, async);
        workers = new Workers(new Lanes(store, options.random()), handlers, options.workers(), options.leaseTime());
    }

    <T> CompletionStage<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, async);
    }

    @Override
    public void close() {
        async.close();
        workers.close();
        removals.ifPresent(Removals::close);
        accessCounts.write();
        store.close();
        embedder.ifPresent(CachingEmbedder::close);
        documents.objects().ifPresent(ObjectStore::close);
    }
}
