package dev.mnemo.project.recall;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreDelta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The vectors of one store's active nodes. They are computed on a thread of their own after a change and kept in
/// `index/meanings.vectors`; whoever ranks takes what is there and does without what is not. A node's text never
/// changes under its address, so a vector never goes stale.
final class Meanings implements AutoCloseable {
    /// How long a question may wait for a model that has not answered yet: a cold start is not worth more.
    private static final long COLD_WAIT_MILLIS = 50;

    /// How long a question may wait for a model that has answered before.
    private static final long WARM_WAIT_MILLIS = 1_000;

    /// How long new texts wait for more of their kind, and for the question that often follows a change at once and
    /// would have to share the processor with them.
    private static final long LINGER_MILLIS = 50;

    private static final int BATCH_TEXTS = 32;

    /// Characters of a text that are embedded; models read no more of it anyway.
    private static final int TEXT_CHARS_MAX = 2_000;

    private final NodeStore store;
    private final Embedder embedder;
    private final EventLog events;
    private final boolean alone;
    private final Path file;
    private final BlockingQueue<StoreDelta> changes = new LinkedBlockingQueue<>();
    private final NodeStore.Listening listening;
    private final Thread worker;
    private volatile @Nullable FlatIndex index;
    private volatile boolean warm;

    /// Vectors and a question to them. The index names a node by the bits of its address.
    static final class Question {
        private final FlatIndex index;
        private final FlatIndex.Probe probe;

        Question(FlatIndex index, float[] vector) {
            this.index = index;
            this.probe = index.probe(vector);
        }

        /// How near a node is, -1..1; empty if it has no vector yet.
        OptionalDouble similarity(Address address) {
            return index.similarity(probe, address.bits());
        }

        /// The nearest nodes among those that are admitted, nearest first.
        List<Neighbour> nearest(int limit, LongPredicate admits) {
            return index.nearest(probe, limit, admits);
        }
    }

    /// @param alone whether nothing but meaning ranks, so that a question waits even for a model that is loading
    Meanings(NodeStore store, Embedder embedder, EventLog events, boolean alone) {
        this.store = store;
        this.embedder = embedder;
        this.events = events;
        this.alone = alone;
        this.file = store.directory().resolve("index").resolve("meanings.vectors");
        this.listening = store.onChange(changes::add);
        changes.add(StoreDelta.EVERYTHING);
        this.worker = Thread.ofVirtual().name("meanings").start(this::work);
    }

    /// The question that a text asks of the vectors; empty if the model does not answer in time or has failed.
    Optional<Question> ask(String text) {
        var task = new FutureTask<>(() -> embedder.embed(cut(text), Embedder.Purpose.QUERY));
        Thread.ofVirtual().start(task);
        try {
            long wait = warm || alone ? WARM_WAIT_MILLIS : COLD_WAIT_MILLIS;
            var vector = task.get(wait, TimeUnit.MILLISECONDS);
            warm = true;
            var known = index;
            return known == null || known.size() == 0 ? Optional.empty() : Optional.of(new Question(known, vector));
        } catch (TimeoutException | ExecutionException wordsAlone) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Whether every active node has its vector.
    boolean isComplete() {
        var known = index;
        return known != null
                && store.read(view -> view.active().stream().allMatch(address -> known.contains(address.bits())));
    }

    @Override
    public void close() {
        listening.close();
        worker.interrupt();
    }

    private void work() {
        try {
            while (true) {
                var taken = new ArrayList<StoreDelta>();
                taken.add(changes.take());
                if (!alone && index != null) {
                    Thread.sleep(LINGER_MILLIS);
                }
                changes.drainTo(taken);
                try {
                    apply(taken);
                } catch (MnemoException fault) {
                    events.emit(Event.of(Event.Layer.SYSTEM, "embedding_failed", fault.sentence()));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(List<StoreDelta> deltas) throws InterruptedException {
        var vectors = index;
        if (vectors == null) {
            vectors = FlatIndex.load(file, embedder.fingerprint(), embedder.dimensions())
                    .orElseGet(() -> new FlatIndex(embedder.fingerprint(), embedder.dimensions()));
            index = vectors;
        }
        boolean forgotten = false;
        for (var delta : deltas) {
            for (var node : delta.put()) {
                forgotten |= node.type().equals(NodeType.TOMBSTONE)
                        && vectors.remove(node.address().bits());
            }
        }
        if (forgotten) {
            vectors.save(file);
        }
        embed(missing(deltas, vectors), vectors);
    }

    private List<Node> missing(List<StoreDelta> deltas, FlatIndex vectors) {
        var nodes = deltas.stream().anyMatch(StoreDelta::everything)
                ? store.read(view -> List.copyOf(view.activeNodes()))
                : store.read(view -> deltas.stream()
                        .flatMap(delta -> delta.activated().stream())
                        .distinct()
                        .filter(view::isActive)
                        .flatMap(address -> view.node(address).stream())
                        .toList());
        return nodes.stream()
                .filter(node -> !vectors.contains(node.address().bits()))
                .sorted(Comparator.comparingInt((Node node) -> node.content().length()))
                .toList();
    }

    private void embed(List<Node> nodes, FlatIndex vectors) throws InterruptedException {
        for (int from = 0; from < nodes.size(); from += BATCH_TEXTS) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var batch = nodes.subList(from, Math.min(nodes.size(), from + BATCH_TEXTS));
            var texts = new ArrayList<String>();
            batch.forEach(node -> texts.add(cut(node.content())));
            var embedded = embedder.embed(texts, Embedder.Purpose.PASSAGE);
            for (int i = 0; i < batch.size(); i++) {
                vectors.put(batch.get(i).address().bits(), embedded.get(i));
            }
            vectors.append(
                    file,
                    batch.stream().mapToLong(node -> node.address().bits()).toArray());
        }
    }

    private static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }
}
