package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Endpoint.Trait;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.app.rest.CacheApi.Removed;
import dev.mnemo.cache.Health;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Stats;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.vector.VectorDtype;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What people want to know of the response cache, and its upkeep.
public final class CacheCare {
    static final int ENTRIES_MAX = 1_000;
    static final int HOURS_MAX = 720;

    private final Rows rows = new Rows(CacheApi.GROUP + ": upkeep");
    private final Supplier<SemanticCache> cache;
    private final CacheJournal journal;
    private final CacheFigures figures;
    private final InstantSource clock;

    /// @param cache opened when it is first asked for
    public CacheCare(Supplier<SemanticCache> cache, CacheJournal journal, CacheFigures figures, InstantSource clock) {
        this.cache = cache;
        this.journal = journal;
        this.figures = figures;
        this.clock = clock;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        return List.of(
                rows.read("/api/cache/stats", "Counts of one namespace, or of all together.", Which.class, this::stats)
                        .answers(() -> Shapes.ofOutput(Stats.class)),
                rows.read(
                                "/api/cache/namespaces",
                                "The namespaces that have entries.",
                                Rows.Nothing.class,
                                this::namespaces)
                        .answers(() -> Shapes.ofOutput(Names.class)),
                rows.read(
                                "/api/cache/lookups",
                                "The latest look-ups, newest first, each with why.",
                                Latest.class,
                                this::lookups)
                        .answers(() -> Rows.page("lookups", LookupView.class)),
                rows.read("/api/cache/entries", "Entries by their ids, ascending.", After.class, this::entries)
                        .answers(() -> Shapes.ofOutput(EntryPage.class)),
                forAll(rows.read(
                                "/api/cache/history",
                                "Counts over time, noted every minute and kept for thirty days.",
                                Hours.class,
                                this::history)
                        .answers(() -> Shapes.ofOutput(Series.class))),
                forAll(rows.read(
                                "/api/cache/health",
                                "Whether all is well; reads the whole store.",
                                Rows.Nothing.class,
                                this::health)
                        .answers(() -> Shapes.ofOutput(Health.class))),
                upkeep(
                        "source-version",
                        "Declare the current version of a source; what was made from others goes.",
                        Source.class,
                        this::source),
                upkeep("vacuum", "Remove what is past its time, and give memory back.", Vacuum.class, this::vacuum),
                upkeep(
                        "compact",
                        "Give the memory of removed rows of the index back.",
                        Rows.Nothing.class,
                        (_, _) -> Rows.json(new Removed(cache.get().compact()))),
                upkeep("flush", "Write access times and counters now.", Rows.Nothing.class, (_, _) -> {
                    cache.get().flush();
                    return Response.empty(204);
                }),
                upkeep(
                        "threshold",
                        "Change the similarity from which two questions may be the same, until the server stops.",
                        Threshold.class,
                        this::threshold),
                upkeep("requantize", "Keep vectors in memory more or less exactly.", Precision.class, this::requantize),
                upkeep("clear", "Remove all entries and counts of all namespaces.", Rows.Nothing.class, this::clear));
    }

    private Response clear(Request request, Rows.Nothing nothing) {
        var removed = new Removed(cache.get().clear());
        journal.forget(Optional.empty());
        return Rows.json(removed);
    }

    private <I extends Record> Endpoint upkeep(String name, String summary, Class<I> body, Rows.Call<I> call) {
        return forAll(rows.write(Method.POST, "/api/cache/maintenance/" + name, summary, body, call)
                .forAccess(Access.ADMIN));
    }

    private static Endpoint forAll(Endpoint endpoint) {
        return endpoint.without(Trait.PER_TENANT);
    }

    /// A namespace.
    record Which(
            @Param(value = "Only this namespace; all together if not given.", byDefault = "", max = 256)
            String namespace) {}

    /// How many look-ups are wanted.
    record Latest(
            @Param(value = "Only of this namespace.", byDefault = "", max = 256)
            String namespace,

            @Param(value = "At most so many.", byDefault = "100", min = 1, max = CacheJournal.LOOKUPS_MAX)
            int limit) {}

    /// Which entries are wanted.
    record After(
            @Param(value = "Only of this namespace.", byDefault = "", max = 256)
            String namespace,

            @Param(
                    value = "Only entries whose ids are greater; 'next' of the page before.",
                    byDefault = "0",
                    max = 1L << 53)
            long after,

            @Param(value = "At most so many.", byDefault = "100", min = 1, max = ENTRIES_MAX)
            int limit) {}

    /// How far back.
    record Hours(
            @Param(value = "So many hours back.", byDefault = "24", min = 1, max = HOURS_MAX)
            int hours) {}

    /// A version of a source of knowledge.
    record Source(
            @Param(value = "The tag of the source.", min = 1, max = 256)
            String tag,

            @Param(value = "Its current version.", min = 1, max = 256)
            String version) {}

    /// What to clean.
    record Vacuum(
            @Param(value = "Only this namespace; all if not given.", byDefault = "", max = 256)
            String namespace,

            @Param(value = "Whether to give the index's memory back too.", byDefault = "true")
            boolean compact) {}

    /// A threshold.
    record Threshold(
            @Param(value = "A cosine from -1 to 1.", min = -1, max = 1)
            double threshold) {}

    /// How vectors are kept in memory.
    record Precision(
            @Param(
                    value = "How vectors are kept in memory.",
                    oneOf = {"float32", "float16", "int8"})
            String dtype) {}

    /// Names of namespaces.
    record Names(List<String> namespaces, double threshold) {}

    /// One look-up.
    record LookupView(
            Instant at,
            String namespace,
            String query,
            String key,
            String outcome,
            Optional<String> reason,
            String detail,
            OptionalDouble similarity,
            OptionalDouble needed,
            Optional<String> matched,
            OptionalLong entryId) {
        static Optional<LookupView> of(CacheJournal.Seen seen, String tenant) {
            return CacheNames.said(tenant, seen.namespace())
                    .map(name -> new LookupView(
                            seen.at(),
                            name,
                            seen.query(),
                            seen.partition(),
                            seen.outcome(),
                            seen.reason(),
                            seen.detail(),
                            seen.similarity(),
                            seen.needed(),
                            seen.matched(),
                            seen.entryId()));
        }
    }

    /// One entry.
    record EntryView(
            long id,
            String namespace,
            String query,
            String response,
            String key,
            List<String> tags,
            Json.Obj metadata,
            Instant createdAt,
            Instant lastAccessedAt,
            long accessCount,
            Optional<Double> ttl,
            boolean expired) {
        static EntryView of(StoredEntry entry, String tenant, String name, Instant now) {
            return new EntryView(
                    entry.id(),
                    name,
                    entry.query(),
                    entry.response(),
                    entry.partition(),
                    entry.tags().stream()
                            .flatMap(tag -> CacheNames.said(tenant, tag).stream())
                            .toList(),
                    entry.metadata(),
                    entry.createdAt(),
                    entry.lastAccessedAt(),
                    entry.accessCount(),
                    entry.ttl().map(ttl -> ttl.toMillis() / 1e3),
                    entry.expiredAt(now));
        }
    }

    /// A page of entries.
    ///
    /// @param next where the next page begins; not there if this is the last
    record EntryPage(List<EntryView> entries, OptionalLong next) {}

    /// Counts over time.
    record Series(List<CacheFigures.Point> points) {}

    private Response stats(Request request, Which which) {
        var tenant = Tenants.of(request);
        boolean isBound = !request.caller().tenant().isEmpty();
        if (which.namespace().isEmpty() && isBound) {
            throw new Refusal("A key of a tenant reads the counts of one namespace; give 'namespace'.");
        }
        var name = which.namespace().isEmpty()
                ? Optional.<String>empty()
                : Optional.of(CacheNames.of(tenant, which.namespace()));
        var stats = RecordJson.of(cache.get().stats(name));
        return Response.json(name.isPresent() ? stats.with("namespace", which.namespace()) : stats);
    }

    private Response namespaces(Request request, Rows.Nothing nothing) {
        var tenant = Tenants.of(request);
        var known = cache.get();
        return Rows.json(new Names(
                known.listNamespaces().stream()
                        .flatMap(name -> CacheNames.said(tenant, name).stream())
                        .toList(),
                known.similarityThreshold()));
    }

    private Response lookups(Request request, Latest latest) {
        var tenant = Tenants.of(request);
        var seen = journal.latest().stream()
                .flatMap(one -> LookupView.of(one, tenant).stream())
                .filter(one -> latest.namespace().isEmpty() || one.namespace().equals(latest.namespace()))
                .toList();
        return Rows.page("lookups", seen.size(), seen.subList(0, Math.min(latest.limit(), seen.size())));
    }

    private Response entries(Request request, After after) {
        var tenant = Tenants.of(request);
        var page = cache.get().entries(after.after(), after.limit());
        var now = clock.instant();
        var views = page.stream()
                .flatMap(entry -> CacheNames.said(tenant, entry.namespace())
                        .filter(name -> after.namespace().isEmpty() || name.equals(after.namespace()))
                        .map(name -> EntryView.of(entry, tenant, name, now))
                        .stream())
                .toList();
        return Rows.json(new EntryPage(
                views,
                page.size() < after.limit()
                        ? OptionalLong.empty()
                        : OptionalLong.of(page.getLast().id())));
    }

    private Response history(Request request, Hours hours) {
        return Rows.json(new Series(figures.since(clock.instant().minus(Duration.ofHours(hours.hours())))));
    }

    private Response health(Request request, Rows.Nothing nothing) {
        return Rows.json(cache.get().health());
    }

    private Response source(Request request, Source source) {
        var tenant = Tenants.of(request);
        return Rows.json(new Removed(cache.get().sourceVersion(CacheNames.of(tenant, source.tag()), source.version())));
    }

    private Response vacuum(Request request, Vacuum vacuum) {
        var name = vacuum.namespace().isEmpty()
                ? Optional.<String>empty()
                : Optional.of(CacheNames.of(Tenants.of(request), vacuum.namespace()));
        return Rows.json(new Removed(cache.get().vacuum(name, vacuum.compact())));
    }

    private Response threshold(Request request, Threshold threshold) {
        cache.get().setSimilarityThreshold(threshold.threshold());
        return Response.empty(204);
    }

    private Response requantize(Request request, Precision precision) {
        cache.get().requantize(VectorDtype.valueOf(precision.dtype().toUpperCase(Locale.ROOT)));
        return Response.empty(204);
    }
}
