package dev.mnemo.kernel.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers the vectors of the latest queries: an agent's message is often asked about several times within one
/// turn. Passages pass through, since each is embedded once.
public final class CachingEmbedder implements Embedder {
    /// Queries remembered.
    private static final int QUERIES_MAX = 500;

    /// A longer query is not remembered, so that the cache stays within some megabytes.
    private static final int QUERY_CHARS_MAX = 2_000;

    private final Embedder embedder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, float[]> latest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > QUERIES_MAX;
        }
    };

    /// @param embedder does the work; closed with this
    public CachingEmbedder(Embedder embedder) {
        this.embedder = embedder;
    }

    @Override
    public String fingerprint() {
        return embedder.fingerprint();
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (purpose == Purpose.PASSAGE) {
            return embedder.embed(texts, purpose);
        }
        var known = known(texts);
        var unknown = texts.stream()
                .filter(text -> !known.containsKey(text))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            var vectors = embedder.embed(unknown, purpose);
            for (int i = 0; i < unknown.size(); i++) {
                known.put(unknown.get(i), vectors.get(i));
            }
            remember(unknown, vectors);
        }
        var found = new ArrayList<float[]>(texts.size());
        for (var text : texts) {
            found.add(Objects.requireNonNull(known.get(text)).clone());
        }
        return found;
    }

    /// Forgets every query.
    public void clear() {
        lock.lock();
        try {
            latest.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        embedder.close();
    }

    private Map<String, float[]> known(List<String> texts) {
        var known = new LinkedHashMap<String, float[]>();
        lock.lock();
        try {
            for (var text : texts) {
                var vector = latest.get(text);
                if (vector != null) {
                    known.put(text, vector);
                }
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void remember(List<String> texts, List<float[]> vectors) {
        lock.lock();
        try {
            for (int i = 0; i < texts.size(); i++) {
                if (texts.get(i).length() <= QUERY_CHARS_MAX) {
                    latest.put(texts.get(i), vectors.get(i));
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
