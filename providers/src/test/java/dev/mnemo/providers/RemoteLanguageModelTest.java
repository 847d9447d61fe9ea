package dev.mnemo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.providers.StubProvider.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteLanguageModelTest {
    private static final String ANSWER = """
        {"id":"m1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"A cache."}],
         "stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}\
        """;

    private final StubProvider stub = new StubProvider(_ -> new Reply(200, ANSWER));
    private final RemoteLanguageModel model = RemoteLanguageModel.anthropic(stub.access("claude-haiku-4-5-20251001"));

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void anthropic_is_asked_in_its_own_words() {
        assertThat(model.complete("You name things.", "What is this?", 77)).isEqualTo("A cache.");
        var asked = stub.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/messages");
        assertThat(asked.apiKey()).containsExactly(StubProvider.KEY);
        assertThat(asked.body().string("model")).hasValue("claude-haiku-4-5-20251001");
        assertThat(asked.body().number("max_tokens")).hasValue(77);
        assertThat(asked.body().get("system").map(Json::compact).orElse("")).contains("You name things.");
        assertThat(asked.body().array("messages").compact()).contains("user", "What is this?");
    }

    @Test
    void a_failure_is_a_fault_without_the_key() {
        stub.answer(_ -> new Reply(
                401,
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"" + StubProvider.KEY
                        + "\"}}"));
        assertThatThrownBy(() -> model.complete("", "What is this?", 10))
                .isInstanceOfSatisfying(MnemoException.class, fault -> {
                    assertThat(fault.fault()).isEqualTo(Fault.MODEL);
                    assertThat(fault.sentence()).contains("ANTHROPIC_API_KEY").doesNotContain(StubProvider.KEY);
                    assertThat(fault).hasNoCause();
                });
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void an_answer_without_text_is_a_fault() {
        stub.answer(
                _ -> new Reply(
                        200,
                        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}"));
        assertThatThrownBy(() -> model.complete("", "What is this?", 10)).isInstanceOf(MnemoException.class);
    }

    @Test
    void a_request_without_a_prompt_is_refused_before_it_is_sent() {
        assertThatThrownBy(() -> model.complete("system", " ", 10)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> model.complete("system", "prompt", 0)).isInstanceOf(Refusal.class);
        assertThat(stub.asked()).isEmpty();
    }
}
