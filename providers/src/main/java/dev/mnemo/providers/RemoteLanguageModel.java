package dev.mnemo.providers;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.llm.LanguageModel;
import java.util.ArrayList;

/// A language model at a provider. One attempt for each request.
public final class RemoteLanguageModel implements LanguageModel {
    private final Remote remote;
    private final ChatModel model;

    private RemoteLanguageModel(Remote remote, ChatModel model) {
        this.remote = remote;
        this.model = model;
    }

    /// A model of Anthropic.
    public static RemoteLanguageModel anthropic(Access access) {
        var remote = new Remote(Provider.ANTHROPIC, access);
        var model = AnthropicChatModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .timeout(access.timeout())
                .maxRetries(0)
                .build();
        return new RemoteLanguageModel(remote, model);
    }

    @Override
    public String complete(String system, String prompt, int outputTokensMax) {
        if (prompt.isBlank() || outputTokensMax < 1) {
            throw new Refusal("A model needs a prompt and room for at least one token of answer.");
        }
        var messages = new ArrayList<ChatMessage>();
        if (!system.isBlank()) {
            messages.add(SystemMessage.from(system));
        }
        messages.add(UserMessage.from(prompt));
        var request = ChatRequest.builder()
                .messages(messages)
                .maxOutputTokens(outputTokensMax)
                .build();
        var text = remote.call(() -> model.chat(request).aiMessage().text());
        if (text == null || text.isBlank()) {
            throw remote.fault("answered without a text", "Try again later.");
        }
        return text;
    }
}
