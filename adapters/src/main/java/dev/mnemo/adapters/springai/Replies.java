package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.Caching;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.answer.ToolCall;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/// What a model of Spring AI says, as an answer of the cache and back.
final class Replies {
    /// Where the rest of a reply stands in an entry's metadata.
    private static final String METADATA = "springai";

    private final Caching<?> caching;

    Replies(Caching<?> caching) {
        this.caching = caching;
    }

    /// What to store of a reply that came whole.
    NewAnswer newAnswer(ChatClientResponse reply) {
        var collected = new Collected();
        collected.add(reply);
        return newAnswer(collected.answer(caching.price()), collected);
    }

    /// What to store of a reply that came in pieces.
    NewAnswer newAnswer(Answer answer, Collected collected) {
        var kept = caching.keep().apply(NewAnswer.of(answer));
        var rest = Json.Obj.EMPTY.with("id", collected.id()).with("model", collected.model());
        return kept.withMetadata(kept.metadata().with(METADATA, rest));
    }

    Answer answer(Collected collected) {
        return collected.answer(caching.price());
    }

    /// The whole reply an answer of the cache was made from, as far as it is kept: text, calls of tools, id, model,
    /// usage and the reason of the end.
    static ChatClientResponse whole(Served served, Map<String, Object> context) {
        return reply(served.answer().text(), served.answer().toolCalls(), served, true, context);
    }

    /// A piece of a reply.
    static ChatClientResponse piece(String text, Map<String, Object> context) {
        var generation = new Generation(AssistantMessage.builder().content(text).build());
        return new ChatClientResponse(
                ChatResponse.builder().generations(List.of(generation)).build(), context);
    }

    /// The last piece of a reply: no more text, calls of tools, usage and the reason of the end.
    static ChatClientResponse end(Served served, Map<String, Object> context) {
        return reply("", served.answer().toolCalls(), served, true, context);
    }

    private static ChatClientResponse reply(
            String text, List<ToolCall> calls, Served served, boolean isEnd, Map<String, Object> context) {
        var rest = served.metadata().object(METADATA);
        var message = AssistantMessage.builder()
                .content(text)
                .toolCalls(calls.stream()
                        .map(call ->
                                new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.arguments()))
                        .toList())
                .build();
        var ended = ChatGenerationMetadata.builder()
                .finishReason(isEnd ? served.answer().finish().name() : "")
                .build();
        var metadata = ChatResponseMetadata.builder()
                .id(rest.string("id", ""))
                .model(rest.string("model", ""))
                .usage(usage(served.answer().cost()))
                .build();
        return new ChatClientResponse(new ChatResponse(List.of(new Generation(message, ended)), metadata), context);
    }

    private static Usage usage(Cost cost) {
        return new DefaultUsage(
                Math.clamp(cost.inputTokens(), 0, Integer.MAX_VALUE),
                Math.clamp(cost.outputTokens(), 0, Integer.MAX_VALUE));
    }

    /// Why a model stopped, by the words of the providers that Spring AI hands on.
    static FinishReason finish(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "STOP", "END_TURN", "STOP_SEQUENCE", "COMPLETED", "COMPLETE", "EOS", "EOS_TOKEN" -> FinishReason.STOP;
            case "LENGTH", "MAX_TOKENS", "MODEL_LENGTH", "MAX_OUTPUT_TOKENS" -> FinishReason.LENGTH;
            case "TOOL_CALLS", "TOOL_CALL", "TOOL_USE", "FUNCTION_CALL" -> FinishReason.TOOL_CALLS;
            case "CONTENT_FILTER", "SAFETY", "REFUSAL", "CONTENT_FILTERED", "GUARDRAIL_INTERVENED" ->
                FinishReason.CONTENT_FILTER;
            case "ERROR" -> FinishReason.ERROR;
            default -> FinishReason.OTHER;
        };
    }
}
