package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.AnswerSink;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.vector.VectorDtype;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers that a model already gave, found again by the same text or the same meaning. The only door of the response
/// cache.
///
/// Safe for many threads, which never wait for one another while a model works. Looking up never throws for a broken
/// model or store: it misses and says why. Changes are in the store when a call returns; access times and counters
/// follow within the option `accessFlushInterval`.
///
/// A namespace and the fingerprint of a request are one partition; no answer ever leaves its own.
public final class SemanticCache implements AutoCloseable {
    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SemanticCache(Parts parts) {
        this.parts = parts;
    }

    /// Opens a cache on any store; closing the cache closes the store, and leaves the embedder open.
    ///
    /// @throws MnemoException with fault `EMBEDDER_MISMATCH` if the store's vectors are of another model
    public static SemanticCache open(Store store, Embedder embedder, CacheOptions options) {
        return new SemanticCache(Parts.open(store, embedder, options));
    }

    /// Opens a cache in one SQLite file, which is made if it is not there. Its index is saved beside it, in a file of
    /// the same name and `.index`, unless the option `indexFile` names another.
    ///
    /// @throws MnemoException as {@link #open(Store, Embedder, CacheOptions)}
    public static SemanticCache open(Path file, Embedder embedder, CacheOptions options) {
        var index = options.indexFile().orElseGet(() -> file.resolveSibling(file.getFileName() + ".index"));
        return open(new SqliteStore(file), embedder, options.with(index));
    }

    /// Makes a cache of a snapshot that {@link #dumps} wrote, and opens it. Threshold, quotas and other options are not
    /// in a snapshot.
    ///
    /// @param file where the cache is to be; must not exist
    /// @throws Refusal if there is no snapshot, or something at that place already
    /// @throws MnemoException with fault `EMBEDDER_MISMATCH` or `STORE_DAMAGED`; then there is no new file
    public static SemanticCache loads(Path snapshot, Path file, Embedder embedder, CacheOptions options) {
        Snapshot.restore(snapshot, Parts.model(embedder), file);
        return open(file, embedder, options);
    }

    /// The answer to a question of the default namespace, if there is one.
    public Optional<Hit> get(String question) {
        return get(Question.of(question));
    }

    /// The answer to a question, if there is one.
    public Optional<Hit> get(Question question) {
        return lookUp(question) instanceof Hit hit ? Optional.of(hit) : Optional.empty();
    }

    /// The answer to a question, or the whole explanation why there is none.
    public Outcome lookUp(Question question) {
        return lookUp(asked(question), false);
    }

    private Outcome lookUp(Asked asked, boolean allowStale) {
        checkOpen();
        long start = System.nanoTime();
        Outcome outcome;
        try {
            if (parts.options().multiProcessMode() != MultiProcessMode.SINGLE) {
                parts.follower().catchUp();
            }
            outcome = parts.lookup().find(asked, allowStale);
        } catch (MnemoException failure) {
            parts.telemetry().warn("the store failed during a look-up", failure);
            parts.telemetry()
                    .tell(
                            CacheEvent.STORE_FAILURE,
                            asked.namespace(),
                            failure.fault().name());
            outcome = Miss.of(MissReason.STORE_FAILURE, "The store failed: " + failure.fault() + ".");
        }
        long nanos = System.nanoTime() - start;
        switch (outcome) {
            case Hit hit -> {
                if (parts.entries().touch(hit.entryId(), parts.options().clock().instant())) {
                    parts.housekeeping().call();
                }
                parts.telemetry().hit(hit, nanos);
            }
            case Miss miss -> parts.telemetry().miss(asked.namespace(), miss, nanos);
        }
        if (parts.expiry().hasWork()) {
            parts.housekeeping().call();
        }
        return outcome;
    }

    /// The answer to a question from the cache, else from the model: one call for all who ask the same at the same
    /// time, in the same words or in others whose answer would be a hit. What the model answers is stored if it is
    /// fit to be; the caller gets it in any case. An answer past its time may come from the cache while a fresh one
    /// is fetched, if the options say so.
    ///
    /// @param model asks the model; runs on this thread, or later on another one for a fresh answer
    /// @throws RuntimeException what the model threw, for everybody who waited for it
    public Served getOrCompute(Question question, Supplier<NewAnswer> model) {
        var asked = asked(question);
        long seen = parts.paraphrases().landings();
        return switch (lookUp(asked, true)) {
            case Hit hit -> served(asked, hit, model, false);
            case Miss miss -> {
                try (var turn = parts.paraphrases().join(asked, seen)) {
                    var landed = turn.isWorthALook() ? parts.fetch().again(asked) : Optional.<Hit>empty();
                    yield landed.isPresent()
                            ? served(asked, landed.get(), model, true)
                            : parts.fetch().afterMiss(asked, miss, model);
                }
            }
        };
    }

    private Served served(Asked asked, Hit hit, Supplier<NewAnswer> model, boolean isShared) {
        if (asked.isRefreshDue()) {
            parts.fetch().refresh(asked, model);
        } else if (asked.isAuditDue()) {
            parts.learning().ifPresent(budget -> budget.audit(asked, hit, model));
        }
        return new Served(hit.answer(), hit.metadata(), hit, isShared);
    }

    /// As {@link #getOrCompute}, piece by piece: from the model at once as it comes, from the cache as it once came.
    /// Stored is what came to a clean end only.
    ///
    /// @param sink gets the pieces, on this thread
    /// @param keep what to store with the answer
    public Served getOrStream(
            Question question, AnswerSource model, AnswerSink sink, Function<Answer, NewAnswer> keep) {
        return new Streaming(this).serve(question, model, sink, keep);
    }

    /// Stores an answer under a question of the default namespace.
    public PutResult put(String question, String response) {
        return put(Question.of(question), NewAnswer.of(response));
    }

    /// Stores an answer, in place of the one its question had. When this returns, the store has it.
    ///
    /// @throws Refusal if something is too long or the vector cannot be stored
    /// @throws MnemoException if the store or the embedding model fails; then nothing has changed
    public PutResult put(Question question, NewAnswer answer) {
        checkOpen();
        var asked = asked(question);
        var result = parts.admission().put(asked, answer);
        if (result instanceof PutResult.Stored) {
            parts.stored(asked, answer);
        }
        return result;
    }

    /// Stores another answer in place of an entry's. Empty if there is no such entry.
    public Optional<PutResult> replace(long entryId, NewAnswer answer) {
        checkOpen();
        return parts.admission().replace(entryId, answer);
    }

    /// Removes the entry of exactly this text. False if there is none.
    public boolean delete(Question question) {
        checkOpen();
        return parts.entries()
                .find(asked(question).key())
                .map(entry -> delete(entry.id()))
                .orElse(false);
    }

    /// Removes an entry. False if there is none.
    public boolean delete(long entryId) {
        checkOpen();
        return parts.upkeep().delete(entryId);
    }

    /// Keeps a question, and those nearer to it than to the entry's own, from the entry of a hit, for good. If the
    /// entry was found by the same text, its answer is wrong for itself and nobody gets it until it is replaced.
    public void reject(Hit hit) {
        checkOpen();
        parts.feedback().reject(hit);
    }

    /// Says that a hit was right.
    public void confirm(Hit hit) {
        checkOpen();
        parts.feedback().confirm(hit);
    }

    /// Removes every entry of every namespace that bears a tag.
    ///
    /// @return how many
    public long invalidate(String tag) {
        checkOpen();
        return parts.upkeep().invalidate(tag);
    }

    /// Removes every entry of one namespace that bears a tag.
    ///
    /// @return how many
    public long invalidate(String namespace, String tag) {
        checkOpen();
        return parts.upkeep().invalidate(Scope.of(namespace), tag);
    }

    /// An entry as it is stored, whether it may be given out or not.
    public Optional<StoredEntry> entry(long entryId) {
        checkOpen();
        return parts.entries().get(List.of(entryId)).stream().findFirst();
    }

    /// Entries of all namespaces whose ids are greater than one, ascending; for who looks through them page by page.
    public List<StoredEntry> entries(long afterId, int limit) {
        checkOpen();
        return parts.entries().store().entries(afterId, limit);
    }

    /// The hit that gave an entry's answer to a question, made anew, for a caller who did not keep it and wants to
    /// {@link #reject} or {@link #confirm} it. Empty if there is no such entry where the question may look.
    ///
    /// @param similarity as the hit said it
    public Optional<Hit> hit(Question question, long entryId, double similarity) {
        var key = asked(question).key();
        return entry(entryId)
                .filter(entry -> entry.namespace().equals(key.namespace())
                        && entry.partition().equals(key.partition()))
                .map(entry -> Hit.again(question, entry, Key.of(entry).equals(key), similarity));
    }

    /// Declares the current version of a source of knowledge: removes what bears the source's tag and was made from
    /// another version, and stores no such answer any more.
    ///
    /// @return how many entries went
    public long sourceVersion(String tag, String version) {
        checkOpen();
        return parts.upkeep().sourceVersion(tag, version);
    }

    /// Removes what is past its time, in one namespace or in all, and gives the index's memory back.
    ///
    /// @return how many entries went
    public long vacuum(Optional<String> namespace, boolean compact) {
        checkOpen();
        return parts.upkeep().vacuum(namespace, compact);
    }

    /// Gives the memory of removed rows of the index back.
    ///
    /// @return how many rows
    public long compact() {
        checkOpen();
        return parts.upkeep().compact();
    }

    /// Counts of one namespace, or of all together.
    public Stats stats(Optional<String> namespace) {
        checkOpen();
        return parts.report().stats(namespace);
    }

    /// Whether all is well. Reads the whole store where that is the only way to know.
    public Health health() {
        checkOpen();
        return parts.report().health();
    }

    /// The namespaces that have entries, sorted.
    public List<String> listNamespaces() {
        checkOpen();
        return List.copyOf(parts.entries().store().counts().keySet());
    }

    /// Removes all entries and counts of a namespace.
    ///
    /// @return how many entries
    public long clearNamespace(String namespace) {
        checkOpen();
        return parts.upkeep().clearNamespace(namespace);
    }

    /// Removes all entries and counts.
    ///
    /// @return how many entries
    public long clear() {
        checkOpen();
        return parts.upkeep().clear();
    }

    /// Keeps vectors in memory more or less exactly from now on. The store keeps them whole, so nothing is lost.
    public void requantize(VectorDtype dtype) {
        checkOpen();
        parts.upkeep().requantize(dtype);
    }

    /// The cosine from which two questions may be the same. Readable after {@link #close}.
    public double similarityThreshold() {
        return parts.threshold().get();
    }

    /// Changes the threshold for look-ups from now on.
    ///
    /// @param threshold -1 to 1
    public void setSimilarityThreshold(double threshold) {
        checkOpen();
        CacheOptions.checkThreshold(threshold);
        parts.threshold().set(threshold);
    }

    /// Writes access times and counters now, and makes room where it is due.
    public void flush() {
        checkOpen();
        parts.housekeeping().now();
    }

    /// Writes everything to a new SQLite file, whatever the store, while others go on reading and writing.
    ///
    /// @throws Refusal if the file exists
    public void dumps(Path file) {
        checkOpen();
        parts.housekeeping().now();
        parts.entries().store().snapshot(file);
    }

    /// Writes what waits and closes the store. Closing again does nothing; anything else is refused from now on.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.close();
        }
    }

    private Asked asked(Question question) {
        return new Asked(question, parts.options().normalize());
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new Refusal("The cache is closed; open it again.");
        }
    }
}
