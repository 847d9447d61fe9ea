package dev.mnemo.project.recall;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.project.node.NodeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One ranking for each store that is open, all by the same recipe.
public final class Rankings implements AutoCloseable {
    /// How often what was found out about stores is saved, if there is enough of it.
    private static final Duration SAVING_EVERY = Duration.ofSeconds(10);

    /// Changes that are worth saving while a process runs, and when it ends.
    private static final int RUNNING_CHANGES = 1_000;

    private static final int LAST_CHANGES = 32;

    private final Recipe recipe;
    private final Optional<Embedder> embedder;
    private final EventLog events;
    private final InstantSource clock;
    private final Map<Path, Ranking> rankings = new ConcurrentHashMap<>();
    private final Map<Path, Meanings> meanings = new ConcurrentHashMap<>();

    private final Thread saver = Thread.ofVirtual().name("ranking-saver").unstarted(this::save);

    /// @param recipe how to rank
    /// @param embedder the model that gives meaning; empty means by words alone; belongs to the caller
    /// @param events where a failing model is noted
    public Rankings(Recipe recipe, Optional<Embedder> embedder, EventLog events, InstantSource clock) {
        this.recipe = recipe;
        this.embedder = embedder;
        this.events = events;
        this.clock = clock;
    }

    private void save() {
        try {
            while (true) {
                Thread.sleep(SAVING_EVERY);
                rankings.values().forEach(ranking -> ranking.save(RUNNING_CHANGES));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// The ranking of a store; the first call reads the store and begins to compute what meaning needs.
    public Ranking of(NodeStore store) {
        return rankings.computeIfAbsent(store.directory(), _ -> make(store));
    }

    /// How stores are ranked.
    public Recipe recipe() {
        return recipe;
    }

    private Ranking make(NodeStore store) {
        synchronized (saver) {
            if (saver.getState() == Thread.State.NEW) {
                saver.start();
            }
        }
        return recipe instanceof Recipe.Fused fused
                ? new Hybrid(store, fused, embedder.map(model -> meanings(store, model, fused)), clock)
                : new Classic(store, clock);
    }

    /// Whether every active node of a store has its vector; true without a model, when none is wanted.
    public boolean isMeaningComplete(NodeStore store) {
        of(store);
        var known = meanings.get(store.directory());
        return known == null || known.isComplete();
    }

    private Meanings meanings(NodeStore store, Embedder model, Recipe.Fused fused) {
        return meanings.computeIfAbsent(store.directory(), _ -> new Meanings(store, model, events, fused.words() == 0));
    }

    /// Ends the background work and saves what is worth it. The stores must still be open.
    @Override
    public void close() {
        saver.interrupt();
        rankings.values().forEach(ranking -> ranking.save(LAST_CHANGES));
        meanings.values().forEach(Meanings::close);
    }
}
