package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import dev.mnemo.adapters.Caching;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.answer.ToolCall;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model of LangChain4j says, as an answer of the cache and back.
final class Responses {
    /// Where the rest of a response stands in an entry's metadata.
    private static final String METADATA = "langchain4j";

    private final Caching<?> caching;

    Responses(Caching<?> caching) {
        this.caching = caching;
    }

    /// What to store of a response that came whole.
    NewAnswer newAnswer(ChatResponse response) {
        var text = Objects.requireNonNullElse(response.aiMessage().text(), "");
        return newAnswer(new Answer(List.of(text), toolCalls(response), finish(response), cost(response)), response);
    }

    /// What to store of a response that came in pieces.
    NewAnswer newAnswer(Answer answer, ChatResponse response) {
        var kept = caching.keep().apply(NewAnswer.of(answer));
        var rest = Json.Obj.EMPTY;
        rest = with(rest, "id", response.id());
        rest = with(rest, "model", response.modelName());
        rest = with(rest, "thinking", response.aiMessage().thinking());
        return kept.withMetadata(kept.metadata().with(METADATA, rest));
    }

    /// Why the model stopped. A response with pictures or attributes of the provider could not be given back whole,
    /// so it does not count as one that came to its end.
    FinishReason finish(ChatResponse response) {
        var message = response.aiMessage();
        boolean isWhole = message.images().isEmpty() && message.attributes().isEmpty();
        if (!isWhole || response.finishReason() == null) {
            return FinishReason.OTHER;
        }
        return switch (response.finishReason()) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
            case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
            case OTHER -> FinishReason.OTHER;
        };
    }

    Cost cost(ChatResponse response) {
        var usage = response.tokenUsage();
        return usage == null
                ? Cost.UNKNOWN
                : caching.price().of(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()));
    }

    static List<ToolCall> toolCalls(ChatResponse response) {
        return response.aiMessage().toolExecutionRequests().stream()
                .map(call -> new ToolCall(
                        Objects.requireNonNullElse(call.id(), ""),
                        call.name(),
                        Objects.requireNonNullElse(call.arguments(), "")))
                .toList();
    }

    /// The response an answer of the cache was made from, as far as it is kept: text, thinking, calls of tools, id,
    /// model, usage and the reason of the end.
    static ChatResponse response(Served served) {
        var answer = served.answer();
        var rest = served.metadata().object(METADATA);
        var message = AiMessage.builder()
                .text(answer.text().isEmpty() && !answer.toolCalls().isEmpty() ? null : answer.text())
                .thinking(rest.string("thinking").orElse(null))
                .toolExecutionRequests(
                        answer.toolCalls().stream().map(Responses::request).toList())
                .build();
        var metadata = ChatResponseMetadata.builder()
                .id(rest.string("id").orElse(null))
                .modelName(rest.string("model").orElse(null))
                .tokenUsage(usage(answer.cost()).orElse(null))
                .finishReason(reason(answer.finish()))
                .build();
        return ChatResponse.builder().aiMessage(message).metadata(metadata).build();
    }

    static ToolExecutionRequest request(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(call.arguments())
                .build();
    }

    private static Optional<TokenUsage> usage(Cost cost) {
        boolean isKnown = cost.inputTokens() + cost.outputTokens() > 0;
        return isKnown
                ? Optional.of(new TokenUsage(
                        Math.clamp(cost.inputTokens(), 0, Integer.MAX_VALUE),
                        Math.clamp(cost.outputTokens(), 0, Integer.MAX_VALUE)))
                : Optional.empty();
    }

    private static dev.langchain4j.model.output.FinishReason reason(FinishReason finish) {
        return switch (finish) {
            case STOP -> dev.langchain4j.model.output.FinishReason.STOP;
            case LENGTH -> dev.langchain4j.model.output.FinishReason.LENGTH;
            case TOOL_CALLS -> dev.langchain4j.model.output.FinishReason.TOOL_EXECUTION;
            case CONTENT_FILTER -> dev.langchain4j.model.output.FinishReason.CONTENT_FILTER;
            case ERROR, OTHER -> dev.langchain4j.model.output.FinishReason.OTHER;
        };
    }

    private static Json.Obj with(Json.Obj rest, String name, @Nullable String value) {
        return value == null || value.isEmpty() ? rest : rest.with(name, value);
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
