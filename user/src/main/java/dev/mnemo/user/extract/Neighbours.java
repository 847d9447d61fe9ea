package dev.mnemo.user.extract;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.talk.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what is believed already and may have to do with messages: by words and, with an embedder, by meaning.
final class Neighbours {
    /// Memories of all messages together.
    private static final int KNOWN_MAX = 24;

    /// Rows that are looked at for one message; most of them are other messages.
    private static final int ROWS_MAX = 60;

    private final Store store;
    private final Findable findable;
    private final Optional<Embedder> embedder;

    Neighbours(Store store, Findable findable, Optional<Embedder> embedder) {
        this.store = store;
        this.findable = findable;
        this.embedder = embedder;
    }

    List<Memory> of(Owner owner, List<Message> messages) {
        var texts = messages.stream().map(Message::content).toList();
        var vectors = embedder.flatMap(model -> vectors(model, texts));
        return store.read(owner, person -> {
            var ranks = new LinkedHashMap<Long, Double>();
            for (int i = 0; i < texts.size(); i++) {
                add(
                        ranks,
                        findable.entries().find(person, texts.get(i), ROWS_MAX).seqs());
                if (vectors.isPresent()) {
                    var model = embedder.orElseThrow().fingerprint();
                    add(
                            ranks,
                            findable
                                    .vectors()
                                    .nearest(person, model, vectors.get().get(i), ROWS_MAX)
                                    .stream()
                                    .map(neighbour -> neighbour.id())
                                    .toList());
                }
            }
            var best = ranks.entrySet().stream()
                    .sorted(Map.Entry.<Long, Double>comparingByValue().reversed())
                    .map(Map.Entry::getKey)
                    .toList();
            var known = new LinkedHashMap<Long, Memory>();
            MemoryRows.bySeq(person, best.subList(0, Math.min(best.size(), ROWS_MAX * 4)))
                    .forEach(memory -> known.put(memory.seq(), memory));
            return best.stream()
                    .filter(known::containsKey)
                    .map(known::get)
                    .filter(memory -> memory.isCurrent() && memory.type() != MemoryType.DOCUMENT)
                    .limit(KNOWN_MAX)
                    .toList();
        });
    }

    /// A model that fails costs its neighbours and not the extraction: what is learned is embedded by work of its
    /// own, which is tried again until the model is back.
    private static Optional<List<float[]>> vectors(Embedder model, List<String> texts) {
        try {
            return Optional.of(model.embed(texts, Embedder.Purpose.QUERY));
        } catch (MnemoException failure) {
            if (failure.fault() != Fault.MODEL) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /// Reciprocal ranks, as Cormack and others (2009) fuse them.
    private static void add(Map<Long, Double> ranks, List<Long> seqs) {
        for (int rank = 0; rank < seqs.size(); rank++) {
            ranks.merge(seqs.get(rank), 1.0 / (60 + rank), Double::sum);
        }
    }
}
