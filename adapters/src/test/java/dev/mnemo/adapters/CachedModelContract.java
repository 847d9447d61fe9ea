package dev.mnemo.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.adapters.StubModel.Reply;
import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.CacheOptionsBuilder;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds for every framework: a cache in front of its own client, which speaks to a server.
public abstract class CachedModelContract {
    private static final String QUESTION = "How do I cancel my subscription to the newsletter?";
    private static final String PARAPHRASE = "How can I cancel my subscription to the newsletter?";
    private static final String OTHER = "Where is the nearest shop that sells bicycles?";

    /// A request in words that every framework has.
    ///
    /// @param earlier question and answer before it, if there are any
    /// @param parameters of the provider, among `model`, `temperature`, `seed`, `format`, `user`
    /// @param tool name of a tool the model may call, empty for none
    /// @param tenant whose answer it is, empty for everybody's
    public record Request(
            String system,
            List<String> earlier,
            String question,
            Map<String, String> parameters,
            String tool,
            String tenant) {
        public static Request of(String question) {
            return new Request("Be brief.", List.of(), question, Map.of("model", "gpt-test"), "", "");
        }
    }

    /// What came back.
    ///
    /// @param finish in the words of this cache
    public record Said(String text, List<String> pieces, FinishReason finish, int inputTokens, int outputTokens) {}

    /// A model of a framework in front of a cache.
    public interface Model {
        Said ask(Request request);

        /// Asks for an answer to the result of a tool.
        Said askWithToolResult(String question, String result);
    }

    protected final StubModel stub = new StubModel();
    protected final List<Served> served = Collections.synchronizedList(new ArrayList<>());
    private SemanticCache cache = cache(UnaryOperator.identity());

    /// A model of this framework, whose requests belong to the tenant named last by {@link #tenant}.
    protected abstract Model model(SemanticCache cache);

    /// Whether answers come in pieces.
    protected abstract boolean isStreaming();

    protected final ThreadLocal<String> tenant = ThreadLocal.withInitial(() -> "");

    protected <R> Caching<R> caching() {
        return Caching.<R>of("stub")
                .withAudience(
                        _ -> tenant.get().isEmpty() ? Audience.EVERYBODY : Audience.EVERYBODY.ofTenant(tenant.get()))
                .withPrice(new Price(2, 10))
                .keeping(answer -> answer.withTags("stub"))
                .listening(served::add);
    }

    protected SemanticCache cache(UnaryOperator<CacheOptionsBuilder> change) {
        var options = change.apply(CacheOptions.builder(InstantSource.system(), new SplittableRandom(7))
                .similarityThreshold(0.7));
        return SemanticCache.open(new MemoryStore(), new HashEmbedder(256), options.build());
    }

    @BeforeEach
    void begin() {
        tenant.set("");
    }

    @AfterEach
    void end() {
        cache.close();
        stub.close();
    }

    private Said ask(Request request) {
        tenant.set(request.tenant());
        return model(cache).ask(request);
    }

    @Test
    void the_same_words_are_answered_from_the_cache_as_the_model_said_them() {
        var first = ask(Request.of(QUESTION));
        var second = ask(Request.of(QUESTION));
        assertThat(stub.asked()).hasSize(1);
        assertThat(first.text()).isEqualTo("Answer to: " + QUESTION);
        assertThat(second).isEqualTo(first);
        assertThat(second.finish()).isEqualTo(FinishReason.STOP);
        assertThat(second.inputTokens()).isEqualTo(StubModel.INPUT_TOKENS);
        assertThat(second.outputTokens()).isEqualTo(StubModel.OUTPUT_TOKENS);
        assertThat(second.pieces()).hasSize(isStreaming() ? 3 : 1);
        assertThat(served.getLast().isHit()).isTrue();
    }

    @Test
    void a_paraphrase_is_answered_from_the_cache_and_a_look_alike_is_not() {
        ask(Request.of(QUESTION));
        assertThat(ask(Request.of(PARAPHRASE)).text()).isEqualTo("Answer to: " + QUESTION);
        assertThat(ask(Request.of("How do I not cancel my subscription to the newsletter?"))
                        .text())
                .contains("not cancel");
        assertThat(ask(Request.of(OTHER)).text()).endsWith("bicycles?");
        assertThat(stub.asked()).hasSize(3);
    }

    @Test
    void whatever_else_differs_in_a_request_the_model_is_asked() {
        var all = List.of(
                Request.of(QUESTION),
                new Request("Be long.", List.of(), QUESTION, Map.of("model", "gpt-test"), "", ""),
                new Request("Be brief.", List.of("Hello", "Hi"), QUESTION, Map.of("model", "gpt-test"), "", ""),
                new Request("Be brief.", List.of("Hello", "Ho"), QUESTION, Map.of("model", "gpt-test"), "", ""),
                with(Map.of("model", "gpt-other")),
                with(Map.of("model", "gpt-test", "temperature", "0.0")),
                with(Map.of("model", "gpt-test", "temperature", "0.5")),
                with(Map.of("model", "gpt-test", "seed", "0")),
                with(Map.of("model", "gpt-test", "seed", "42")),
                with(Map.of("model", "gpt-test", "user", "ann")),
                with(Map.of("model", "gpt-test", "format", "json")),
                new Request("Be brief.", List.of(), QUESTION, Map.of("model", "gpt-test"), "weather", ""),
                new Request("Be brief.", List.of(), QUESTION, Map.of("model", "gpt-test"), "calendar", ""),
                new Request("Be brief.", List.of(), QUESTION, Map.of("model", "gpt-test"), "", "ann"));
        for (int i = 0; i < all.size(); i++) {
            ask(all.get(i));
            assertThat(stub.asked()).as("after " + all.get(i)).hasSize(i + 1);
        }
        all.forEach(this::ask);
        assertThat(stub.asked()).as("the second time").hasSize(all.size());
    }

    private static Request with(Map<String, String> parameters) {
        return new Request("Be brief.", List.of(), QUESTION, parameters, "", "");
    }

    @Test
    void an_answer_that_was_cut_off_or_filtered_is_given_and_not_stored() {
        for (var reason : List.of("length", "content_filter")) {
            stub.answer(_ -> Reply.of("Half an ").ending(reason));
            assertThat(ask(Request.of(QUESTION)).text()).isEqualTo("Half an ");
            ask(Request.of(QUESTION));
        }
        assertThat(stub.asked()).hasSize(4);
    }

    @Test
    void an_answer_that_calls_tools_is_stored_only_if_that_is_allowed() {
        stub.answer(_ -> Reply.of().calling("weather"));
        var request = new Request("Be brief.", List.of(), QUESTION, Map.of("model", "gpt-test"), "weather", "");
        assertThat(ask(request).finish()).isEqualTo(FinishReason.TOOL_CALLS);
        ask(request);
        assertThat(stub.asked()).hasSize(2);

        cache.close();
        cache = cache(options -> options.storedFinishes(EnumSet.of(FinishReason.STOP, FinishReason.TOOL_CALLS)));
        ask(request);
        assertThat(ask(request).finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(stub.asked()).hasSize(3);
    }

    @Test
    void the_answer_to_a_result_of_a_tool_comes_from_the_model() {
        stub.answer(_ -> Reply.of("It is warm."));
        for (int i = 0; i < 2; i++) {
            assertThat(model(cache).askWithToolResult(QUESTION, "30 degrees").text())
                    .isEqualTo("It is warm.");
        }
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void a_failure_reaches_its_caller_and_is_not_stored() {
        stub.answer(_ -> Reply.failing(500));
        assertThatThrownBy(() -> ask(Request.of(QUESTION))).isInstanceOf(RuntimeException.class);
        stub.answer(_ -> Reply.of("Well again."));
        assertThat(ask(Request.of(QUESTION)).text()).isEqualTo("Well again.");
        assertThat(ask(Request.of(QUESTION)).text()).isEqualTo("Well again.");
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void many_who_ask_the_same_at_once_make_one_call() throws Exception {
        int callers = 20;
        var release = new CountDownLatch(1);
        stub.answer(_ -> Reply.of("One ", "call.").waiting(() -> await(release)));
        var model = model(cache);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = new ArrayList<Future<Said>>();
            for (int i = 0; i < callers; i++) {
                asking.add(threads.submit(() -> model.ask(Request.of(QUESTION))));
            }
            release.countDown();
            for (var one : asking) {
                assertThat(one.get().text()).isEqualTo("One call.");
            }
        }
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void what_was_saved_is_counted_and_a_wrong_hit_can_be_rejected() {
        ask(Request.of(QUESTION));
        ask(Request.of(PARAPHRASE));
        var stats = cache.stats(Optional.empty());
        assertThat(stats.savedTokens()).isEqualTo(StubModel.INPUT_TOKENS + StubModel.OUTPUT_TOKENS);
        assertThat(stats.savedMoneyMicros()).isEqualTo(2 * StubModel.INPUT_TOKENS + 10 * StubModel.OUTPUT_TOKENS);
        cache.reject((Hit) served.getLast().outcome());
        assertThat(ask(Request.of(PARAPHRASE)).text()).isEqualTo("Answer to: " + PARAPHRASE);
        assertThat(cache.invalidate("stub")).as("entries with the tag").isEqualTo(2);
    }

    protected static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Opens the cache anew, with other options.
    protected final SemanticCache reopened(Consumer<CacheOptionsBuilder> change) {
        cache.close();
        cache = cache(options -> {
            change.accept(options);
            return options;
        });
        return cache;
    }

    protected final SemanticCache cache() {
        return cache;
    }
}
