package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.policy.Guards;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.cache.policy.Verifier.Opinion;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.vector.VectorDtype;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The contract of the original, and where it was weak, what is promised instead.
@Timeout(120)
class SemanticCacheTest {
    private static final String ASKED = "How do I change the delivery address of an order";
    private static final String NEAR = "Please, how do I change the delivery address of an order";

    @Test
    void the_same_text_hits_whatever_its_white_space_and_case_and_needs_no_vector() {
        try (var it = Fixture.open()) {
            it.cache.put(
                    Question.of(ASKED),
                    NewAnswer.of("In your profile.").withMetadata(Json.Obj.EMPTY.with("model", "m")));
            int embedded = it.embedder.texts.get();
            it.clock.move(Duration.ofSeconds(90));
            var hit = it.hit("  how do i CHANGE the\tdelivery address of an order\n");
            assertThat(hit.response()).isEqualTo("In your profile.");
            assertThat(hit.layer()).isEqualTo(HitLayer.EXACT);
            assertThat(hit.similarity()).isEqualTo(1);
            assertThat(hit.ageSeconds()).isEqualTo(90);
            assertThat(hit.matchedText()).isEqualTo(ASKED);
            assertThat(hit.metadata().string("model")).contains("m");
            assertThat(it.embedder.texts).hasValue(embedded);
        }
    }

    @Test
    void without_normalizing_only_the_very_same_text_is_the_same() {
        try (var it = Fixture.open(options -> options.normalize(false).similarityThreshold(1))) {
            it.cache.put("Up", "yes");
            assertThat(it.cache.get("Up")).isPresent();
            it.embedder.fixed.put("up", vector(0, 1));
            assertThat(it.cache.get("up")).isEmpty();
        }
    }

    @Test
    void a_near_question_hits_by_meaning_and_a_far_one_says_how_near_it_was() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "In your profile.");
            var hit = it.hit(NEAR);
            assertThat(hit.layer()).isEqualTo(HitLayer.SEMANTIC);
            assertThat(hit.similarity()).isBetween(0.85, 0.999);
            assertThat(hit.matchedText()).isEqualTo(ASKED);
            var miss = it.miss("How do I cancel an order");
            assertThat(miss.reason()).isEqualTo(MissReason.BELOW_THRESHOLD);
            assertThat(miss.nearest().orElseThrow().text()).isEqualTo(ASKED);
            assertThat(miss.nearest().orElseThrow().needed()).hasValue(0.85);
            assertThat(miss.explanation()).contains("below_threshold", ASKED, "0.8500");
        }
    }

    @Test
    void the_threshold_is_inclusive_can_be_changed_and_is_checked() {
        try (var it = Fixture.open()) {
            it.embedder.fixed.put("a", vector(1, 0));
            it.embedder.fixed.put("b", vector(0.6f, 0.8f));
            it.cache.put("a", "answer");
            it.cache.setSimilarityThreshold(0.7);
            assertThat(it.cache.get("b")).isEmpty();
            it.cache.setSimilarityThreshold(it.miss("b").nearest().orElseThrow().similarity());
            assertThat(it.cache.get("b")).isPresent();
            for (double wrong : new double[] {1.01, -1.01, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> it.cache.setSimilarityThreshold(wrong)).isInstanceOf(Refusal.class);
                assertThatThrownBy(() -> CacheOptions.builder(it.clock, new SplittableRandom(1))
                                .similarityThreshold(wrong)
                                .build())
                        .isInstanceOf(Refusal.class);
            }
            it.cache.close();
            assertThat(it.cache.similarityThreshold()).isBetween(0.59, 0.61);
        }
    }

    @Test
    void vectors_that_are_no_numbers_never_hit_and_never_enter() {
        try (var it = Fixture.open(options -> options.similarityThreshold(-1))) {
            it.cache.put(Question.of("a").withEmbedding(vector(1, 0)), NewAnswer.of("answer"));
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                var asked = Question.of("b").withEmbedding(vector(1, bad));
                assertThat(it.miss(asked).reason()).isEqualTo(MissReason.BAD_VECTOR);
                assertThatThrownBy(() -> it.cache.put(asked, NewAnswer.of("x"))).isInstanceOf(Refusal.class);
            }
            assertThat(it.miss(Question.of("b").withEmbedding(vector(0, 0))).reason())
                    .isEqualTo(MissReason.BAD_VECTOR);
            assertThat(it.miss(Question.of("b").withEmbedding(new float[3])).reason())
                    .isEqualTo(MissReason.DIM_MISMATCH);
            assertThatThrownBy(() -> it.cache.put(Question.of("b").withEmbedding(new float[3]), NewAnswer.of("x")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("64");
            assertThat(it.stats().entries()).isOne();
        }
    }

    @Test
    void bypass_misses_and_counts() {
        try (var it = Fixture.open()) {
            it.cache.put("a", "answer");
            assertThat(it.miss(Question.of("a").bypassing()).reason()).isEqualTo(MissReason.BYPASS);
            assertThat(it.stats().misses()).isOne();
        }
    }

    @Test
    void a_caller_may_ask_more_of_a_hit_than_the_options_do() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "In your profile.");
            int embedded = it.embedder.texts.get();
            var sameText = Question.of(NEAR).with(Strictness.SAME_TEXT);
            assertThat(it.miss(sameText).reason()).isEqualTo(MissReason.NO_MATCH);
            it.cache.put(sameText, NewAnswer.of("There."));
            assertThat(it.cache.get(sameText)).isPresent();
            assertThat(it.embedder.texts).as("nothing was embedded").hasValue(embedded);
            it.cache.delete(sameText);

            var nearer = Question.of(NEAR).with(new Strictness(false, 0.9999, 1));
            var miss = it.miss(nearer);
            assertThat(miss.reason()).isEqualTo(MissReason.BELOW_THRESHOLD);
            assertThat(miss.nearest().orElseThrow().needed()).hasValue(0.9999);
            assertThat(it.miss(Question.of(NEAR).with(new Strictness(false, -1, 0.01)))
                            .reason())
                    .as("nothing is promised without an error budget")
                    .isEqualTo(MissReason.ERROR_BUDGET);
            assertThat(it.hit(Question.of(NEAR).with(new Strictness(false, -1, 1)))
                            .response())
                    .as("asking for less than the options changes nothing")
                    .isEqualTo("In your profile.");
            assertThatThrownBy(() -> new Strictness(false, 2, 1)).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> new Strictness(false, 0, Double.NaN)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void time_to_live_ends_both_layers_restarts_with_a_put_and_may_be_for_ever() {
        try (var it = Fixture.open(options -> options.defaultTtl(Duration.ofMinutes(1)))) {
            it.cache.put(ASKED, "old");
            it.cache.put(Question.of("for ever"), NewAnswer.of("stays").withLifetime(Lifetime.forever()));
            it.cache.put(Question.of("short"), NewAnswer.of("goes").withLifetime(Lifetime.of(Duration.ofSeconds(1))));
            it.clock.move(Duration.ofSeconds(59));
            assertThat(it.hit(ASKED).response()).isEqualTo("old");
            assertThat(it.cache.get("short")).isEmpty();
            it.clock.move(Duration.ofSeconds(1));
            assertThat(it.cache.get(ASKED)).isEmpty();
            assertThat(it.cache.get(NEAR)).isEmpty();
            it.cache.put(ASKED, "new");
            it.clock.move(Duration.ofSeconds(59));
            assertThat(it.hit(NEAR).response()).isEqualTo("new");
            assertThat(it.hit("for ever").response()).isEqualTo("stays");
            it.cache.flush();
            assertThat(it.stats().entries()).isEqualTo(2);
            assertThat(it.events()).contains("expired");
        }
    }

    @Test
    void a_clock_that_goes_back_makes_no_age_negative_and_expires_nothing() {
        try (var it = Fixture.open(options -> options.defaultTtl(Duration.ofMinutes(1)))) {
            it.cache.put(ASKED, "answer");
            it.clock.move(Duration.ofDays(-400));
            assertThat(it.hit(ASKED).ageSeconds()).isZero();
            assertThat(it.hit(NEAR).confidence()).isBetween(0.8, 1.0);
            assertThat(it.cache.vacuum(Optional.empty(), true)).isZero();
            it.clock.move(Duration.ofDays(400));
            assertThat(it.cache.get(ASKED)).isPresent();
        }
    }

    @Test
    void age_lowers_confidence_and_blocks_nothing_unless_asked_to() {
        try (var it = Fixture.open();
                var strict = Fixture.open(options -> options.minConfidence(0.7))) {
            for (var each : List.of(it, strict)) {
                each.cache.put(ASKED, "answer");
                each.clock.move(Duration.ofHours(24));
            }
            assertThat(it.hit(NEAR).confidence()).isEqualTo(it.hit(NEAR).similarity() / 2);
            assertThat(strict.miss(NEAR).reason()).isEqualTo(MissReason.LOW_CONFIDENCE);
            assertThat(strict.hit(ASKED).confidence()).isEqualTo(0.5);
        }
    }

    @Test
    void the_validator_keeps_answers_out_guards_both_layers_and_deletes_nothing() {
        boolean[] strict = {false};
        try (var it = Fixture.open(options ->
                options.validator(response -> !response.isBlank() && !(strict[0] && response.contains("draft"))))) {
            assertThat(it.cache.put(ASKED, "  ")).isInstanceOf(PutResult.KeptOut.class);
            assertThat(it.events()).contains("put_rejected");
            assertThat(it.stats().entries()).isZero();
            it.cache.put(ASKED, "a draft");
            strict[0] = true;
            assertThat(it.cache.get(ASKED)).isEmpty();
            assertThat(it.miss(NEAR).reason()).isEqualTo(MissReason.INVALID);
            strict[0] = false;
            assertThat(it.cache.get(ASKED)).isPresent();
            assertThat(it.cache.get(NEAR)).isPresent();
        }
    }

    @Test
    void the_default_validator_refuses_what_the_original_refused() {
        var validator = Validator.notBlankAndNoError();
        for (var bad : List.of("", " \n", "[LLM Error] x", "[ERROR]")) {
            assertThat(validator.isValid(bad)).isFalse();
        }
        assertThat(validator.isValid("error")).isTrue();
    }

    @Test
    void namespaces_and_requests_never_share_answers() {
        try (var it = Fixture.open()) {
            var key = RequestKey.of("openai", "gpt-5");
            it.cache.put(Question.of(ASKED).in("a:b").under(key), NewAnswer.of("answer"));
            assertThat(it.cache.get(Question.of(NEAR).in("a:b").under(key))).isPresent();
            assertThat(it.miss(Question.of(ASKED).in("a:b")).reason()).isEqualTo(MissReason.NO_MATCH);
            assertThat(it.miss(Question.of(ASKED).in("a").under(key)).reason()).isEqualTo(MissReason.NO_MATCH);
            assertThat(it.miss(Question.of(NEAR)
                                    .in("a:b")
                                    .under(key.withParameters(Json.Obj.EMPTY.with("temperature", 0))))
                            .reason())
                    .isEqualTo(MissReason.NO_MATCH);
        }
    }

    @Test
    void names_with_a_colon_keep_their_counters_over_a_restart() {
        var store = new DurableMemoryStore();
        var options = CacheOptions.standard(new TestClock(), new SplittableRandom(1));
        try (var cache = SemanticCache.open(store, new HashEmbedder(64), options)) {
            cache.put(Question.of(ASKED).in("customer:42"), NewAnswer.of("answer"));
            cache.get(Question.of(ASKED).in("customer:42"));
            cache.get(Question.of("x").in("customer:42"));
        }
        try (var cache = SemanticCache.open(store, new HashEmbedder(64), options)) {
            var stats = cache.stats(Optional.of("customer:42"));
            assertThat(stats.hitsExact()).isOne();
            assertThat(stats.misses()).isOne();
            assertThat(cache.stats(Optional.of("customer")).misses()).isZero();
            assertThat(cache.get(Question.of(NEAR).in("customer:42"))).isPresent();
        }
    }

    @Test
    void a_put_of_the_same_question_replaces_the_answer_and_keeps_the_entry() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "one");
            long id = it.hit(ASKED).entryId();
            it.cache.put("HOW do I change the delivery address of an order", "two");
            assertThat(it.hit(NEAR).response()).isEqualTo("two");
            assertThat(it.hit(ASKED).entryId()).isEqualTo(id);
            assertThat(it.cache.replace(id, NewAnswer.of("three"))).isPresent();
            assertThat(it.hit(NEAR).response()).isEqualTo("three");
            assertThat(it.cache.replace(99, NewAnswer.of("x"))).isEmpty();
            assertThat(it.stats().entries()).isOne();
        }
    }

    @Test
    void delete_removes_by_text_or_by_id() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "answer");
            assertThat(it.cache.delete(Question.of(NEAR))).isFalse();
            assertThat(it.cache.delete(Question.of(ASKED.toUpperCase(java.util.Locale.ROOT))))
                    .isTrue();
            assertThat(it.cache.get(NEAR)).isEmpty();
            it.cache.put(ASKED, "answer");
            assertThat(it.cache.delete(it.hit(NEAR).entryId())).isTrue();
            assertThat(it.cache.get(ASKED)).isEmpty();
        }
    }

    @Test
    void a_near_question_about_something_else_is_refused_with_the_reason() {
        try (var it = Fixture.open(options -> options.similarityThreshold(0.5))) {
            it.cache.put("How do I cancel order 4711 from last week", "It is cancelled.");
            var miss = it.miss("How do I cancel order 4712 from last week");
            assertThat(miss.reason()).isEqualTo(MissReason.GUARD);
            assertThat(miss.explanation()).contains("4711", "4712", "guard");
            assertThat(it.cache.get("How do I cancel order 4711 from last week, please"))
                    .isPresent();
        }
        try (var it = Fixture.open(options -> options.similarityThreshold(0.5).guards(Guards.NONE))) {
            it.cache.put("How do I cancel order 4711 from last week", "It is cancelled.");
            assertThat(it.cache.get("How do I cancel order 4712 from last week"))
                    .isPresent();
        }
    }

    @Test
    void the_verifier_decides_below_its_bound_and_fails_closed() {
        var asked = new ArrayList<String>();
        var opinion = new Opinion[] {Opinion.SAME};
        try (var it = Fixture.open(options -> options.similarityThreshold(0.5)
                .verifyBelow(0.99)
                .verifier((query, stored, answer) -> {
                    asked.add(query + " / " + stored + " / " + answer);
                    if (query.contains("now")) {
                        throw new IllegalStateException("judge away");
                    }
                    return opinion[0];
                }))) {
            it.cache.put("cancel my order of shoes", "done");
            assertThat(it.cache.get("cancel my order of shoes please")).isPresent();
            assertThat(asked).containsExactly("cancel my order of shoes please / cancel my order of shoes / done");
            for (var no : List.of(Opinion.DIFFERENT, Opinion.UNSURE)) {
                opinion[0] = no;
                assertThat(it.miss("cancel my order of shoes please").reason()).isEqualTo(MissReason.VERIFIER);
            }
            assertThat(it.miss("cancel my order of shoes now").reason()).isEqualTo(MissReason.VERIFIER);
            assertThat(it.cache.get("Cancel my order of shoes!"))
                    .as("the same words are above the bound")
                    .isPresent();
            assertThat(asked).hasSize(4);
        }
    }

    @Test
    void an_expired_answer_is_named_as_the_reason() {
        try (var it = Fixture.open(options -> options.defaultTtl(Duration.ofSeconds(1)))) {
            it.cache.put(ASKED, "old");
            it.clock.move(Duration.ofSeconds(1));
            assertThat(it.miss(NEAR).reason()).isEqualTo(MissReason.EXPIRED);
        }
    }

    @Test
    void tags_and_versions_of_sources_invalidate_in_every_namespace() {
        try (var it = Fixture.open()) {
            it.cache.put(
                    Question.of("a"), NewAnswer.of("1").withTags("price-list").madeFrom("v1"));
            it.cache.put(
                    Question.of("b").in("n"),
                    NewAnswer.of("2").withTags("price-list").madeFrom("v2"));
            it.cache.put(Question.of("c"), NewAnswer.of("3").withTags("shop"));
            assertThat(it.cache.sourceVersion("price-list", "v2")).isOne();
            assertThat(it.cache.get("a")).isEmpty();
            assertThat(it.cache.put(
                            Question.of("a"),
                            NewAnswer.of("1").withTags("price-list").madeFrom("v1")))
                    .isInstanceOf(PutResult.KeptOut.class);
            assertThat(it.cache.invalidate("price-list")).isOne();
            assertThat(it.cache.get(Question.of("b").in("n"))).isEmpty();
            assertThat(it.cache.get("c")).isPresent();
        }
    }

    @Test
    void a_rejected_question_and_its_neighbours_stay_away_from_the_entry_for_good() {
        try (var it = Fixture.open(options -> options.similarityThreshold(0.5))) {
            it.cache.put("cancel my order of shoes", "shoes");
            it.cache.reject(it.hit("cancel my order of boots now"));
            assertThat(it.miss("cancel my order of boots now").reason()).isEqualTo(MissReason.REJECTED);
            assertThat(it.miss("cancel my order of boots now please").reason()).isEqualTo(MissReason.REJECTED);
            assertThat(it.hit("cancel my order of shoes please").response()).isEqualTo("shoes");
            it.cache.put("cancel my order of shoes", "new shoes");
            assertThat(it.miss("cancel my order of boots now").reason()).isEqualTo(MissReason.REJECTED);
            assertThat(it.hit("cancel my order of shoes").response()).isEqualTo("new shoes");
        }
    }

    @Test
    void an_answer_rejected_for_its_own_question_waits_to_be_replaced() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "wrong");
            it.cache.reject(it.hit(ASKED));
            assertThat(it.cache.get(ASKED)).isEmpty();
            assertThat(it.miss(NEAR).reason()).isEqualTo(MissReason.REJECTED);
            it.clock.move(Duration.ofSeconds(1));
            it.cache.put(ASKED, "right");
            assertThat(it.hit(ASKED).response()).isEqualTo("right");
            assertThat(it.hit(NEAR).response()).isEqualTo("right");
        }
    }

    @Test
    void sizes_are_checked_before_anything_is_embedded() {
        try (var it = Fixture.open(
                options -> options.maxQueryBytes(10).maxResponseBytes(20).maxMetadataBytes(30))) {
            int embedded = it.embedder.texts.get();
            assertThatThrownBy(() -> it.cache.put("ééééé!", "x"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("maxQueryBytes")
                    .hasMessageContaining("11");
            assertThatThrownBy(() -> it.cache.put("q", "x".repeat(21))).hasMessageContaining("maxResponseBytes");
            assertThatThrownBy(() -> it.cache.put(
                            Question.of("q"), NewAnswer.of("x").withMetadata(Json.Obj.EMPTY.with("k", "v".repeat(40)))))
                    .hasMessageContaining("maxMetadataBytes");
            assertThat(it.miss("x".repeat(11)).reason()).isEqualTo(MissReason.QUERY_TOO_LONG);
            assertThat(it.embedder.texts).hasValue(embedded);
            it.cache.put("éééé12", "x".repeat(20));
            assertThat(it.cache.get("éééé12")).isPresent();
        }
    }

    @Test
    void what_an_embedder_cannot_read_whole_is_found_by_text_only() {
        try (var it = Fixture.open(options -> options.semanticTokensMax(20))) {
            var text = "word ".repeat(30);
            int embedded = it.embedder.texts.get();
            it.cache.put(text + "a", "answer");
            assertThat(it.cache.get(text + "a")).isPresent();
            assertThat(it.miss(text + "b").reason()).isEqualTo(MissReason.TOO_LONG_FOR_MEANING);
            assertThat(it.cache.get("word word word")).isEmpty();
            assertThat(it.embedder.texts).hasValue(embedded + 1);
        }
    }

    @Test
    void half_a_surrogate_pair_is_refused_because_it_has_no_bytes() {
        assertThatThrownBy(() -> Question.of("a\ud800b")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Question.of("\udc00")).isInstanceOf(Refusal.class);
        assertThat(Question.of("🙂").text()).isEqualTo("🙂");
    }

    @Test
    void a_failing_embedder_is_a_miss_on_get_and_an_error_on_put_that_shows_no_secret() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "answer");
            it.embedder.fail();
            assertThat(it.hit(ASKED).response()).isEqualTo("answer");
            var miss = it.miss(NEAR);
            assertThat(miss.reason()).isEqualTo(MissReason.EMBEDDER_FAILURE);
            assertThat(miss.explanation()).doesNotContain("secret");
            assertThat(it.events()).contains("embedder_failure");
            assertThatThrownBy(() -> it.cache.put("new", "x"))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            failure -> assertThat(failure.fault()).isEqualTo(Fault.MODEL));
            it.embedder.recover();
            assertThat(it.cache.get(NEAR)).isPresent();
            assertThat(it.stats().entries()).isOne();
        }
    }

    @Test
    void a_slow_embedder_holds_up_nobody_but_its_caller() throws Exception {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "answer");
            var taken = new CountDownLatch(1);
            var released = new CountDownLatch(1);
            it.embedder.before = Optional.of(() -> {
                taken.countDown();
                await(released);
            });
            var slow = Thread.ofVirtual().start(() -> it.cache.put("slow question", "slow answer"));
            taken.await();
            assertThat(it.hit(ASKED).response()).isEqualTo("answer");
            var given = Question.of("a vector at hand").withEmbedding(vector(0, 1));
            assertThat(it.cache.put(given, NewAnswer.of("quick"))).isInstanceOf(PutResult.Stored.class);
            assertThat(it.hit(Question.of("?").withEmbedding(vector(0, 1))).response())
                    .isEqualTo("quick");
            released.countDown();
            slow.join();
            assertThat(it.hit("slow question").response()).isEqualTo("slow answer");
        }
    }

    @Test
    void another_model_is_refused_and_so_is_one_that_changed_in_silence() {
        var store = new DurableMemoryStore();
        var options = CacheOptions.standard(new TestClock(), new SplittableRandom(1));
        SemanticCache.open(store, new TestEmbedder(64), options).close();
        assertThatThrownBy(() -> SemanticCache.open(store, new HashEmbedder(32), options))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.EMBEDDER_MISMATCH));
        var changed = new TestEmbedder(64);
        changed.fixed.put("The river rises in the mountains of the north.", vector(1, 2));
        assertThatThrownBy(() -> SemanticCache.open(store, changed, options))
                .isInstanceOf(MnemoException.class)
                .hasMessageContaining("no longer");
        var away = new TestEmbedder(64);
        away.fail();
        SemanticCache.open(store, away, options).close();
    }

    @Test
    void everything_is_refused_after_close_and_closing_twice_is_fine() {
        var it = Fixture.open();
        it.cache.close();
        it.cache.close();
        assertThatThrownBy(() -> it.cache.get("a")).isInstanceOf(Refusal.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> it.cache.put("a", "b")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> it.cache.stats(Optional.empty())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> it.cache.clear()).isInstanceOf(Refusal.class);
    }

    @Test
    void clearing_forgets_entries_and_counts() {
        try (var it = Fixture.open()) {
            it.cache.put(Question.of("a").in("one"), NewAnswer.of("1"));
            it.cache.put(Question.of("a").in("two"), NewAnswer.of("2"));
            it.cache.get(Question.of("a").in("one"));
            it.cache.get(Question.of("a").in("two"));
            assertThat(it.cache.listNamespaces()).containsExactly("one", "two");
            assertThat(it.cache.clearNamespace("one")).isOne();
            assertThat(it.cache.stats(Optional.of("one")).hitsExact()).isZero();
            assertThat(it.stats().hitsExact()).isOne();
            assertThat(it.cache.clear()).isOne();
            assertThat(it.stats().hitsExact()).isZero();
            assertThat(it.cache.listNamespaces()).isEmpty();
            assertThat(it.cache.get(Question.of("a").in("two"))).isEmpty();
        }
    }

    @Test
    void vectors_may_be_kept_more_coarsely_and_finely_again_without_loss() {
        for (var dtype : VectorDtype.values()) {
            try (var it = Fixture.open(options -> options.vectorDtype(dtype))) {
                it.cache.put(ASKED, "answer");
                double similarity = it.hit(NEAR).similarity();
                it.cache.requantize(VectorDtype.INT8);
                assertThat(it.hit(NEAR).similarity()).isEqualTo(similarity);
                it.cache.requantize(VectorDtype.FLOAT32);
                assertThat(it.hit(NEAR).similarity()).isEqualTo(similarity);
                assertThat(it.stats().vectorDtype()).isEqualTo("float32");
            }
        }
    }

    @Test
    void stats_and_health_tell_what_is_there() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "answer");
            it.clock.move(Duration.ofSeconds(5));
            it.cache.put("b", "answer");
            var stats = it.stats();
            assertThat(stats.entries()).isEqualTo(2);
            assertThat(stats.memoryBytesEstimate()).isEqualTo(2 * 64 * 4);
            assertThat(stats.embedderFingerprint()).isEqualTo("hash-1/64");
            var health = it.cache.health();
            assertThat(health.healthy()).isTrue();
            assertThat(health.oldestEntryAgeSeconds()).hasValue(5);
            assertThat(health.storeBackend()).isEqualTo("memory");
            assertThat(health.indexBackend()).isEqualTo("auto");
            assertThat(health.multiProcessMode()).isEqualTo("single");
        }
    }

    @Test
    void each_look_up_counts_once_and_events_carry_what_the_table_says() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED, "answer");
            it.cache.get(ASKED);
            it.cache.get(NEAR);
            it.cache.get("something else entirely");
            var stats = it.stats();
            assertThat(List.of(stats.hitsExact(), stats.hitsSemantic(), stats.misses()))
                    .containsExactly(1L, 1L, 1L);
            assertThat(it.events()).containsExactly("put", "hit", "hit", "miss");
            for (var heard : it.heard) {
                var event = Arrays.stream(CacheEvent.values())
                        .filter(each -> each.label().equals(heard.event()))
                        .findFirst()
                        .orElseThrow();
                assertThat(heard.attributes().keySet()).containsExactlyElementsOf(event.attributes());
            }
        }
    }

    @Test
    void a_hook_that_throws_breaks_nothing() {
        try (var it = Fixture.open(options -> options.metricsHook((_, _) -> {
            throw new IllegalStateException("broken hook");
        }))) {
            it.cache.put(ASKED, "answer");
            assertThat(it.cache.get(ASKED)).isPresent();
        }
    }

    @Test
    void dead_neighbours_do_not_hide_a_living_one() {
        try (var it = Fixture.open(options -> options.candidates(3))) {
            for (int i = 0; i < 12; i++) {
                it.cache.put(
                        Question.of("dead " + i).withEmbedding(vector(1, 0.01f * i)),
                        NewAnswer.of("dead").withLifetime(Lifetime.of(Duration.ofSeconds(1))));
            }
            it.cache.put(Question.of("living").withEmbedding(vector(1, 0.3f)), NewAnswer.of("alive"));
            it.clock.move(Duration.ofSeconds(2));
            assertThat(it.hit(Question.of("?").withEmbedding(vector(1, 0))).response())
                    .isEqualTo("alive");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static float[] vector(float first, float second) {
        var vector = new float[Fixture.DIMENSIONS];
        vector[0] = first;
        vector[1] = second;
        return vector;
    }

    /// A store in memory that can be opened again, as a file can.
    static final class DurableMemoryStore extends ForwardingStore {
        DurableMemoryStore() {
            super(new MemoryStore());
        }

        private boolean opened;
        private Optional<dev.mnemo.cache.store.Model> model = Optional.empty();

        @Override
        public dev.mnemo.cache.store.Model open(dev.mnemo.cache.store.Model given) {
            if (!opened) {
                opened = true;
                model = Optional.of(super.open(given));
            }
            return model.orElseThrow();
        }

        @Override
        public void close() {}
    }
}
