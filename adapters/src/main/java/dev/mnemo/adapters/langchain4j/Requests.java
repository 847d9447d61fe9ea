package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.mnemo.adapters.Caching;
import dev.mnemo.adapters.Parameters;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.cache.policy.Turn;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Requests as questions to the cache: the last words of the user are what is compared by meaning, everything else is
/// the exact part of the key.
final class Requests {
    private static final String MODEL_UNNAMED = "(unnamed)";

    /// Parameters that have a place of their own in a key.
    private static final Set<String> TOLD_APART =
            Set.of("modelName", "toolSpecifications", "toolChoice", "responseFormat");

    private final Caching<ChatRequest> caching;

    Requests(Caching<ChatRequest> caching) {
        this.caching = caching;
    }

    /// A request with the parameters the model sends when the request does not say otherwise.
    static ChatRequest whole(ChatRequest request, ChatRequestParameters defaults) {
        return ChatRequest.builder()
                .messages(request.messages())
                .parameters(defaults.overrideWith(request.parameters()))
                .build();
    }

    /// The question a request asks. Empty if it asks none that can be looked up: its last message is not of the user,
    /// as between a tool's result and the answer; it has several texts or none; or a parameter cannot be read.
    Optional<Question> question(ChatRequest request) {
        var messages = request.messages();
        if (!(messages.getLast() instanceof UserMessage last) || !isOneText(last)) {
            return Optional.empty();
        }
        var parameters = request.parameters();
        return Parameters.of(parameters, TOLD_APART).map(others -> {
            var audience = caching.audience().apply(request);
            var key = new RequestKey(
                    caching.provider(),
                    Objects.requireNonNullElse(parameters.modelName(), MODEL_UNNAMED),
                    turns(messages.stream()
                            .filter(SystemMessage.class::isInstance)
                            .toList()),
                    others,
                    tools(parameters),
                    Optional.ofNullable(parameters.toolChoice()).map(choice -> Json.of(choice.name())),
                    Optional.ofNullable(parameters.responseFormat()).map(Requests::format),
                    audience.tenant(),
                    audience.locale(),
                    audience.knowledgeVersion(),
                    audience.conversation(),
                    earlier(messages, last));
            var question = Question.of(text(last)).in(audience.namespace()).under(key, caching.keyPolicy());
            return audience.bypass() ? question.bypassing() : question;
        });
    }

    /// Half of a pair of characters is no text, and nothing that is not text can be looked up.
    private static boolean isOneText(UserMessage message) {
        var texts = message.contents().stream()
                .filter(TextContent.class::isInstance)
                .toList();
        return texts.size() == 1
                && text(message)
                        .codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static String text(UserMessage message) {
        return message.contents().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .findFirst()
                .orElseThrow();
    }

    /// The turns before the last words, and what came with the words: pictures, files, the name of the user.
    private static List<Turn> earlier(List<ChatMessage> messages, UserMessage last) {
        var turns = new ArrayList<Turn>();
        turns.addAll(turns(messages.subList(0, messages.size() - 1).stream()
                .filter(message -> !(message instanceof SystemMessage))
                .toList()));
        var rest = Json.parseObject(ChatMessageSerializer.messageToJson(last));
        var contents = rest.array("contents").objects().stream()
                .filter(content -> !content.string("type", "").equals("TEXT"))
                .toList();
        boolean isPlain =
                contents.isEmpty() && last.name() == null && last.attributes().isEmpty();
        if (!isPlain) {
            turns.add(new Turn("user", rest.with("contents", Json.array(contents))));
        }
        return turns;
    }

    private static List<Turn> turns(List<ChatMessage> messages) {
        return messages.stream()
                .map(message -> new Turn(
                        message.type().name().toLowerCase(Locale.ROOT),
                        Json.parse(ChatMessageSerializer.messageToJson(message))))
                .toList();
    }

    private static List<Json.Obj> tools(ChatRequestParameters parameters) {
        return Optional.ofNullable(parameters.toolSpecifications()).orElse(List.of()).stream()
                .map(ToolSpecification::toJson)
                .map(Json::parseObject)
                .toList();
    }

    private static Json format(ResponseFormat format) {
        var json = Json.Obj.EMPTY.with("type", format.type().name());
        return format.jsonSchema() == null
                ? json
                : json.with("schema", format.jsonSchema().toString());
    }
}
