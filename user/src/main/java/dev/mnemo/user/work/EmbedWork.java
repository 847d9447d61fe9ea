package dev.mnemo.user.work;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.store.Entries;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.store.Vectors;
import dev.mnemo.user.talk.MessageRows;
import dev.mnemo.user.talk.Talk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives messages and memories their vectors, many at a time.
public final class EmbedWork implements Handler {
    private static final int ITEMS_MAX = 32;

    private final Store store;
    private final Vectors vectors;
    private final Embedder embedder;

    public EmbedWork(Store store, Vectors vectors, Embedder embedder) {
        this.store = store;
        this.vectors = vectors;
        this.embedder = embedder;
    }

    @Override
    public String kind() {
        return Findable.EMBED;
    }

    @Override
    public int itemsMax() {
        return ITEMS_MAX;
    }

    @Override
    public Results work(Lease lease) {
        var seqs = lease.items().stream()
                .map(item -> (long) item.payload().number("seq", 0))
                .toList();
        var texts = texts(lease, seqs);
        if (texts.isEmpty()) {
            return _ -> {};
        }
        var found = embedder.embed(List.copyOf(texts.values()), Embedder.Purpose.PASSAGE);
        var rows = List.copyOf(texts.keySet());
        return person -> {
            var present = Entries.present(person, rows);
            for (int i = 0; i < rows.size(); i++) {
                if (present.contains(rows.get(i))) {
                    vectors.put(person, embedder.fingerprint(), rows.get(i), found.get(i));
                }
            }
        };
    }

    private Map<Long, String> texts(Lease lease, List<Long> seqs) {
        var texts = new LinkedHashMap<Long, String>();
        store.read(lease.owner(), person -> {
            MessageRows.bySeq(person, seqs).forEach(message -> texts.put(message.seq(), Talk.searchText(message)));
            MemoryRows.bySeq(person, seqs).forEach(memory -> texts.put(memory.seq(), memory.content()));
            return new ArrayList<>(texts.keySet());
        });
        return texts;
    }
}
