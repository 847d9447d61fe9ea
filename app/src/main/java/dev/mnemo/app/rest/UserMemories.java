package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.app.rest.PersonViews.ChangeView;
import dev.mnemo.app.rest.PersonViews.MemoryView;
import dev.mnemo.app.rest.PersonViews.MessageView;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.MemoryUpdate;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is believed about a person, one by one.
final class UserMemories {
    private static final String MEMORIES = "/api/users/{user}/memories";
    static final int IMPORTANCE_MAX = 10;

    private final Rows rows = new Rows("User memory: what is believed");
    private final Tenants tenants;

    UserMemories(Tenants tenants) {
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        Supplier<Json.Obj> one = () -> Shapes.ofOutput(MemoryView.class);
        return List.of(
                rows.read(
                                MEMORIES,
                                "Memories, newest first: those believed now, or as the query says.",
                                Listing.class,
                                this::list)
                        .answers(() -> Rows.page("memories", MemoryView.class)),
                rows.read(
                                MEMORIES + "/recent",
                                "Memories of the last days, past versions included.",
                                Recent.class,
                                this::recent)
                        .answers(() -> Rows.page("memories", MemoryView.class)),
                rows.read(
                                "/api/users/{user}/cold",
                                "Memories that recall has not returned for long, the coldest first.",
                                Cold.class,
                                this::cold)
                        .answers(() -> Rows.page("memories", MemoryView.class)),
                rows.write(Method.POST, MEMORIES, "Keep a memory.", Wanted.class, this::add)
                        .answers(one),
                rows.read(
                                MEMORIES + "/{id}",
                                "One version of a memory, with its evidence.",
                                Rows.Nothing.class,
                                this::get)
                        .answers(() -> Shapes.ofOutput(Whole.class)),
                rows.write(
                                Method.PATCH,
                                MEMORIES + "/{id}",
                                "Begin the next version of a memory.",
                                Change.class,
                                this::update)
                        .answers(one),
                rows.remove(
                        MEMORIES + "/{id}", "Remove a memory in all its versions.", Rows.Nothing.class, this::delete),
                rows.write(
                        Method.POST,
                        MEMORIES + "/{id}/close",
                        "Say that a memory is no longer so; it stays findable as of the past.",
                        End.class,
                        this::close),
                rows.read(
                                MEMORIES + "/{id}/history",
                                "Versions and changes of a memory, oldest first.",
                                Rows.Nothing.class,
                                this::history)
                        .answers(() -> Shapes.ofOutput(History.class)));
    }

    /// Which memories are wanted.
    record Listing(
            @Param(value = "Only what was noted then or later, past versions included." + Moments.ABOUT, byDefault = "")
            String start,

            @Param(value = "Only what was noted before; now if not given." + Moments.ABOUT, byDefault = "")
            String end,

            @Param(value = "What was believed at this moment." + Moments.ABOUT, byDefault = "")
            String asOf,

            @Param(
                    value = "Only of these types: fact, episodic, insight, trait, general, document, procedural.",
                    byDefault = "",
                    max = 10)
            List<String> type,

            @Param(value = "At most so many.", byDefault = "50", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset) {}

    /// Which recent memories are wanted.
    record Recent(
            @Param(value = "So many days back.", byDefault = "7", min = 1, max = 36_500)
            int days,

            @Param(value = "Only of these types.", byDefault = "", max = 10)
            List<String> type,

            @Param(value = "At most so many.", byDefault = "50", min = 1, max = Page.ITEMS_MAX)
            int limit) {}

    /// Which cold memories are wanted.
    record Cold(
            @Param(value = "Not returned for so many days.", byDefault = "90", min = 1, max = 36_500)
            int thresholdDays,

            @Param(value = "At most so many.", byDefault = "50", min = 1, max = Page.ITEMS_MAX)
            int limit) {}

    /// A memory as an application gives it.
    record Wanted(
            @Param(value = "The memory in words.", min = 1, max = NewMemory.CONTENT_CHARS_MAX)
            String content,

            @Param(value = "fact, episodic, insight, trait, general, document or procedural.", byDefault = "general")
            String memoryType,

            @Param(value = "From 1, casual, to 10, core of a life.", byDefault = "5", min = 1, max = IMPORTANCE_MAX)
            int importance,

            @Param(
                    value = "With 'attribute': what a newer memory must be about to replace this one, such as 'user'.",
                    byDefault = "",
                    max = 200)
            String subject,

            @Param(value = "With 'subject': such as 'employer'.", byDefault = "", max = 200)
            String attribute,

            @Param(value = "When it was said, if that was not now." + Moments.ABOUT, byDefault = "")
            String saidAt,

            @Param(value = "Whatever the application adds.", byDefault = "")
            Json.Obj metadata,

            @Param(value = "The ids of messages that say so.", byDefault = "", max = 100)
            List<String> sources) {
        NewMemory memory() {
            var made = NewMemory.of(MemoryType.of(memoryType), content)
                    .withImportance(importance)
                    .withMetadata(metadata)
                    .withSources(sources);
            if (subject.isEmpty() != attribute.isEmpty()) {
                throw new Refusal("'subject' and 'attribute' belong together; give both or none.");
            }
            var slotted = subject.isEmpty() ? made : made.withSlot(subject, attribute);
            return Moments.of("said_at", saidAt).map(slotted::withSaidAt).orElse(slotted);
        }
    }

    /// What is to be different.
    record Change(
            @Param(value = "Other words.", byDefault = "", max = NewMemory.CONTENT_CHARS_MAX)
            String content,

            @Param(value = "Another type.", byDefault = "") String memoryType,

            @Param(value = "Another importance, 1 to 10.", min = 1, max = IMPORTANCE_MAX) @Nullable
            Integer importance,

            @Param(value = "Replaces the metadata as a whole; stays if not given.", byDefault = "")
            Json metadata) {
        MemoryUpdate update() {
            if (!(metadata instanceof Json.Obj || metadata instanceof Json.Null)) {
                throw new Refusal("'metadata' must be an object {...}.");
            }
            return new MemoryUpdate(
                    content.isBlank() ? Optional.empty() : Optional.of(content),
                    memoryType.isEmpty() ? Optional.empty() : Optional.of(MemoryType.of(memoryType)),
                    Optional.ofNullable(importance),
                    metadata instanceof Json.Obj given ? Optional.of(given) : Optional.empty());
        }
    }

    /// When something ended.
    record End(
            @Param(value = "When it stopped being so, if that is known." + Moments.ABOUT, byDefault = "")
            String endedAt) {}

    /// A memory with the messages it was drawn from.
    record Whole(MemoryView memory, List<MessageView> evidence) {}

    /// All that became of a memory.
    record History(List<MemoryView> versions, List<ChangeView> changes) {}

    private static List<MemoryType> types(List<String> words) {
        return words.stream().map(MemoryType::of).toList();
    }

    private static Response page(Page<Memory> page) {
        return Rows.page(
                "memories",
                page.total(),
                page.items().stream().map(MemoryView::of).toList());
    }

    private static Response page(List<Memory> memories) {
        return page(new Page<>(memories.size(), memories));
    }

    private Response list(Request request, Listing listing) {
        var memory = tenants.memory(request);
        var user = Tenants.user(request);
        var types = types(listing.type());
        var start = Moments.of("start", listing.start());
        var end = Moments.of("end", listing.end());
        var asOf = Moments.of("as_of", listing.asOf());
        if (start.isPresent() || end.isPresent()) {
            if (asOf.isPresent() || start.isEmpty() || listing.offset() > 0) {
                throw new Refusal("'end' needs a 'start', and neither goes with 'as_of' or 'offset'.");
            }
            return page(memory.getMemoriesByTimeRange(user, start.get(), end, types, listing.limit()));
        }
        return page(
                asOf.map(moment -> memory.memories().listAsOf(user, moment, types, listing.limit(), listing.offset()))
                        .orElseGet(() -> memory.memories().list(user, types, listing.limit(), listing.offset())));
    }

    private Response recent(Request request, Recent recent) {
        return page(tenants.memory(request)
                .getRecentMemories(Tenants.user(request), recent.days(), types(recent.type()), recent.limit()));
    }

    private Response cold(Request request, Cold cold) {
        return page(tenants.memory(request).coldMemories(Tenants.user(request), cold.thresholdDays(), cold.limit()));
    }

    private Response add(Request request, Wanted wanted) {
        var kept = tenants.memory(request).memories().add(Tenants.user(request), wanted.memory());
        return Response.json(201, RecordJson.of(MemoryView.of(kept)));
    }

    private Response get(Request request, Rows.Nothing nothing) {
        var memory = tenants.memory(request);
        var user = Tenants.user(request);
        return memory.memories()
                .get(user, request.part("id"))
                .map(found -> Rows.json(new Whole(MemoryView.of(found), evidence(memory, user, found.id()))))
                .orElseGet(UserMemories::missing);
    }

    private static List<MessageView> evidence(NeuroMemory memory, String user, String id) {
        return memory.memories().sources(user, id).stream()
                .flatMap(source -> memory.conversations().get(user, source).stream())
                .map(MessageView::of)
                .toList();
    }

    private static Response missing() {
        return Rows.missing("There is no such memory of this person.");
    }

    private Response update(Request request, Change change) {
        return ifCurrent(
                request,
                book -> Rows.json(MemoryView.of(
                        book.memories().update(Tenants.user(request), request.part("id"), change.update()))));
    }

    private Response close(Request request, End end) {
        return ifCurrent(request, book -> {
            book.memories().close(Tenants.user(request), request.part("id"), Moments.of("ended_at", end.endedAt()));
            return Response.empty(204);
        });
    }

    private Response ifCurrent(Request request, Function<NeuroMemory, Response> change) {
        var memory = tenants.memory(request);
        var found = memory.memories().get(Tenants.user(request), request.part("id"));
        if (found.isEmpty()) {
            return missing();
        }
        return found.get().isCurrent()
                ? change.apply(memory)
                : Response.problem(409, "not_current", "This version is of the past; change the current one.");
    }

    private Response delete(Request request, Rows.Nothing nothing) {
        return tenants.memory(request).memories().delete(Tenants.user(request), request.part("id"))
                ? Response.empty(204)
                : missing();
    }

    private Response history(Request request, Rows.Nothing nothing) {
        var book = tenants.memory(request).memories();
        var user = Tenants.user(request);
        var id = request.part("id");
        var versions = book.versions(user, id);
        return versions.isEmpty()
                ? missing()
                : Rows.json(new History(
                        versions.stream().map(MemoryView::of).toList(),
                        book.history(user, id).stream().map(ChangeView::of).toList()));
    }
}
