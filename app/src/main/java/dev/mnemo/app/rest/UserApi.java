package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.app.rest.PersonViews.MessageView;
import dev.mnemo.app.rest.PersonViews.RecallView;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.Conversations;
import dev.mnemo.user.KnownPerson;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.NeuroMemory.RolledBack;
import dev.mnemo.user.Stats;
import dev.mnemo.user.extract.Retry;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.talk.NewMessage;
import dev.mnemo.user.talk.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// User memory over HTTP. A key of a tenant reaches that tenant's people; other keys name a tenant with `?tenant=`.
public final class UserApi {
    private static final String USER = "/api/users/{user}";
    static final int WAIT_SECONDS_MAX = 60;
    private static final Duration RETRY_WAIT = Duration.ofSeconds(30);
    private static final String SAID_AT = "session_timestamp";

    private final Rows rows = new Rows("User memory");
    private final Tenants tenants;
    private final Path spool;

    /// @param memory what is known about people; opened when it is first asked for
    /// @param spool a folder of this server's own for what is on its way in
    public UserApi(Supplier<NeuroMemory> memory, Path spool) {
        this.tenants = new Tenants(memory);
        this.spool = spool;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        var all = new ArrayList<Endpoint>();
        all.addAll(people());
        all.addAll(talk());
        all.addAll(new UserMemories(tenants).endpoints());
        all.addAll(new UserValues(tenants).endpoints());
        all.addAll(new UserGraph(tenants).endpoints());
        all.addAll(new UserFiles(tenants, spool).endpoints());
        all.addAll(new UserDigest(tenants).endpoints());
        all.addAll(new UserWhole(tenants, spool).endpoints());
        return List.copyOf(all);
    }

    private List<Endpoint> people() {
        return List.of(
                rows.read(
                                "/api/users",
                                "The people of whom something is kept, latest change first.",
                                Listing.class,
                                this::list)
                        .answers(() -> Rows.page("users", KnownPerson.class)),
                rows.read(USER + "/stats", "What is kept of a person, in figures.", Rows.Nothing.class, this::stats)
                        .answers(() -> Shapes.ofOutput(Stats.class)),
                rows.read(
                                USER + "/time-zone",
                                "Where a person is: whose \"yesterday\" it is, in what they say and ask.",
                                Rows.Nothing.class,
                                this::timeZone)
                        .answers(() -> Shapes.ofOutput(Zone.class)),
                rows.write(
                                Method.PUT,
                                USER + "/time-zone",
                                "Note where a person is; what was learned before stays as it is.",
                                Zone.class,
                                this::setTimeZone)
                        .answers(() -> Shapes.ofOutput(Zone.class)),
                rows.write(
                                Method.POST,
                                USER + "/rollback",
                                "Believe again what was believed at a moment; can be undone by rolling back to 'undo'.",
                                Rollback.class,
                                this::rollBack)
                        .answers(() -> Shapes.ofOutput(RolledBack.class)),
                rows.write(
                                Method.POST,
                                USER + "/retry-failed",
                                "Try again to learn from messages where that was given up, and wait a while for it.",
                                Rows.Nothing.class,
                                this::retry)
                        .answers(() -> Shapes.ofOutput(Retry.Outcome.class)),
                rows.ask(
                                USER + "/await-idle",
                                "Wait until no background work of a person waits any more.",
                                Wait.class,
                                this::awaitIdle)
                        .answers(() -> Shapes.ofOutput(Idle.class)));
    }

    private List<Endpoint> talk() {
        return List.of(
                rows.write(Method.POST, USER + "/messages", "Keep what was said.", Said.class, this::ingest)
                        .answers(() -> Shapes.ofOutput(MessageView.class)),
                rows.write(
                                Method.POST,
                                USER + "/messages/batch",
                                "Keep up to 1,000 messages in their order, all or none.",
                                Batch.class,
                                this::ingestAll)
                        .answers(() -> Shapes.ofOutput(BatchView.class)),
                rows.read(
                                USER + "/messages/{id}",
                                "One message.",
                                Rows.Nothing.class,
                                (request, _) -> tenants.memory(request)
                                        .conversations()
                                        .get(Tenants.user(request), request.part("id"))
                                        .map(message -> Rows.json(MessageView.of(message)))
                                        .orElseGet(() -> Rows.missing("There is no such message.")))
                        .answers(() -> Shapes.ofOutput(MessageView.class)),
                rows.ask(
                                USER + "/recall",
                                "What comes to mind for a question: memories, messages, relations and the profile.",
                                RecallCall.Ask.class,
                                (request, ask) -> RecallCall.answer(tenants.memory(request), request, ask))
                        .answers(() -> Shapes.ofOutput(RecallView.class)),
                rows.read(USER + "/sessions", "Conversations, latest message first.", Paging.class, this::sessions)
                        .answers(() -> Rows.page("sessions", Session.class)),
                rows.read(
                                USER + "/sessions/{id}/messages",
                                "The messages of a conversation, oldest first.",
                                Paging.class,
                                this::messages)
                        .answers(() -> Rows.page("messages", MessageView.class)),
                rows.write(
                                Method.POST,
                                USER + "/sessions/{id}/close",
                                "Note that a conversation has ended.",
                                Rows.Nothing.class,
                                this::close)
                        .answers(() -> Shapes.ofOutput(Closed.class)));
    }

    /// A zone.
    record Zone(
            @Param(value = "A name such as Europe/Berlin, or an offset such as +08:00.", min = 1, max = 100)
            String timeZone) {}

    private Response timeZone(Request request, Rows.Nothing nothing) {
        var zone = tenants.memory(request).conversations().timeZone(Tenants.user(request));
        return Rows.json(new Zone(zone.map(ZoneId::getId).orElse("UTC")));
    }

    private Response setTimeZone(Request request, Zone zone) {
        tenants.memory(request).conversations().setTimeZone(Tenants.user(request), Moments.zone(zone.timeZone()));
        return Rows.json(zone);
    }

    /// Which part of a list is wanted.
    record Paging(
            @Param(value = "At most so many.", byDefault = "100", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset) {}

    /// Which people are wanted.
    record Listing(
            @Param(value = "Only people whose names hold this text.", byDefault = "", max = 255)
            String search,

            @Param(value = "At most so many.", byDefault = "100", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset) {}

    /// A message as it comes in.
    record Said(
            @Param("Who said it: user, assistant, system or tool.")
            String role,

            @Param(value = "What was said.", max = NewMessage.CONTENT_CHARS_MAX)
            String content,

            @Param(value = "The conversation; a new one if not given.", byDefault = "", max = 255)
            String sessionId,

            @Param(value = "Whatever the application adds.", byDefault = "")
            Json.Obj metadata,

            @Param(value = "When it was said, if that was not now." + Moments.ABOUT, byDefault = "")
            String createdAt,

            @Param(value = "Whether memories are drawn from it.", byDefault = "true")
            boolean autoExtract) {
        NewMessage message() {
            return UserApi.message(role, content, metadata, createdAt);
        }
    }

    /// A message of a batch.
    record BatchMessage(
            @Param("Who said it: user, assistant, system or tool.")
            String role,

            @Param(value = "What was said.", max = NewMessage.CONTENT_CHARS_MAX)
            String content,

            @Param(value = "Whatever the application adds.", byDefault = "")
            Json.Obj metadata,

            @Param(value = "When it was said, if that was not now." + Moments.ABOUT, byDefault = "")
            String createdAt) {}

    /// Messages of one conversation.
    record Batch(
            @Param(value = "The messages, in their order.", min = 1, max = Conversations.BATCH_MESSAGES_MAX)
            List<BatchMessage> messages,

            @Param(value = "The conversation; a new one if not given.", byDefault = "", max = 255)
            String sessionId,

            @Param(value = "Whether memories are drawn from them.", byDefault = "true")
            boolean autoExtract) {}

    /// What a batch became.
    record BatchView(String sessionId, List<String> messageIds) {}

    /// Where to go back to.
    record Rollback(
            @Param("The moment whose beliefs are wanted." + Moments.ABOUT)
            String toTime) {}

    /// How long to wait.
    record Wait(
            @Param(value = "Seconds to wait at most.", byDefault = "30", max = WAIT_SECONDS_MAX)
            double timeoutSeconds) {}

    /// Whether nothing waits any more.
    record Idle(boolean idle) {}

    /// Whether a conversation was open and is closed now.
    record Closed(boolean closed) {}

    private static NewMessage message(String role, String content, Json.Obj metadata, String createdAt) {
        var said = Moments.of("created_at", createdAt);
        return new NewMessage(
                role,
                content,
                said.map(moment -> metadata.with(SAID_AT, moment.toString())).orElse(metadata));
    }

    private Response list(Request request, Listing listing) {
        var page = tenants.memory(request).people(listing.search(), listing.limit(), listing.offset());
        return Rows.page("users", page.total(), page.items());
    }

    private Response stats(Request request, Rows.Nothing nothing) {
        return Rows.json(tenants.memory(request).stats(Tenants.user(request)));
    }

    private Response ingest(Request request, Said said) {
        var kept = tenants.memory(request)
                .conversations()
                .ingest(Tenants.user(request), said.message(), into(said.sessionId(), said.autoExtract()));
        return Response.json(201, RecordJson.of(MessageView.of(kept)));
    }

    private static Conversations.Ingest into(String sessionId, boolean autoExtract) {
        return new Conversations.Ingest(
                sessionId.isEmpty() ? Optional.empty() : Optional.of(sessionId),
                autoExtract ? Optional.empty() : Optional.of(false));
    }

    private Response ingestAll(Request request, Batch batch) {
        var messages = batch.messages().stream()
                .map(one -> message(one.role(), one.content(), one.metadata(), one.createdAt()))
                .toList();
        var kept = tenants.memory(request)
                .conversations()
                .addMessagesBatch(Tenants.user(request), messages, into(batch.sessionId(), batch.autoExtract()));
        return Response.json(201, RecordJson.of(new BatchView(kept.sessionId(), kept.ids())));
    }

    private Response rollBack(Request request, Rollback rollback) {
        var moment = Moments.required("to_time", rollback.toTime());
        return Rows.json(tenants.memory(request).rollbackMemories(Tenants.user(request), moment));
    }

    private Response retry(Request request, Rows.Nothing nothing) {
        return Rows.json(tenants.memory(request).retryFailedExtractions(Tenants.user(request), RETRY_WAIT));
    }

    private Response awaitIdle(Request request, Wait wait) {
        var atMost = Duration.ofMillis(Math.round(wait.timeoutSeconds() * 1_000));
        return Rows.json(new Idle(tenants.memory(request).awaitIdle(Tenants.user(request), atMost)));
    }

    private Response sessions(Request request, Paging paging) {
        var page = tenants.memory(request)
                .conversations()
                .listSessions(Tenants.user(request), paging.limit(), paging.offset());
        return Rows.page("sessions", page.total(), page.items());
    }

    private Response messages(Request request, Paging paging) {
        var conversations = tenants.memory(request).conversations();
        var user = Tenants.user(request);
        var session = conversations.session(user, request.part("id"));
        if (session.isEmpty()) {
            return Rows.missing("There is no such conversation.");
        }
        var messages = conversations.getSessionMessages(user, request.part("id"), paging.limit(), paging.offset());
        return Rows.page(
                "messages",
                session.map(Session::messageCount).orElse(0L),
                messages.stream().map(MessageView::of).toList());
    }

    private Response close(Request request, Rows.Nothing nothing) {
        boolean closed =
                tenants.memory(request).conversations().closeSession(Tenants.user(request), request.part("id"));
        return Rows.json(new Closed(closed));
    }
}
