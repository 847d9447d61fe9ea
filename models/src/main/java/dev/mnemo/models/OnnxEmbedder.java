package dev.mnemo.models;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An embedding model that runs in this process. Costs nothing until the first text, then a fifth of a second and
/// about 100 MB; the first process on a machine takes a second more, to leave behind what later ones load quickly.
/// Long lists take one processor; callers with more to spare may call from several threads.
public final class OnnxEmbedder implements Embedder {
    /// How much of a passage the model reads, in tokens of about four letters. Part of the fingerprint.
    static final int PASSAGE_TOKENS_MAX = 256;

    /// How much of a query the model reads, in tokens: its time grows with its length, and somebody waits.
    static final int QUERY_TOKENS_MAX = 64;

    /// How long the end of the process waits for a text or for the loading of the model: the library does not survive
    /// being torn down while it works.
    static final long END_WAIT_SECONDS_MAX = 30;

    private final Weights weights;
    private final Path cache;

    /// Closes the model when the process is told to end.
    private final Thread atEnd = Thread.ofPlatform().name("mnemo-model-end").unstarted(this::closeAtEnd);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private Optional<Network> network = Optional.empty();
    private Optional<MnemoException> failure = Optional.empty();
    private boolean closed;

    /// @param cache a folder in which later processes find what makes them start quickly
    OnnxEmbedder(Weights weights, Path cache) {
        this.weights = weights;
        this.cache = cache;
    }

    @Override
    public String fingerprint() {
        return "%s/%s/%s/%d"
                .formatted(
                        weights.modelName(), weights.sha256().substring(0, 16), weights.pooling(), PASSAGE_TOKENS_MAX);
    }

    @Override
    public int dimensions() {
        return Weights.DIMENSIONS;
    }

    /// Loads the model on a thread of its own, so that the first text need not wait for it. A failure shows when
    /// the first text is embedded.
    public void warm() {
        Thread.ofPlatform().daemon().name("mnemo-model-warm-up").start(() -> {
            try {
                embed("warm", Purpose.QUERY);
            } catch (MnemoException kept) {
                // load() keeps it and throws it at whoever comes next.
            }
        });
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        load();
        boolean isQuery = purpose == Purpose.QUERY;
        var prefix = isQuery ? weights.queryPrefix() : "";
        int tokensMax = isQuery ? QUERY_TOKENS_MAX : PASSAGE_TOKENS_MAX;
        var vectors = new ArrayList<float[]>(texts.size());
        for (var text : texts) {
            vectors.add(vector(prefix + text, tokensMax));
        }
        return vectors;
    }

    /// Waits for texts under way, then gives the model's memory back.
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeNetwork();
        } finally {
            lock.writeLock().unlock();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            // The process ends already, and this is what it would do.
        }
    }

    private void closeNetwork() {
        closed = true;
        network.ifPresent(Network::close);
        network = Optional.empty();
    }

    private void closeAtEnd() {
        try {
            if (lock.writeLock().tryLock(END_WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                try {
                    closeNetwork();
                } finally {
                    lock.writeLock().unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private float[] vector(String text, int tokensMax) {
        lock.readLock().lock();
        try {
            var loaded = network.orElseThrow(OnnxEmbedder::isClosed);
            return loaded.run(loaded.tokens(text, tokensMax));
        } finally {
            lock.readLock().unlock();
        }
    }

    private void load() {
        lock.readLock().lock();
        try {
            if (network.isPresent()) {
                return;
            }
        } finally {
            lock.readLock().unlock();
        }
        lock.writeLock().lock();
        try {
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (network.isEmpty() && !closed && willHearOfTheEnd()) {
                network = Optional.of(Network.load(weights, cache));
            }
        } catch (MnemoException fault) {
            failure = Optional.of(fault);
            throw fault;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// False if the process ends already: then nothing may be loaded any more.
    private boolean willHearOfTheEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(atEnd);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private static MnemoException isClosed() {
        return new MnemoException(Fault.MODEL, "The embedding model was closed.", "Open the memory again.");
    }
}
