package dev.mnemo.app.mcp;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Answers requests of the Model Context Protocol from the table of operations: what to say, not how it travels.
/// Safe for many threads; keeps no state of its own, so that every transport can share one.
public final class McpServer {
    /// How long a client may keep the list of tools and the description of the server.
    static final long LIST_TTL_MILLIS = 3_600_000;

    /// How the server is made.
    ///
    /// @param version the version of the program
    /// @param tools which operations `tools/list` names; others can still be called
    /// @param structure which answers carry structured content
    /// @param operations the table; asked for when it is first needed
    /// @param called is told the name of each tool that is called
    /// @param unexpected is told of a fault nobody foresaw, with the name of the tool
    public record Setup(
            String version,
            Tools tools,
            Structure structure,
            Supplier<Operations> operations,
            Consumer<String> called,
            BiConsumer<String, Throwable> unexpected) {
        /// A setup that nobody counts.
        public Setup(
                String version,
                Tools tools,
                Structure structure,
                Supplier<Operations> operations,
                BiConsumer<String, Throwable> unexpected) {
            this(version, tools, structure, operations, _ -> {}, unexpected);
        }
    }

    /// Which operations a client is shown.
    public enum Tools {
        /// The few that matter on every turn.
        CORE,
        /// Every one that is meant for agents.
        ALL
    }

    /// Which answers carry structured content beside their text.
    public enum Structure {
        /// All, except those to clients that would hide the text.
        AUTO,
        ALWAYS,
        NEVER
    }

    private final Setup setup;

    /// A server; nothing is opened.
    public McpServer(Setup setup) {
        this.setup = setup;
    }

    /// Answers a request that came within a handshake session.
    ///
    /// @param session what the handshake agreed on; `initialize` changes it
    /// @param progress where long work says how far it is
    public Outcome answer(Message.Request request, Session session, Progress progress) {
        if (Exchange.isStateless(request.params()) && !request.method().equals("initialize")) {
            return stateless(request, progress);
        }
        var exchange = new Exchange(session.revision(), session.client(), progress);
        return switch (request.method()) {
            case "initialize" -> initialize(request.params(), session);
            case "ping", "logging/setLevel" -> new Outcome.Result(Json.Obj.EMPTY);
            case "tools/list" -> list(exchange);
            case "tools/call" -> call(request.params(), exchange);
            case "resources/list" -> empty("resources");
            case "resources/templates/list" -> empty("resourceTemplates");
            case "prompts/list" -> empty("prompts");
            default -> unknownMethod(request.method());
        };
    }

    private Outcome stateless(Message.Request request, Progress progress) {
        var meta = request.params().object("_meta");
        var version = meta.string(Exchange.VERSION_KEY, "");
        if (!Revision.STATELESS.contains(version)) {
            return new Outcome.Failure(
                    Outcome.Failure.UNSUPPORTED_VERSION,
                    "Unsupported protocol version.",
                    Json.Obj.EMPTY
                            .with("supported", Json.strings(Revision.STATELESS))
                            .with("requested", version));
        }
        if (!(meta.get(Exchange.CAPABILITIES_KEY).orElse(Json.Null.NULL) instanceof Json.Obj)) {
            return Outcome.Failure.of(
                    Outcome.Failure.INVALID_PARAMS,
                    "The request's _meta needs the object " + Exchange.CAPABILITIES_KEY + "; it may be empty.");
        }
        var exchange = new Exchange(Revision.V2026_07_28, Client.of(meta.object(Exchange.CLIENT_KEY)), progress);
        var outcome = switch (request.method()) {
            case "server/discover" -> discover();
            case "tools/list" -> list(exchange);
            case "tools/call" -> call(request.params(), exchange);
            default -> unknownMethod(request.method());
        };
        return outcome instanceof Outcome.Result(var value)
                ? new Outcome.Result(complete(request.method(), value))
                : outcome;
    }

    /// Adds what every stateless result carries: that it is complete, who answers, and how long a list may be kept. The
    /// list of tools may depend on who asks, so it is private.
    private Json.Obj complete(String method, Json.Obj value) {
        var result = Json.Obj.EMPTY.with("resultType", "complete");
        for (var member : value.members().entrySet()) {
            result = result.with(member.getKey(), member.getValue());
        }
        if (!method.equals("tools/call")) {
            result = result.with("ttlMs", LIST_TTL_MILLIS)
                    .with("cacheScope", method.equals("server/discover") ? "public" : "private");
        }
        return result.with("_meta", Json.Obj.EMPTY.with(Exchange.SERVER_KEY, identity()));
    }

    private Outcome initialize(Json.Obj params, Session session) {
        var revision = Revision.negotiate(params.string("protocolVersion", ""));
        session.begin(revision, Client.of(params.object("clientInfo")));
        return new Outcome.Result(Json.Obj.EMPTY
                .with("protocolVersion", revision.text())
                .with("capabilities", capabilities().with("logging", Json.Obj.EMPTY))
                .with("serverInfo", identity())
                .with("instructions", Instructions.TEXT));
    }

    private static Outcome discover() {
        return new Outcome.Result(Json.Obj.EMPTY
                .with("supportedVersions", Json.strings(Revision.STATELESS))
                .with("capabilities", capabilities())
                .with("instructions", Instructions.TEXT));
    }

    private static Json.Obj capabilities() {
        return Json.Obj.EMPTY.with("tools", Json.Obj.EMPTY);
    }

    private Json.Obj identity() {
        return Json.Obj.EMPTY
                .with("name", "mnemo")
                .with("title", "Mnemo project memory")
                .with("version", setup.version());
    }

    private static Outcome empty(String key) {
        return new Outcome.Result(Json.Obj.EMPTY.with(key, new Json.Arr(List.of())));
    }

    private static Outcome unknownMethod(String method) {
        var shown = method.length() > 64 ? method.substring(0, 64) + "…" : method;
        return Outcome.Failure.of(Outcome.Failure.METHOD_NOT_FOUND, "Method not found: " + shown + ".");
    }

    private Outcome list(Exchange exchange) {
        var structured = isStructured(exchange);
        var pages = new ArrayList<Json>();
        for (var operation : setup.operations().get().all()) {
            if (isShown(operation)) {
                pages.add(ToolPage.of(operation, exchange.revision(), structured));
            }
        }
        return new Outcome.Result(Json.Obj.EMPTY.with("tools", new Json.Arr(pages)));
    }

    private boolean isShown(Operation<?, ?> operation) {
        return operation.audience() == Audience.CORE
                || (operation.audience() == Audience.ALL && setup.tools() == Tools.ALL);
    }

    private boolean isStructured(Exchange exchange) {
        return exchange.revision().hasStructure()
                && switch (setup.structure()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO -> !exchange.client().hidesText();
                };
    }

    private Outcome call(Json.Obj params, Exchange exchange) {
        var name = params.string("name", "");
        var arguments = params.get("arguments").orElse(Json.Obj.EMPTY);
        if (name.isEmpty() || !(arguments == Json.Null.NULL || arguments instanceof Json.Obj)) {
            return Outcome.Failure.of(
                    Outcome.Failure.INVALID_PARAMS,
                    "tools/call needs \"name\", a text, and may have \"arguments\", an object.");
        }
        try {
            var operation = setup.operations().get().require(name);
            return run(operation, arguments instanceof Json.Obj object ? object : Json.Obj.EMPTY, exchange);
        } catch (Refusal unknown) {
            return Outcome.Failure.of(Outcome.Failure.INVALID_PARAMS, unknown.sentence());
        }
    }

    private Outcome run(Operation<?, ?> operation, Json.Obj arguments, Exchange exchange) {
        setup.called().accept(operation.name());
        try {
            var answer = operation.answer(arguments, exchange.progress());
            if (exchange.progress().isCancelled()) {
                return new Outcome.Silence();
            }
            var result = text(answer.text(), false);
            return new Outcome.Result(
                    isStructured(exchange) ? result.with("structuredContent", answer.structured()) : result);
        } catch (Refusal refusal) {
            return new Outcome.Result(text(refusal.sentence(), true));
        } catch (MnemoException broken) {
            setup.unexpected().accept(operation.name(), broken);
            return new Outcome.Result(text(broken.sentence(), true));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            if (exchange.progress().isCancelled()) {
                return new Outcome.Silence();
            }
            setup.unexpected().accept(operation.name(), fault);
            return new Outcome.Result(text(
                    operation.name() + " failed in a way nobody foresaw ("
                            + fault.getClass().getSimpleName()
                            + "); nothing is known to be lost, the server goes on, and its log on stderr has the details.",
                    true));
        }
    }

    private static Json.Obj text(String text, boolean isError) {
        var block = Json.Obj.EMPTY.with("type", "text").with("text", text);
        return Json.Obj.EMPTY.with("content", new Json.Arr(List.of(block))).with("isError", isError);
    }
}
