package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.AsyncEmbedder;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Refusal;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AsyncSemanticCacheTest {
    private static final Question ASKED = Question.of("How do I change the delivery address of an order");
    private static final Question NEAR = Question.of("Please, how do I change the delivery address of an order");

    private final HeldEmbedder embedder = new HeldEmbedder();

    private AsyncSemanticCache open() {
        return AsyncSemanticCache.open(
                        new MemoryStore(),
                        embedder,
                        Duration.ofMinutes(1),
                        CacheOptions.standard(new TestClock(), new SplittableRandom(1)))
                .toCompletableFuture()
                .join();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void does_what_the_blocking_cache_does() {
        try (var cache = open()) {
            assertThat(join(cache.put(ASKED, NewAnswer.of("answer")))).isInstanceOf(PutResult.Stored.class);
            var hit = join(cache.get(NEAR)).orElseThrow();
            assertThat(hit.layer()).isEqualTo(HitLayer.SEMANTIC);
            assertThat(join(cache.lookUp(Question.of("x")))).isInstanceOf(Miss.class);
            assertThat(join(cache.stats(Optional.empty())).hitsSemantic()).isOne();
            assertThat(join(cache.health()).healthy()).isTrue();
            assertThat(join(cache.listNamespaces())).containsExactly("default");
            join(cache.reject(hit));
            assertThat(join(cache.get(NEAR))).isEmpty();
            assertThat(join(cache.delete(hit.entryId()))).isTrue();
            assertThat(join(cache.clear())).isZero();
            join(cache.closeLater());
            assertThatThrownBy(() -> join(cache.get(ASKED))).hasCauseInstanceOf(Refusal.class);
        }
    }

    @Test
    void offers_every_method_of_the_blocking_cache() {
        var blocking = new TreeSet<String>();
        for (var method : SemanticCache.class.getMethods()) {
            if (method.getDeclaringClass() == SemanticCache.class && !Modifier.isStatic(method.getModifiers())) {
                blocking.add(method.getName());
            }
        }
        var offered = Arrays.stream(AsyncSemanticCache.class.getMethods())
                .map(Method::getName)
                .toList();
        assertThat(offered).containsAll(blocking);
    }

    @Test
    void fifty_looks_run_side_by_side() {
        try (var cache = open()) {
            join(cache.put(ASKED, NewAnswer.of("answer")));
            var stages = new ArrayList<CompletionStage<Optional<Hit>>>();
            for (int i = 0; i < 50; i++) {
                stages.add(cache.get(NEAR));
            }
            for (var stage : stages) {
                assertThat(join(stage)).isPresent();
            }
        }
    }

    @Test
    void a_call_cancelled_while_its_text_is_embedded_changes_nothing() throws Exception {
        try (var cache = open()) {
            embedder.hold();
            var put = cache.put(ASKED, NewAnswer.of("answer")).toCompletableFuture();
            embedder.taken.await();
            put.cancel(true);
            assertThat(embedder.cancelled.get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            embedder.release();
            assertThat(join(cache.get(ASKED))).isEmpty();
            assertThat(join(cache.put(ASKED, NewAnswer.of("answer")))).isInstanceOf(PutResult.Stored.class);
        }
    }

    @Test
    void a_model_that_does_not_block_is_asked_once() {
        var calls = new AtomicInteger();
        var answer = new CompletableFuture<NewAnswer>();
        try (var cache = open()) {
            var asking = new ArrayList<CompletionStage<Served>>();
            for (int i = 0; i < 100; i++) {
                asking.add(cache.getOrCompute(ASKED, () -> {
                    calls.incrementAndGet();
                    return answer;
                }));
            }
            answer.complete(NewAnswer.of("the answer"));
            for (var stage : asking) {
                assertThat(join(stage).response()).isEqualTo("the answer");
            }
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void who_cancels_the_call_that_leads_leaves_it_to_another() throws Exception {
        try (var cache = open()) {
            var led = new CountDownLatch(1);
            var never = new CompletableFuture<NewAnswer>();
            var leader = cache.getOrCompute(ASKED, () -> {
                        led.countDown();
                        return never;
                    })
                    .toCompletableFuture();
            led.await();
            var follower =
                    cache.getOrCompute(ASKED, () -> CompletableFuture.completedStage(NewAnswer.of("of another")));
            leader.cancel(true);
            assertThat(join(follower).response()).isEqualTo("of another");
            assertThat(never).isCancelled();
        }
    }

    @Test
    void the_adapters_lead_there_and_back() {
        Embedder blocking = new HashEmbedder(8);
        var there = AsyncEmbedder.toAsyncEmbedder(blocking);
        var back = AsyncEmbedder.toSyncEmbedder(there, Duration.ofMinutes(1));
        assertThat(back.fingerprint()).isEqualTo(blocking.fingerprint());
        assertThat(back.dimensions()).isEqualTo(8);
        assertThat(back.embed("a b c", Embedder.Purpose.PASSAGE))
                .isEqualTo(blocking.embed("a b c", Embedder.Purpose.PASSAGE));
    }

    /// An embedder whose answers can be held back.
    private static final class HeldEmbedder implements AsyncEmbedder {
        private final HashEmbedder embedder = new HashEmbedder(64);
        final CountDownLatch taken = new CountDownLatch(1);
        final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        private volatile boolean isHeld;

        void hold() {
            isHeld = true;
        }

        void release() {
            isHeld = false;
        }

        @Override
        public String fingerprint() {
            return embedder.fingerprint();
        }

        @Override
        public int dimensions() {
            return embedder.dimensions();
        }

        @Override
        public CompletionStage<List<float[]>> embed(List<String> texts, Embedder.Purpose purpose) {
            if (!isHeld) {
                return CompletableFuture.completedStage(embedder.embed(texts, purpose));
            }
            var held = new CompletableFuture<List<float[]>>();
            held.whenComplete((_, _) -> cancelled.complete(held.isCancelled()));
            taken.countDown();
            return held;
        }
    }
}
