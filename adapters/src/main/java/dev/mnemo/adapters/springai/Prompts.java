package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.Caching;
import dev.mnemo.adapters.Parameters;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.cache.policy.Turn;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/// Prompts as questions to the cache: the last words of the user are what is compared by meaning, everything else is
/// the exact part of the key.
final class Prompts {
    private static final String MODEL_UNNAMED = "(unnamed)";

    /// Options that have a place of their own in a key, and those that say how a server is reached and not what it is
    /// asked.
    private static final Set<String> TOLD_APART =
            Set.of("model", "toolCallbacks", "toolContext", "apiKey", "credential", "timeout", "maxRetries", "proxy");

    /// What the client adds to the prompt after the last advisor.
    private static final List<ChatClientAttributes> ADDED_LATER = List.of(
            ChatClientAttributes.OUTPUT_FORMAT,
            ChatClientAttributes.STRUCTURED_OUTPUT_SCHEMA,
            ChatClientAttributes.STRUCTURED_OUTPUT_NATIVE);

    private final Caching<ChatClientRequest> caching;

    Prompts(Caching<ChatClientRequest> caching) {
        this.caching = caching;
    }

    /// The question a request asks. Empty if it asks none that can be looked up: its last message is not of the user,
    /// as between a tool's result and the answer; it has no text; or an option cannot be read.
    Optional<Question> question(ChatClientRequest request) {
        var messages = request.prompt().getInstructions();
        if (messages.isEmpty() || !(messages.getLast() instanceof UserMessage last) || !isText(last.getText())) {
            return Optional.empty();
        }
        var options = Optional.ofNullable(request.prompt().getOptions());
        var parameters = options.isEmpty() ? Optional.of(Json.Obj.EMPTY) : Parameters.of(options.get(), TOLD_APART);
        return parameters.map(others -> {
            var audience = caching.audience().apply(request);
            var key = new RequestKey(
                    caching.provider(),
                    options.map(ChatOptions::getModel).orElse(MODEL_UNNAMED),
                    turns(messages, MessageType.SYSTEM::equals),
                    others,
                    options.map(Prompts::tools).orElse(List.of()),
                    Optional.empty(),
                    format(request),
                    audience.tenant(),
                    audience.locale(),
                    audience.knowledgeVersion(),
                    audience.conversation(),
                    earlier(messages, last));
            var question = Question.of(Objects.requireNonNull(last.getText()))
                    .in(audience.namespace())
                    .under(key, caching.keyPolicy());
            return audience.bypass() ? question.bypassing() : question;
        });
    }

    /// Half of a pair of characters is no text, and nothing that is not text can be looked up.
    private static boolean isText(@Nullable String text) {
        return text != null
                && text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static List<Turn> turns(List<Message> messages, Predicate<MessageType> wanted) {
        return messages.stream()
                .filter(message -> wanted.test(message.getMessageType()))
                .map(message -> new Turn(message.getMessageType().getValue(), content(message)))
                .toList();
    }

    private static List<Turn> earlier(List<Message> messages, UserMessage last) {
        var turns = new ArrayList<>(
                turns(messages.subList(0, messages.size() - 1), type -> !type.equals(MessageType.SYSTEM)));
        if (!last.getMedia().isEmpty()) {
            turns.add(new Turn("user", media(last.getMedia())));
        }
        return turns;
    }

    private static Json content(Message message) {
        var content = Json.Obj.EMPTY.with("text", Objects.requireNonNullElse(message.getText(), ""));
        if (message instanceof MediaContent with && !with.getMedia().isEmpty()) {
            content = content.with("media", media(with.getMedia()));
        }
        return switch (message) {
            case AssistantMessage said
            when said.hasToolCalls() ->
                content.with(
                        "calls",
                        Json.array(said.getToolCalls().stream()
                                .map(call -> Json.strings(List.of(call.id(), call.name(), call.arguments())))
                                .toList()));
            case ToolResponseMessage results ->
                content.with(
                        "results",
                        Json.array(results.getResponses().stream()
                                .map(result -> Json.strings(List.of(result.id(), result.name(), result.responseData())))
                                .toList()));
            default -> content;
        };
    }

    private static Json media(List<? extends Media> items) {
        return Json.array(items.stream()
                .map(item -> Json.strings(List.of(
                        item.getMimeType().toString(),
                        item.getData() instanceof byte[] bytes
                                ? HexFormat.of().formatHex(bytes)
                                : item.getData().toString())))
                .toList());
    }

    private static List<Json.Obj> tools(ChatOptions options) {
        if (!(options instanceof ToolCallingChatOptions with)) {
            return List.of();
        }
        return Optional.ofNullable(with.getToolCallbacks()).orElse(List.of()).stream()
                .map(tool -> tool.getToolDefinition())
                .map(tool -> Json.Obj.EMPTY
                        .with("name", tool.name())
                        .with("description", tool.description())
                        .with("schema", tool.inputSchema()))
                .toList();
    }

    private static Optional<Json> format(ChatClientRequest request) {
        var format = Json.Obj.EMPTY;
        for (var added : ADDED_LATER) {
            var value = request.context().get(added.getKey());
            if (value != null) {
                format = format.with(added.getKey(), value.toString());
            }
        }
        return format.members().isEmpty() ? Optional.empty() : Optional.of(format);
    }
}
