package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.Price;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.answer.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.Generation;

/// A reply, piece by piece. Used by one thread.
final class Collected {
    private final List<String> chunks = new ArrayList<>();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private String id = "";
    private String model = "";
    private FinishReason finish = FinishReason.OTHER;
    private long inputTokens;
    private long outputTokens;
    private boolean isWhole = true;
    private boolean hasEnded;

    /// Adds what one piece tells.
    ///
    /// @return its text, empty if it has none
    String add(ChatClientResponse reply) {
        var response = reply.chatResponse();
        if (response == null) {
            isWhole = false;
            return "";
        }
        var metadata = response.getMetadata();
        id = metadata.getId().isEmpty() ? id : metadata.getId();
        model = metadata.getModel().isEmpty() ? model : metadata.getModel();
        inputTokens = Math.max(inputTokens, orZero(metadata.getUsage().getPromptTokens()));
        outputTokens = Math.max(outputTokens, orZero(metadata.getUsage().getCompletionTokens()));
        if (response.getResults().size() > 1) {
            isWhole = false; // several answers to one question cannot be given back as one
        }
        return response.getResults().isEmpty() ? "" : add(response.getResults().getFirst());
    }

    private String add(Generation generation) {
        var message = generation.getOutput();
        isWhole &= message.getMedia().isEmpty();
        message.getToolCalls().forEach(call -> toolCalls.add(new ToolCall(call.id(), call.name(), call.arguments())));
        var word = generation.getMetadata().getFinishReason();
        if (word != null && !word.isBlank()) {
            finish = Replies.finish(word);
            hasEnded = true;
        }
        var text = Objects.requireNonNullElse(message.getText(), "");
        if (!text.isEmpty()) {
            chunks.add(text);
        }
        return text;
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /// Whether something was answered: words, or tools to call.
    boolean isAnswer() {
        return !chunks.isEmpty() || !toolCalls.isEmpty();
    }

    /// Whether the model said that this is the end.
    boolean hasEnded() {
        return hasEnded;
    }

    String id() {
        return id;
    }

    String model() {
        return model;
    }

    /// All of it. What could not be given back whole does not count as come to its end.
    Answer answer(Price price) {
        return new Answer(
                chunks, toolCalls, isWhole ? finish : FinishReason.OTHER, price.of(inputTokens, outputTokens));
    }
}
