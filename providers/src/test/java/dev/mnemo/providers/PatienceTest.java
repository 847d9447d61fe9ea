package dev.mnemo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.providers.StubProvider.Reply;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that speak the protocol of OpenAI, with the faults that providers have.
class PatienceTest {
    private static final String WELL = answer("It is a cache.", "stop");
    private static final Patience THREE = new Patience(3, Duration.ofMillis(2), Duration.ofMillis(4), 0, new Random(1));

    private final StubProvider stub = new StubProvider(_ -> new Reply(200, WELL));

    @AfterEach
    void stop() {
        stub.close();
    }

    private static String answer(String text, String finishReason) {
        return """
            {"id":"c1","object":"chat.completion","created":1,"model":"small-2026-01","choices":[{"index":0,
             "message":{"role":"assistant","content":"%s"},"finish_reason":"%s"}],
             "usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}\
            """.formatted(text, finishReason);
    }

    private RemoteLanguageModel model(Provider provider) {
        return RemoteLanguageModel.of(provider, stub.access("small"), THREE);
    }

    /// Gives one reply after the other; the last one again and again.
    private void reply(Reply... replies) {
        var left = new ArrayDeque<>(Arrays.asList(replies));
        stub.answer(_ -> {
            synchronized (left) {
                return left.size() > 1 ? left.pop() : left.getFirst();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Provider.class,
            names = {"DEEPSEEK", "MOONSHOT", "OLLAMA", "OPENAI", "SILICONFLOW"})
    void whoever_speaks_the_protocol_is_asked_in_it_and_tells_model_and_tokens(Provider provider) {
        var answer = model(provider).answer("You name things.", "What is this?", 77);
        assertThat(answer.text()).isEqualTo("It is a cache.");
        assertThat(answer.model()).isEqualTo("small-2026-01");
        assertThat(answer.usage()).contains(new LanguageModel.Usage(11, 5));
        assertThat(answer.cutOff()).isFalse();
        var asked = stub.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.authorization()).containsExactly("Bearer " + StubProvider.KEY);
        assertThat(asked.body().string("model")).hasValue("small");
        assertThat(asked.body().number(provider == Provider.OPENAI ? "max_completion_tokens" : "max_tokens"))
                .hasValue(77);
        assertThat(asked.body().array("messages").compact())
                .contains("system", "You name things.", "user", "What is this?");
    }

    @Test
    void an_answer_that_ran_out_of_room_says_so() {
        reply(new Reply(200, answer("It is", "length")));
        assertThat(model(Provider.DEEPSEEK).answer("", "What is this?", 2).cutOff())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "429", "garbage", "truncated", "empty"})
    void what_may_pass_is_tried_again_and_counted(String fault) {
        var ill = switch (fault) {
            case "garbage" -> new Reply(200, "<html>a proxy</html>");
            case "truncated" -> new Reply(200, WELL.substring(0, 120));
            case "empty" -> new Reply(200, answer("", "stop"));
            default -> new Reply(Integer.parseInt(fault), "{\"error\":{\"message\":\"busy\"}}");
        };
        reply(ill, ill, new Reply(200, WELL));
        var model = model(Provider.SILICONFLOW);
        assertThat(model.complete("", "What is this?", 10)).isEqualTo("It is a cache.");
        var spent = model.spent();
        assertThat(spent.requests()).isEqualTo(3);
        assertThat(spent.failures()).isEqualTo(2);
        assertThat(spent.inputTokens()).isGreaterThanOrEqualTo(11);
        assertThat(new Spent(1, 0, 2_000_000, 500_000).cost(0.1, 0.4)).isEqualTo(0.4);
    }

    @Test
    void patience_ends() {
        reply(new Reply(500, "{}"));
        assertThatThrownBy(() -> model(Provider.OPENAI).complete("", "What is this?", 10))
                .isInstanceOf(MnemoException.class)
                .hasMessageNotContaining(StubProvider.KEY);
        assertThat(stub.asked()).hasSize(3);
    }

    /// How long a model took over a provider that first refuses.
    private Duration after(Supplier<Reply> refusal) {
        var first = new AtomicBoolean(true);
        stub.answer(_ -> first.getAndSet(false) ? refusal.get() : new Reply(200, WELL));
        var patience = new Patience(2, Duration.ofMillis(2), Duration.ofSeconds(10), 0, new Random(1));
        var model = RemoteLanguageModel.of(Provider.OPENAI, stub.access("small"), patience);
        long start = System.nanoTime();
        assertThat(model.complete("", "What is this?", 10)).isEqualTo("It is a cache.");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Reply busy(int status, String retryAfter) {
        return new Reply(status, "{\"error\":{\"message\":\"busy\"}}").with("Retry-After", retryAfter);
    }

    private static String date(long secondsFromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsFromNow));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_provider_that_says_when_to_come_back_is_not_asked_before(int status) {
        assertThat(after(() -> busy(status, "1"))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void a_provider_may_name_a_moment() {
        // Moments have whole seconds, and time goes on between this one and the provider's own date.
        assertThat(after(() -> busy(429, date(4)))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(stub.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-5", "soon", "1.5", "", "Tue, 99 Nov 2026 10:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"})
    void what_says_nothing_of_the_future_leaves_the_usual_pause(String header) {
        after(() -> busy(429, header));
        assertThat(stub.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "999999999", "99999999999999999999"})
    void who_asks_for_more_patience_than_there_is_is_given_up_at_once(String header) {
        reply(busy(429, header), new Reply(200, WELL));
        boolean readable = header.length() < 10;
        if (readable) {
            assertThatThrownBy(() -> model(Provider.OPENAI).complete("", "What is this?", 10))
                    .isInstanceOfSatisfying(MnemoException.class, fault -> {
                        assertThat(fault.sentence()).contains("takes no requests for " + header + " seconds");
                        assertThat(fault.remedy()).contains("Try again then");
                    });
        } else {
            assertThat(model(Provider.OPENAI).complete("", "What is this?", 10)).isEqualTo("It is a cache.");
        }
        assertThat(stub.asked()).hasSize(readable ? 1 : 2);
    }

    @Test
    void embeddings_wait_as_long_as_they_are_told_too() {
        var left = new ArrayDeque<>(List.of(429));
        stub.answer(asked -> left.isEmpty() ? StubProvider.embeddings(asked, 1_024) : busy(left.pop(), "1"));
        var patience = new Patience(2, Duration.ofMillis(2), Duration.ofSeconds(3), 0, new Random(1));
        var embedder = RemoteEmbedder.of(Provider.SILICONFLOW, stub.access("BAAI/bge-m3"), patience);
        long start = System.nanoTime();
        assertThat(embedder.embed(List.of("a"), Embedder.Purpose.QUERY)).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void what_cannot_pass_is_not_tried_again() {
        reply(new Reply(401, "{\"error\":{\"message\":\"bad key\"}}"));
        assertThatThrownBy(() -> model(Provider.MOONSHOT).complete("", "What is this?", 10))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        fault -> assertThat(fault.remedy()).contains("MOONSHOT_API_KEY"));
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void many_texts_go_in_requests_that_the_provider_takes() {
        stub.answer(asked -> StubProvider.embeddings(asked, 1_024));
        var embedder = RemoteEmbedder.of(Provider.SILICONFLOW, stub.access("BAAI/bge-m3"), THREE);
        var texts = java.util.stream.IntStream.range(0, 70)
                .mapToObj(i -> "text " + i)
                .toList();
        assertThat(embedder.embed(texts, Embedder.Purpose.PASSAGE)).hasSize(70);
        assertThat(stub.asked().stream()
                        .map(asked -> asked.body().array("input").items().size())
                        .filter(size -> size > 1))
                .containsExactly(32, 32, 6);
        assertThat(embedder.spent().inputTokens()).isPositive();
    }

    @Test
    void requests_keep_their_distance() {
        var hasty = new Patience(1, Duration.ZERO, Duration.ZERO, 6_000, new Random(1));
        var model = RemoteLanguageModel.of(Provider.OLLAMA, stub.access("small"), hasty);
        long start = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            model.complete("", "What is this?", 10);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void pauses_double_and_end_somewhere_and_are_never_the_same_for_all() {
        var patience = new Patience(5, Duration.ofMillis(100), Duration.ofMillis(300), 0, new Random(2));
        for (int round = 0; round < 100; round++) {
            assertThat(patience.pause(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(patience.pause(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(patience.pause(3)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
        }
    }

    @Test
    void keys_and_models_are_found_or_asked_for() {
        assertThat(Provider.OLLAMA.languageAccess("", "").model()).isEqualTo("llama3.2");
        assertThat(Provider.SILICONFLOW.embeddingAccess("k", "").model()).isEqualTo("BAAI/bge-m3");
        for (var wrong : List.<Runnable>of(
                () -> Provider.DEEPSEEK.languageAccess(" ", ""), () -> Provider.DEEPSEEK.embeddingAccess("k", ""))) {
            assertThatThrownBy(wrong::run).isInstanceOf(MnemoException.class);
        }
        assertThatThrownBy(() -> RemoteLanguageModel.of(Provider.VOYAGE, stub.access("m"), Patience.ONCE))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RemoteEmbedder.of(Provider.ANTHROPIC, stub.access("m"), Patience.ONCE))
                .isInstanceOf(Refusal.class);
    }
}
