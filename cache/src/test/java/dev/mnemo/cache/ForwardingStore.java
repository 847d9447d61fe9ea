package dev.mnemo.cache;

import dev.mnemo.cache.store.Candidate;
import dev.mnemo.cache.store.Changes;
import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.Feedback;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.Removed;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A store around another one, for tests that change one thing.
class ForwardingStore implements Store {
    final Store store;

    ForwardingStore(Store store) {
        this.store = store;
    }

    @Override
    public String kind() {
        return store.kind();
    }

    @Override
    public Model open(Model model) {
        return store.open(model);
    }

    @Override
    public Optional<StoredEntry> find(Key key) {
        return store.find(key);
    }

    @Override
    public List<StoredEntry> get(Collection<Long> ids) {
        return store.get(ids);
    }

    @Override
    public List<StoredEntry> entries(long afterId, int limit) {
        return store.entries(afterId, limit);
    }

    @Override
    public void vectors(long afterId, VectorReader each) {
        store.vectors(afterId, each);
    }

    @Override
    public SortedMap<String, Long> counts() {
        return store.counts();
    }

    @Override
    public long count(Scope scope) {
        return store.count(scope);
    }

    @Override
    public List<Candidate> leastRecent(Scope scope, int limit) {
        return store.leastRecent(scope, limit);
    }

    @Override
    public List<Long> put(List<StoredEntry> entries) {
        return store.put(entries);
    }

    @Override
    public void touch(Collection<Touch> touches) {
        store.touch(touches);
    }

    @Override
    public List<Removed> remove(Selection selection) {
        return store.remove(selection);
    }

    @Override
    public long sequence() {
        return store.sequence();
    }

    @Override
    public Changes changesSince(long sequence, int limit) {
        return store.changesSince(sequence, limit);
    }

    @Override
    public void addCounters(Collection<Counter> amounts) {
        store.addCounters(amounts);
    }

    @Override
    public List<Counter> counters() {
        return store.counters();
    }

    @Override
    public void dropCounters(String namespace) {
        store.dropCounters(namespace);
    }

    @Override
    public long addFeedback(Feedback feedback) {
        return store.addFeedback(feedback);
    }

    @Override
    public List<Feedback> feedback(long afterId, int limit) {
        return store.feedback(afterId, limit);
    }

    @Override
    public void dropFeedback(Collection<Long> ids) {
        store.dropFeedback(ids);
    }

    @Override
    public Optional<String> note(String name) {
        return store.note(name);
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        return store.notes(prefix);
    }

    @Override
    public void writeNotes(Map<String, String> notes) {
        store.writeNotes(notes);
    }

    @Override
    public Optional<String> damage(Depth depth) {
        return store.damage(depth);
    }

    @Override
    public void snapshot(Path file) {
        store.snapshot(file);
    }

    @Override
    public void close() {
        store.close();
    }
}
