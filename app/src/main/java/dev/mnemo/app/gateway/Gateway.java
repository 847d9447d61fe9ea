package dev.mnemo.app.gateway;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.user.NeuroMemory;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The gateway's rows of the table: the endpoints that are answered from the cache where that is right, and everything
/// else under `/v1`, which only passes by.
public final class Gateway implements AutoCloseable {
    /// Bytes of a request to an endpoint that is understood.
    public static final int REQUEST_BYTES_MAX = 32 * 1024 * 1024;

    /// How long a whole exchange with an upstream may take, if nobody says otherwise.
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(10);

    private static final String GROUP = "Gateway";

    private final Setup setup;
    private final UpstreamClient client;

    /// What the gateway works with.
    ///
    /// @param openAi where requests in OpenAI's protocol go; empty if that half is off
    /// @param anthropic where requests in Anthropic's protocol go; empty if that half is off
    /// @param timeout how long a whole exchange with an upstream may take
    /// @param cache the response cache, if there is one; asked for at every request
    /// @param users the user memory of a tenant, if there is one; asked for when a request names a user
    /// @param answered is told of each answer of an endpoint that is understood: its path, and what the cache did
    /// @param unexpected is told of failures that the caller need not know of
    public record Setup(
            Optional<Upstream> openAi,
            Optional<Upstream> anthropic,
            Duration timeout,
            Supplier<Optional<SemanticCache>> cache,
            Function<String, Optional<NeuroMemory>> users,
            BiConsumer<String, String> answered,
            BiConsumer<String, Throwable> unexpected) {}

    public Gateway(Setup setup) {
        this.setup = setup;
        this.client = new UpstreamClient(setup.timeout());
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        var rows = new ArrayList<Endpoint>();
        for (var route : Route.values()) {
            rows.add(new Endpoint(
                    Endpoint.Method.POST,
                    route.path(),
                    GROUP,
                    "As the provider has it; answered from the cache where the same was asked before.",
                    List::of,
                    Optional.of(new Endpoint.Body("application/json", () -> Json.Obj.EMPTY.with("type", "object"))),
                    Optional.empty(),
                    Access.TENANT,
                    Set.of(Endpoint.Trait.PER_TENANT),
                    request -> understood(request, route)));
        }
        for (var method : List.of(Endpoint.Method.GET, Endpoint.Method.POST, Endpoint.Method.DELETE)) {
            rows.add(new Endpoint(
                    method,
                    "/v1/{+rest}",
                    GROUP,
                    "Anything else goes to the provider as it is: Anthropic if the header anthropic-version is there,"
                            + " else OpenAI.",
                    List::of,
                    Optional.empty(),
                    Optional.empty(),
                    Access.TENANT,
                    Set.of(Endpoint.Trait.PER_TENANT),
                    this::passing));
        }
        return rows;
    }

    private Optional<Upstream> upstream(boolean isAnthropic) {
        return isAnthropic ? setup.anthropic() : setup.openAi();
    }

    private static GatewayFault off(boolean isAnthropic) {
        return isAnthropic
                ? GatewayFault.off("Anthropic", "gateway-anthropic")
                : GatewayFault.off("OpenAI", "gateway-openai");
    }

    private Response understood(Request request, Route route) {
        var upstream = upstream(route.isAnthropic());
        if (upstream.isEmpty()) {
            return off(route.isAnthropic()).response();
        }
        Wishes wishes;
        byte[] body;
        try {
            wishes = Wishes.of(request);
            body = request.bytes(REQUEST_BYTES_MAX);
        } catch (Refusal refusal) {
            boolean isTooLarge = refusal instanceof Request.TooLarge;
            return new GatewayFault(isTooLarge ? 413 : 400, isTooLarge ? "too_large" : "refused", refusal.sentence())
                    .response();
        }
        var tenant = request.caller().tenant();
        var turn = new Turn(route, upstream.get(), wishes, tenant, body);
        return new Response.Direct(start -> serve(request, turn, (status, headers) -> {
            setup.answered().accept(route.path(), headers.getOrDefault("x-mnemo-cache", "bypass"));
            return start.begin(status, headers);
        }));
    }

    /// One request.
    @SuppressWarnings("ArrayRecordComponent") // a body is sent, never compared
    private record Turn(Route route, Upstream upstream, Wishes wishes, String tenant, byte[] body) {
        UpstreamCall call(Request request, byte[] sent) {
            return new UpstreamCall(
                    "POST",
                    upstream.resolve(request.target()),
                    Passing.onward(request.headers(), upstream, route.isAnthropic()),
                    BodyPublishers.ofByteArray(sent));
        }
    }

    private void serve(Request request, Turn turn, Response.Start start) throws IOException {
        Json.Obj parsed;
        try {
            parsed = Json.parseObject(turn.body());
        } catch (JsonFault _) {
            parsed = Json.Obj.EMPTY; // the upstream says what is wrong with it
        }
        var words = turn.route().dialect().prompt(parsed).text();
        var memory = memory(turn, words);
        var brought = memory.flatMap(known -> brought(known, words));
        var text = brought.map(PromptMemory.Brought::text).orElse("");
        var sent = text.isEmpty()
                ? turn.body()
                : turn.route().dialect().withMemory(parsed, text).compact().getBytes(StandardCharsets.UTF_8);
        var call = turn.call(request, sent);
        var question = parsed.members().isEmpty()
                ? Optional.<Question>empty()
                : new Asked(turn.route(), turn.upstream(), turn.wishes(), turn.tenant(), text)
                        .question(parsed, call.headers());
        var headers = turn.wishes().user().isEmpty()
                ? Map.<String, String>of()
                : Map.of("x-mnemo-memory", memory.isEmpty() ? "off" : told(brought));
        var task = new Exchange.Task(
                turn.route(), new Relay(client, turn.upstream(), call), turn.wishes(), parsed, question, headers);
        var answer = new Exchange(task, start).run(setup.cache().get());
        if (memory.isPresent()) {
            answer.filter(each -> each.finish() == FinishReason.STOP || each.finish() == FinishReason.LENGTH)
                    .ifPresent(each -> keep(memory.get(), words, each.text()));
        }
    }

    private Optional<PromptMemory> memory(Turn turn, String words) {
        return turn.wishes()
                .user()
                .filter(_ -> !words.isBlank())
                .flatMap(user -> setup.users()
                        .apply(turn.tenant())
                        .map(known ->
                                new PromptMemory(known, user, turn.wishes().session())));
    }

    /// What comes to mind; a memory that fails does not keep anybody from an answer.
    private Optional<PromptMemory.Brought> brought(PromptMemory memory, String words) {
        try {
            return Optional.of(memory.recall(words));
        } catch (MnemoException failure) {
            setup.unexpected().accept("recalling for a prompt", failure);
            return Optional.empty();
        }
    }

    private static String told(Optional<PromptMemory.Brought> brought) {
        return brought.map(found -> Integer.toString(found.count())).orElse("failed");
    }

    private void keep(PromptMemory memory, String words, String answer) {
        try {
            memory.keep(words, answer);
        } catch (MnemoException failure) {
            setup.unexpected().accept("keeping a turn", failure);
        }
    }

    private Response passing(Request request) {
        boolean isAnthropic = request.header("anthropic-version").isPresent();
        var upstream = upstream(isAnthropic);
        if (upstream.isEmpty()) {
            return off(isAnthropic).response();
        }
        var call = new UpstreamCall(
                request.method(),
                upstream.get().resolve(request.target()),
                Passing.onward(request.headers(), upstream.get(), isAnthropic),
                body(request));
        var relay = new Relay(client, upstream.get(), call);
        return new Response.Direct(start -> relay.run(start, Map.of(), Tee::deaf));
    }

    private static BodyPublisher body(Request request) {
        var length = request.header("content-length").orElse("");
        if (length.matches("0*") && request.header("transfer-encoding").isEmpty()) {
            return BodyPublishers.noBody();
        }
        var publisher = BodyPublishers.ofInputStream(request::stream);
        return length.isEmpty() ? publisher : BodyPublishers.fromPublisher(publisher, Long.parseLong(length));
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        client.close();
    }
}
