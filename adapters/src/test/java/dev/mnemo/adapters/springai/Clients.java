package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.CachedModelContract.Request;
import dev.mnemo.adapters.CachedModelContract.Said;
import dev.mnemo.adapters.StubModel;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/// Clients of Spring AI in front of the stub, requests of the contract as prompts, and responses back.
final class Clients {
    private Clients() {}

    static ChatClient client(StubModel stub, CachingAdvisor advisor) {
        var options = OpenAiChatOptions.builder()
                .baseUrl(stub.url())
                .apiKey("sk-test")
                .model("gpt-test")
                .maxRetries(0)
                .build();
        return ChatClient.builder(OpenAiChatModel.builder().options(options).build())
                .defaultAdvisors(advisor)
                .defaultAdvisors(AdvisorParams.toolCallingAdvisorAutoRegister(false))
                .build();
    }

    static Prompt prompt(Request request) {
        var messages = new ArrayList<Message>();
        messages.add(new SystemMessage(request.system()));
        for (int i = 0; i < request.earlier().size(); i++) {
            var text = request.earlier().get(i);
            messages.add(i % 2 == 0 ? new UserMessage(text) : new AssistantMessage(text));
        }
        messages.add(new UserMessage(request.question()));
        var options = OpenAiChatOptions.builder();
        request.parameters().forEach((name, value) -> {
            switch (name) {
                case "model" -> options.model(value);
                case "temperature" -> options.temperature(Double.valueOf(value));
                case "seed" -> options.seed(Integer.valueOf(value));
                case "user" -> options.user(value);
                case "format" ->
                    options.responseFormat(OpenAiChatModel.ResponseFormat.builder()
                            .type(OpenAiChatModel.ResponseFormat.Type.JSON_OBJECT)
                            .build());
                default -> throw new IllegalArgumentException(name);
            }
        });
        if (!request.tool().isEmpty()) {
            options.toolCallbacks(List.of(new Tool(request.tool())));
        }
        return new Prompt(messages, options.build());
    }

    static Prompt withToolResult(String question, String result) {
        var call = AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("call-1", "function", "weather", "{}")))
                .build();
        var response = ToolResponseMessage.builder()
                .responses(List.of(new ToolResponseMessage.ToolResponse("call-1", "weather", result)))
                .build();
        return new Prompt(List.of(new UserMessage(question), call, response));
    }

    static Said said(List<ChatClientResponse> responses, boolean isStreaming) {
        var collected = new Collected();
        var pieces = new ArrayList<String>();
        for (var response : responses) {
            var text = collected.add(response);
            if (!text.isEmpty()) {
                pieces.add(text);
            }
        }
        var answer = collected.answer(dev.mnemo.adapters.Price.NONE);
        return new Said(
                answer.text(),
                isStreaming ? pieces : List.of(answer.text()),
                answer.finish(),
                (int) answer.cost().inputTokens(),
                (int) answer.cost().outputTokens());
    }

    /// A tool that nobody runs here.
    private record Tool(String name) implements ToolCallback {
        @Override
        public ToolDefinition getToolDefinition() {
            return ToolDefinition.builder()
                    .name(name)
                    .description("tells something")
                    .inputSchema("{\"type\":\"object\"}")
                    .build();
        }

        @Override
        public String call(String input) {
            return "30 degrees";
        }

        @Override
        public String call(String input, ToolContext context) {
            return call(input);
        }
    }
}
