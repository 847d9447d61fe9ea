package dev.mnemo.user;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.digest.Digest;
import dev.mnemo.user.digest.DigestResult;
import dev.mnemo.user.digest.EmotionProfile;
import dev.mnemo.user.erase.Certificate;
import dev.mnemo.user.erase.Erasure;
import dev.mnemo.user.extract.Retry;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryRows.Filter;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.kv.KeyValueRows;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.NewMessage;
import java.io.BufferedReader;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What is known about the people who talk to an agent: the one door to this module. Hand over each message, ask before
/// each answer.
///
/// Every method takes the person first: any name the application has for them, up to 255 characters. What is asked of
/// somebody unknown has an empty answer. A caller's mistake is a {@link Refusal} with one sentence; a broken world is a
/// {@link dev.mnemo.kernel.fault.MnemoException}; neither is ever answered by an empty list.
///
/// Safe for many threads, and for many processes on one database. Methods block and are meant for virtual threads;
/// `…Async` twins return a stage.
public final class NeuroMemory implements AutoCloseable {
    /// Memories of a list, if nobody says otherwise.
    public static final int MEMORIES_DEFAULT = 50;

    /// How far back recent memories go, if nobody says otherwise.
    public static final int RECENT_DAYS_DEFAULT = 7;

    /// After how many days without use a memory is cold, if nobody says otherwise.
    public static final int COLD_DAYS_DEFAULT = 90;

    private final Engine engine;
    private final String tenant;

    NeuroMemory(Engine engine) {
        this(engine, Owner.TENANT_DEFAULT);
    }

    private NeuroMemory(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// Begins to collect options.
    ///
    /// @param databaseUrl `postgresql://user:password@host:port/database`, or the path of an SQLite file
    /// @param clock what time it is
    /// @param random makes ids; safe for many threads
    public static NeuroMemoryBuilder builder(String databaseUrl, InstantSource clock, RandomGenerator random) {
        return new NeuroMemoryBuilder(databaseUrl, clock, random);
    }

    /// The same memory for the people of another tenant. They share nothing with people of the same name elsewhere.
    public NeuroMemory tenant(String name) {
        return new NeuroMemory(engine, Owner.check("tenant", name));
    }

    /// What was said.
    public Conversations conversations() {
        return new Conversations(engine, tenant);
    }

    /// Values of the application.
    public KeyValues kv() {
        return new KeyValues(engine, tenant);
    }

    /// Files, their bytes and their text.
    public Files files() {
        return new Files(engine, tenant);
    }

    /// What an operator does.
    public Upkeep upkeep() {
        return new Upkeep(engine, tenant);
    }

    /// Who and what a person knows, and how these are related.
    public Graph graph() {
        return new Graph(engine, tenant);
    }

    /// What is believed: memories one by one, their versions and their history.
    public MemoryBook memories() {
        return new MemoryBook(engine, tenant);
    }

    /// How people are.
    public TraitBook traits() {
        return new TraitBook(engine, tenant);
    }

    /// Calls whatever blocks on a thread of its own, for methods here and in the parts that have no `…Async` twin:
    /// `memory.async(door -> door.kv().list("ann", "app"))`.
    public <T> CompletionStage<T> async(Function<NeuroMemory, T> work) {
        return engine.later(() -> work.apply(this));
    }

    /// What can be set while the memory runs.
    public Settings settings() {
        return new Settings(engine);
    }

    /// Keeps a message in a session of its own. When this returns the message survives the end of the process and can
    /// be recalled by its words; nothing waits for a model.
    ///
    /// @param role `user`, `assistant`, `system` or `tool`
    public Message ingest(String userId, String role, String content) {
        return conversations().ingest(userId, NewMessage.of(role, content), Conversations.Ingest.DEFAULT);
    }

    /// Keeps a message in a session.
    public Message ingest(String userId, String role, String content, String sessionId) {
        return conversations().ingest(userId, NewMessage.of(role, content), Conversations.Ingest.into(sessionId));
    }

    /// As {@link #ingest(String, String, String, String)}.
    public CompletionStage<Message> ingestAsync(String userId, String role, String content, String sessionId) {
        return engine.later(() -> ingest(userId, role, content, sessionId));
    }

    /// What comes to mind: up to 20 memories and messages for a question, best first, each with why. Makes one vector
    /// and
    /// calls no language model; the store is only read.
    public Recalled recall(String userId, String query) {
        return recall(userId, Cue.of(query));
    }

    /// What comes to mind for a question with conditions: how many, which kinds, which times, as of when, within how
    /// many
    /// tokens.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store or the model fails; never an empty answer instead
    public Recalled recall(String userId, Cue cue) {
        return recall(userId, cue, engine.recipe);
    }

    /// As above by another way of ranking than the one this memory was opened with.
    public Recalled recall(String userId, Cue cue, Recipe recipe) {
        return new Recalling(engine).recall(owner(userId), cue, recipe);
    }

    /// As {@link #recall(String, Cue)}.
    public CompletionStage<Recalled> recallAsync(String userId, Cue cue) {
        return engine.later(() -> recall(userId, cue));
    }

    /// Waits until no background work of a person waits any more, whichever process does it.
    ///
    /// @return false if some still waits after that time
    public boolean awaitIdle(String userId, Duration atMost) {
        var owner = owner(userId);
        return engine.workers.awaitUntil(() -> engine.store.read(owner, Lanes::waiting) == 0, atMost);
    }

    /// How much background work waits and was done, of all people of all tenants; for whoever watches the server.
    public WorkLoad workLoad() {
        return engine.store.database().read(tx -> WorkLoad.of(tx, engine.workers.done(), engine.workers.failed()));
    }

    /// Background work of a person that failed so often that it was given up, oldest first.
    public List<Lanes.Dead> deadWork(String userId) {
        return engine.store.read(owner(userId), person -> Lanes.dead(person, Page.ITEMS_MAX));
    }

    /// Has work of one kind that was given up tried again; says how many pieces.
    ///
    /// @param kind as {@link #deadWork} names it
    public int retryDeadWork(String userId, String kind) {
        int revived = engine.store
                .writeIfKnown(owner(userId), person -> Lanes.revive(person, kind))
                .orElse(0);
        engine.workers.wake();
        return revived;
    }

    /// As {@link Conversations#retryFailedExtractions}.
    public Retry.Outcome retryFailedExtractions(String userId, Duration atMost) {
        return conversations().retryFailedExtractions(userId, atMost);
    }

    /// Looks at what is new since the last digest and writes down what it says as a whole: insights and mood. Nothing
    /// new is zeros and asks no model.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the model fails; what was not looked at stays new
    public DigestResult digest(String userId) {
        return digest(userId, Digest.BATCH_DEFAULT);
    }

    /// As {@link #digest(String)}, with 1 to 500 memories that a model is shown at once.
    public DigestResult digest(String userId, int batchSize) {
        var result = engine.digest.run(owner(userId), batchSize);
        engine.workers.wake();
        return result;
    }

    /// As {@link #digest(String, int)}.
    public CompletionStage<DigestResult> digestAsync(String userId, int batchSize) {
        return engine.later(() -> digest(userId, batchSize));
    }

    /// As {@link #retryFailedExtractions}.
    public CompletionStage<Retry.Outcome> retryFailedExtractionsAsync(String userId, Duration atMost) {
        return engine.later(() -> retryFailedExtractions(userId, atMost));
    }

    /// How a person feels, as the last digest saw it; empty before the first one.
    public Optional<EmotionProfile> emotionProfile(String userId) {
        return engine.store.read(owner(userId), EmotionProfile::of);
    }

    /// Everything a person said about somebody or something: memories, relations, messages and all of it in order.
    public EntityProfile entityProfile(String userId, String entity) {
        var relations = graph().findEntityFacts(userId, entity, Optional.empty(), Graph.FACTS_DEFAULT);
        return engine.store.read(owner(userId), person -> EntityProfile.of(person, engine.findable, entity, relations));
    }

    /// As {@link #entityProfile}.
    public CompletionStage<EntityProfile> entityProfileAsync(String userId, String entity) {
        return engine.later(() -> entityProfile(userId, entity));
    }

    /// Memories made from one moment until before another, versions of the past included, newest first.
    ///
    /// @param end now, if empty
    /// @param types only these; all if empty
    /// @param limit 1 to 1,000
    public Page<Memory> getMemoriesByTimeRange(
            String userId, Instant start, Optional<Instant> end, List<MemoryType> types, int limit) {
        if (end.filter(until -> !start.isBefore(until)).isPresent()) {
            throw new Refusal("The start " + start + " is not before the end " + end.get() + ".");
        }
        return memories().page(userId, new Filter(types, Optional.of(start), end, false), limit, 0);
    }

    /// Memories of the last days, versions of the past included, newest first.
    ///
    /// @param days 1 to 36,500
    /// @param types only these; all if empty
    /// @param limit 1 to 1,000
    public List<Memory> getRecentMemories(String userId, int days, List<MemoryType> types, int limit) {
        var start = engine.store.clock().instant().minus(MemoryBook.days(days), ChronoUnit.DAYS);
        return memories()
                .page(userId, new Filter(types, Optional.of(start), Optional.empty(), false), limit, 0)
                .items();
    }

    /// Up to 50 memories of the last seven days.
    public List<Memory> getRecentMemories(String userId) {
        return getRecentMemories(userId, RECENT_DAYS_DEFAULT, List.of(), MEMORIES_DEFAULT);
    }

    /// Memories, versions of the past included, that recall has not returned for some days, or that are as old and were
    /// never returned; the coldest first.
    ///
    /// @param thresholdDays 1 to 36,500
    public List<Memory> coldMemories(String userId, int thresholdDays, int limit) {
        var before = engine.store.clock().instant().minus(MemoryBook.days(thresholdDays), ChronoUnit.DAYS);
        return engine.store.read(owner(userId), person -> MemoryRows.unusedSince(person, before, Page.limit(limit)));
    }

    /// What a rollback did.
    ///
    /// @param rolledBack memories that were learned since, and are no longer believed
    /// @param reactivated memories that were given up since, and are believed again
    /// @param profileValues values of the profile that are what they were
    /// @param relations relations of the graph that were ended or are held again
    /// @param undo the moment to roll back to in order to undo this
    public record RolledBack(int rolledBack, int reactivated, int profileValues, int relations, Instant undo) {}

    /// Makes what is believed what was believed at a moment: memories, relations and the profile. Nothing is lost
    /// by it, so it can be undone by rolling back to {@link RolledBack#undo}. Messages, files and other values stay
    /// as they are.
    public RolledBack rollbackMemories(String userId, Instant toTime) {
        return engine.store
                .writeIfKnown(owner(userId), person -> {
                    var undo = person.now().minus(1, ChronoUnit.MICROS);
                    var done = engine.memories.rollBack(person, toTime);
                    int values = KeyValueRows.rollBackProfile(person, toTime);
                    var edges = GraphRows.rollBack(person, toTime);
                    return new RolledBack(
                            done.rolledBack(),
                            done.reactivated(),
                            values,
                            edges.rolledBack() + edges.reactivated(),
                            undo);
                })
                .orElseGet(() -> new RolledBack(0, 0, 0, 0, toTime));
    }

    /// As {@link #rollbackMemories}.
    public CompletionStage<RolledBack> rollbackMemoriesAsync(String userId, Instant toTime) {
        return engine.later(() -> rollbackMemories(userId, toTime));
    }

    /// The people of whom something is kept, the one with the latest change first.
    ///
    /// @param part only those whose names hold this text; all if empty
    /// @param limit 1 to 1,000
    /// @param offset people to pass over
    public Page<KnownPerson> people(String part, int limit, int offset) {
        return engine.store
                .database()
                .read(tx -> KnownPerson.list(tx, tenant, part, Page.limit(limit), Page.offset(offset)));
    }

    /// What is kept of a person, in figures.
    public Stats stats(String userId) {
        return engine.store.read(owner(userId), Stats::of);
    }

    /// Removes everything of a person: rows, words, vectors, waiting work, relations, what this process holds,
    /// and, by a note in the same transaction, the objects of files, at once if the object storage answers. What
    /// was begun before does not come back. The certificate says what went.
    public Certificate deleteUserData(String userId) {
        var certificate = engine.erasure().erase(owner(userId));
        engine.findable.vectors().drop(owner(userId));
        engine.recall.drop(Recalling.name(owner(userId)));
        engine.accessCounts.drop(owner(userId));
        clearEmbeddingCache();
        return certificate;
    }

    /// As {@link #deleteUserData}.
    public CompletionStage<Certificate> deleteUserDataAsync(String userId) {
        return engine.later(() -> deleteUserData(userId));
    }

    /// Looks for remains of a person who was erased, in tables and files.
    public Erasure.Verification verifyErasure(String userId) {
        return engine.erasure().verify(owner(userId));
    }

    /// Writes everything of a person as lines of JSON, row by row; says how many rows.
    public long exportUserData(String userId, Writer out) {
        return engine.transfer().export(owner(userId), out);
    }

    /// As {@link #exportUserData}.
    public CompletionStage<Long> exportUserDataAsync(String userId, Writer out) {
        return engine.later(() -> exportUserData(userId, out));
    }

    /// Reads an export into a person of whom nothing is kept, all or nothing; says how many rows. Export, deletion and
    /// import leave everything as it was.
    public long importUserData(String userId, BufferedReader in) {
        long rows = engine.transfer().importInto(owner(userId), in);
        engine.workers.wake();
        return rows;
    }

    /// As {@link #importUserData}.
    public CompletionStage<Long> importUserDataAsync(String userId, BufferedReader in) {
        return engine.later(() -> importUserData(userId, in));
    }

    /// Forgets the vectors of the latest queries.
    public void clearEmbeddingCache() {
        engine.embedder.ifPresent(CachingEmbedder::clear);
    }

    private Owner owner(String userId) {
        return new Owner(tenant, userId);
    }

    /// Ends after the work under way; what waits stays in the queue. Closes the memory of every tenant.
    @Override
    public void close() {
        engine.close();
    }
}
