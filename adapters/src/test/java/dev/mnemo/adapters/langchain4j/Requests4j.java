package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.mnemo.adapters.CachedModelContract.Request;
import dev.mnemo.adapters.CachedModelContract.Said;
import dev.mnemo.cache.answer.FinishReason;
import java.util.ArrayList;
import java.util.List;

/// Requests of the contract as requests of LangChain4j, and its responses back.
final class Requests4j {
    private Requests4j() {}

    static ChatRequest of(Request request) {
        var messages = new ArrayList<ChatMessage>();
        messages.add(SystemMessage.from(request.system()));
        for (int i = 0; i < request.earlier().size(); i++) {
            var text = request.earlier().get(i);
            messages.add(i % 2 == 0 ? UserMessage.from(text) : AiMessage.from(text));
        }
        messages.add(UserMessage.from(request.question()));
        var parameters = OpenAiChatRequestParameters.builder();
        request.parameters().forEach((name, value) -> {
            switch (name) {
                case "model" -> parameters.modelName(value);
                case "temperature" -> parameters.temperature(Double.valueOf(value));
                case "seed" -> parameters.seed(Integer.valueOf(value));
                case "user" -> parameters.user(value);
                case "format" -> parameters.responseFormat(ResponseFormat.JSON);
                default -> throw new IllegalArgumentException(name);
            }
        });
        if (!request.tool().isEmpty()) {
            parameters.toolSpecifications(ToolSpecification.builder()
                    .name(request.tool())
                    .description("tells something")
                    .parameters(
                            JsonObjectSchema.builder().addStringProperty("city").build())
                    .build());
        }
        return ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.build())
                .build();
    }

    static ChatRequest withToolResult(String question, String result) {
        var call = ToolExecutionRequest.builder()
                .id("call-1")
                .name("weather")
                .arguments("{}")
                .build();
        return ChatRequest.builder()
                .messages(
                        UserMessage.from(question), AiMessage.from(call), ToolExecutionResultMessage.from(call, result))
                .build();
    }

    static Said said(ChatResponse response, List<String> pieces) {
        var text = response.aiMessage().text();
        return new Said(
                text == null ? "" : text,
                pieces,
                switch (response.finishReason()) {
                    case STOP -> FinishReason.STOP;
                    case LENGTH -> FinishReason.LENGTH;
                    case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
                    case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
                    case OTHER -> FinishReason.OTHER;
                },
                response.tokenUsage().inputTokenCount(),
                response.tokenUsage().outputTokenCount());
    }
}
