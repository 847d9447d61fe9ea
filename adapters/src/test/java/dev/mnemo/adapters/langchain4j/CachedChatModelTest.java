package dev.mnemo.adapters.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.mnemo.adapters.CachedModelContract;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.policy.KeyPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachedChatModelTest extends CachedModelContract {
    private OpenAiChatModel client() {
        return OpenAiChatModel.builder()
                .baseUrl(stub.url())
                .apiKey("sk-test")
                .modelName("gpt-test")
                .maxRetries(0)
                .build();
    }

    private CachedChatModel cached(SemanticCache cache) {
        return new CachedChatModel(client(), cache, caching());
    }

    @Override
    protected Model model(SemanticCache cache) {
        var model = cached(cache);
        return new Model() {
            @Override
            public Said ask(Request request) {
                var response = model.chat(Requests4j.of(request));
                var text = response.aiMessage().text();
                return Requests4j.said(response, text == null ? List.of() : List.of(text));
            }

            @Override
            public Said askWithToolResult(String question, String result) {
                var response = model.chat(Requests4j.withToolResult(question, result));
                return Requests4j.said(response, List.of());
            }
        };
    }

    @Override
    protected boolean isStreaming() {
        return false;
    }

    @Test
    void a_plain_question_goes_through_the_cache_too() {
        var model = cached(cache());
        assertThat(model.chat("What is an adapter?")).isEqualTo("Answer to: What is an adapter?");
        model.chat("What is an adapter?");
        assertThat(stub.asked()).hasSize(1);
        assertThat(model.chat(UserMessage.from("What is an adapter?")).modelName())
                .isEqualTo("gpt-test");
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void a_question_about_another_picture_is_another_question() {
        var model = cached(cache());
        for (var picture : List.of("https://example.org/a.png", "https://example.org/b.png")) {
            for (int i = 0; i < 2; i++) {
                model.chat(UserMessage.from(TextContent.from("What is this?"), ImageContent.from(picture)));
            }
        }
        model.chat(UserMessage.from("What is this?"));
        assertThat(stub.asked()).hasSize(3);
    }

    @Test
    void a_parameter_that_the_policy_ignores_does_not_count() {
        var model = new CachedChatModel(
                client(), cache(), this.<ChatRequest>caching().withKeyPolicy(KeyPolicy.ignoring("user")));
        for (var user : List.of("ann", "bob")) {
            var parameters = Map.of("model", "gpt-test", "user", user);
            model.chat(Requests4j.of(new Request("Be brief.", List.of(), "Who am I?", parameters, "", "")));
        }
        assertThat(stub.asked()).hasSize(1);
    }
}
