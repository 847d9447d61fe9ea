package dev.mnemo.providers;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.llm.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A language model at a provider.
public final class RemoteLanguageModel implements LanguageModel {
    private final Remote remote;
    private final ChatModel model;

    private RemoteLanguageModel(Remote remote, ChatModel model) {
        this.remote = remote;
        this.model = model;
    }

    /// A model of Anthropic; one attempt for each request.
    public static RemoteLanguageModel anthropic(Access access) {
        return of(Provider.ANTHROPIC, access, Patience.ONCE);
    }

    /// A model of any provider.
    ///
    /// @throws Refusal if the provider has no language models
    public static RemoteLanguageModel of(Provider provider, Access access, Patience patience) {
        var remote = new Remote(provider, access, patience);
        return switch (provider) {
            case VOYAGE -> throw new Refusal("Voyage has no language models; choose another provider.");
            case ANTHROPIC -> new RemoteLanguageModel(remote, anthropic(remote));
            case DEEPSEEK, MOONSHOT, OLLAMA, OPENAI, SILICONFLOW -> new RemoteLanguageModel(remote, openAi(remote));
        };
    }

    private static ChatModel anthropic(Remote remote) {
        var access = remote.access();
        return AnthropicChatModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .timeout(access.timeout())
                .maxRetries(0)
                .build();
    }

    private static ChatModel openAi(Remote remote) {
        var access = remote.access();
        return OpenAiChatModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .timeout(access.timeout())
                .maxRetries(0)
                .build();
    }

    @Override
    public String name() {
        return remote.access().model();
    }

    /// What the model was asked and took so far.
    public Spent spent() {
        return remote.meter().spent();
    }

    @Override
    public String complete(String system, String prompt, int outputTokensMax) {
        return answer(system, prompt, outputTokensMax).text();
    }

    @Override
    public Answer answer(String system, String prompt, int outputTokensMax) {
        if (prompt.isBlank() || outputTokensMax < 1) {
            throw new Refusal("A model needs a prompt and room for at least one token of answer.");
        }
        var messages = new ArrayList<ChatMessage>();
        if (!system.isBlank()) {
            messages.add(SystemMessage.from(system));
        }
        messages.add(UserMessage.from(prompt));
        return remote.call(() -> read(model.chat(request(messages, outputTokensMax))));
    }

    /// The newer models of OpenAI know the limit by another name than everybody else who speaks its protocol.
    private ChatRequest request(List<ChatMessage> messages, int outputTokensMax) {
        var request = ChatRequest.builder().messages(messages);
        return remote.provider() == Provider.OPENAI
                ? request.parameters(OpenAiChatRequestParameters.builder()
                                .maxCompletionTokens(outputTokensMax)
                                .build())
                        .build()
                : request.maxOutputTokens(outputTokensMax).build();
    }

    private Answer read(ChatResponse response) {
        var usage = response.tokenUsage();
        remote.meter().took(usage);
        var text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (text == null || text.isBlank()) {
            throw remote.fault("answered without a text", "Try again later.");
        }
        var model = response.modelName();
        return new Answer(
                text,
                model == null || model.isBlank() ? name() : model,
                usage == null
                        ? Optional.empty()
                        : Optional.of(
                                new Usage(Meter.count(usage.inputTokenCount()), Meter.count(usage.outputTokenCount()))),
                response.finishReason() == FinishReason.LENGTH);
    }
}
