package dev.mnemo.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestKeyTest {
    private static final RequestKey BARE = RequestKey.of("openai", "gpt-5");
    private static final RequestKey FULL = BARE.withInstructions(List.of(Turn.of("system", "Be brief.\n\"Häuser\" 猫")))
            .withParameters(Json.parseObject("{\"temperature\": 0.70, \"seed\": 9007199254740993, \"stop\": [\"a\"]}"))
            .withTools(List.of(Json.parseObject("{\"name\": \"f\", \"a\": -0}")), Optional.of(Json.of("auto")))
            .withResponseSchema(Json.parse("{\"type\": \"object\"}"))
            .withAudience(Optional.of("acme"), Optional.of("de-CH"), Optional.of("docs@17"))
            .withConversation(Optional.of("c1"), List.of(Turn.of("user", "Hi"), Turn.of("assistant", "Hello")));

    private static String strict(RequestKey key) {
        return key.fingerprint(KeyPolicy.STRICT);
    }

    @Test
    void the_canonical_form_is_fixed_to_the_byte() {
        assertThat(BARE.canonical(KeyPolicy.STRICT))
                .isEqualTo("{\"model\":\"gpt-5\",\"provider\":\"openai\",\"v\":1e0}");
        assertThat(FULL.canonical(KeyPolicy.STRICT))
                .isEqualTo("{\"instructions\":[{\"content\":\"Be brief.\\n\\\"Häuser\\\" 猫\",\"role\":\"system\"}],"
                        + "\"knowledge\":\"docs@17\",\"locale\":\"de-CH\",\"model\":\"gpt-5\","
                        + "\"parameters\":{\"seed\":9007199254740993e0,\"stop\":[\"a\"],\"temperature\":7e-1},"
                        + "\"provider\":\"openai\",\"response_schema\":{\"type\":\"object\"},\"tenant\":\"acme\","
                        + "\"tool_choice\":\"auto\",\"tools\":[{\"a\":0e0,\"name\":\"f\"}],"
                        + "\"turns\":[{\"content\":\"Hi\",\"role\":\"user\"},{\"content\":\"Hello\",\"role\":\"assistant\"}],"
                        + "\"v\":1e0}");
        assertThat(strict(BARE)).isEqualTo("d682384ad803a84b39cb349f3b4a752151293501d4da541e54f4b1ffa3760fc8");
        assertThat(strict(FULL)).isEqualTo("2dd66d74f08745dc0700593fef489cb4ac3db7c5f4ae403796bc8a8c0e38f819");
    }

    @Test
    void every_part_that_changes_an_answer_changes_the_fingerprint() {
        var keys = List.of(
                BARE,
                RequestKey.of("azure", "gpt-5"),
                RequestKey.of("openai", "gpt-5-mini"),
                BARE.withInstructions(List.of(Turn.of("system", "a"))),
                BARE.withInstructions(List.of(Turn.of("developer", "a"))),
                BARE.withInstructions(List.of(Turn.of("system", "a "))),
                BARE.withParameters(Json.parseObject("{\"temperature\": 0}")),
                BARE.withParameters(Json.parseObject("{\"temperature\": null}")),
                BARE.withParameters(Json.parseObject("{\"temperature\": \"0\"}")),
                BARE.withParameters(Json.parseObject("{\"seed\": 9007199254740992}")),
                BARE.withParameters(Json.parseObject("{\"seed\": 9007199254740993}")),
                BARE.withTools(List.of(Json.parseObject("{\"name\": \"f\"}")), Optional.empty()),
                BARE.withTools(List.of(Json.parseObject("{\"name\": \"f\"}")), Optional.of(Json.of("none"))),
                BARE.withTools(List.of(), Optional.of(Json.of("none"))),
                BARE.withTools(
                        List.of(Json.parseObject("{\"n\": 1}"), Json.parseObject("{\"n\": 2}")), Optional.empty()),
                BARE.withTools(
                        List.of(Json.parseObject("{\"n\": 2}"), Json.parseObject("{\"n\": 1}")), Optional.empty()),
                BARE.withResponseSchema(Json.parse("{\"type\": \"object\"}")),
                BARE.withAudience(Optional.of("a"), Optional.empty(), Optional.empty()),
                BARE.withAudience(Optional.empty(), Optional.of("a"), Optional.empty()),
                BARE.withAudience(Optional.empty(), Optional.empty(), Optional.of("a")),
                BARE.withConversation(Optional.empty(), List.of(Turn.of("user", "a"))),
                BARE.withConversation(Optional.empty(), List.of(Turn.of("user", "a"), Turn.of("user", "b"))),
                BARE.withConversation(Optional.empty(), List.of(Turn.of("user", "ab"))));
        var fingerprints = new HashSet<String>();
        keys.forEach(key -> fingerprints.add(strict(key)));
        assertThat(fingerprints).hasSameSizeAs(keys).allMatch(text -> text.matches("[0-9a-f]{64}"));
    }

    @Test
    void ways_of_writing_the_same_request_have_one_fingerprint() {
        var one = BARE.withParameters(Json.parseObject("{\"temperature\": 1, \"top_p\": 0.50, \"n\": 1e2}"));
        var other = BARE.withParameters(Json.parseObject("{\"top_p\": 5E-1, \"n\": 100, \"temperature\": 1.0}"));
        assertThat(strict(one)).isEqualTo(strict(other));
    }

    @Test
    void a_policy_may_ignore_named_parameters_and_nothing_else() {
        var policy = KeyPolicy.ignoring("user", "metadata");
        var one = BARE.withParameters(Json.parseObject("{\"user\": \"u1\", \"temperature\": 0.2}"));
        var other = BARE.withParameters(Json.parseObject("{\"metadata\": {\"trace\": 7}, \"temperature\": 0.2}"));
        assertThat(one.fingerprint(policy)).isEqualTo(other.fingerprint(policy));
        assertThat(strict(one)).isNotEqualTo(strict(other));
        assertThat(one.fingerprint(policy))
                .isNotEqualTo(one.withParameters(Json.parseObject("{\"temperature\": 0.3}"))
                        .fingerprint(policy));
        assertThat(BARE.withParameters(Json.parseObject("{\"user\": \"u1\"}")).fingerprint(policy))
                .isEqualTo(BARE.fingerprint(policy));
        assertThatThrownBy(() -> KeyPolicy.ignoring(" ")).isInstanceOf(Refusal.class);
    }

    @Test
    void answers_may_be_kept_within_a_conversation() {
        var policy = KeyPolicy.inOneConversation();
        var here = BARE.withConversation(Optional.of("c1"), List.of());
        var there = BARE.withConversation(Optional.of("c2"), List.of());
        assertThat(here.fingerprint(policy)).isNotEqualTo(there.fingerprint(policy));
        assertThat(strict(here)).isEqualTo(strict(there));
        assertThatThrownBy(() -> BARE.fingerprint(policy))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("conversation");
    }

    @Test
    void a_key_without_provider_model_or_role_is_refused() {
        assertThatThrownBy(() -> RequestKey.of("", "m")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RequestKey.of("p", " ")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Turn.of("", "x")).isInstanceOf(Refusal.class);
    }
}
