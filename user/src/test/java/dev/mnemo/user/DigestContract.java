package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.digest.DigestResult;
import dev.mnemo.user.digest.Reflection.Wish;
import dev.mnemo.user.fact.Emotion;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.store.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What many memories say together: insights, mood, traits, profiles.
abstract class DigestContract {
    private static final String ANN = "Ann";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> prompts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Function<String, String>> answering = new AtomicReference<>(_ -> "{}");
    private TestStore test;
    private NeuroMemory memory;
    private NeuroMemory thinking;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = test.builder(new Random(1))
                .leaseTime(Duration.ofHours(1))
                .reflectionInterval(0)
                .open();
        LanguageModel model = (system, prompt, _) -> {
            prompts.add(prompt);
            return answering.get().apply(prompt);
        };
        thinking = test.builder(new Random(2))
                .leaseTime(Duration.ofHours(1))
                .autoExtract(false)
                .languageModel(model)
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        thinking.close();
        test.close();
    }

    private void say(String text, String session) {
        memory.ingest(ANN, "user", text, session);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        test.clock.advance(Duration.ofHours(1));
    }

    private Memory remember(String content) {
        test.clock.advance(Duration.ofMinutes(1));
        return memory.memories().add(ANN, NewMemory.of(MemoryType.FACT, content));
    }

    private static List<String> contents(List<Memory> memories) {
        return memories.stream().map(Memory::content).toList();
    }

    @Test
    void without_a_model_a_digest_counts_and_says_so() {
        assertThat(memory.digest("nobody").memoriesAnalyzed()).isZero();
        say("I love chess. I was so happy after the tournament.", "a");
        say("The chess club was closed, I am sad.", "a");
        say("I work at Google.", "b");
        say("I joined Meta. Chess is my comfort.", "b");
        var result = memory.digest(ANN);
        assertThat(result.method()).isEqualTo("counted");
        assertThat(result.messagesAnalyzed()).isEqualTo(4);
        assertThat(result.memoriesAnalyzed()).isEqualTo(2);
        assertThat(contents(result.insights()))
                .containsExactly(
                        "Talks most about chess (3); counted in 4 messages",
                        "Changed: Works at Google → Works at Meta");
        assertThat(result.emotionProfile()).hasValueSatisfying(mood -> {
            assertThat(mood.latestState()).contains("counted by a list of words");
            assertThat(mood.sourceCount()).isEqualTo(2);
            assertThat(mood.valenceAvg()).isBetween(0.04, 0.06);
            assertThat(mood.dominantEmotions().has("joy")).isTrue();
        });
        assertThat(memory.digest(ANN).memoriesAnalyzed()).isZero();
        assertThat(memory.stats(ANN).profileSummary()).isPresent();
        say("I feel great and happy today.", "c");
        assertThat(memory.digest(ANN).emotionProfile()).hasValueSatisfying(mood -> {
            assertThat(mood.sourceCount()).isEqualTo(3);
            assertThat(mood.valenceAvg()).isBetween(0.25, 0.35);
        });
    }

    @Test
    void a_digest_that_fails_leaves_everything_for_the_next_one() {
        for (int i = 0; i < 7; i++) {
            remember("Fact number " + i);
        }
        answering.set(prompt -> {
            if (prompt.contains("Fact number 4")) {
                throw new MnemoException(Fault.MODEL, "The model is ill.", "Wait.");
            }
            return "{\"insights\": [{\"content\": \"Has facts\", \"importance\": 8, \"sources\": [1, 2, 99]},"
                    + " {\"content\": \"Dull\", \"importance\": 3}, {\"importance\": 9}], \"mood\": {\"latest_state\": 5}}";
        });
        assertThatThrownBy(() -> thinking.digest(ANN, 3)).isInstanceOf(MnemoException.class);
        assertThat(prompts.getLast()).contains("Fact number 3", "Fact number 5").doesNotContain("Fact number 2");
        answering.set(_ -> "{}");
        prompts.clear();
        var rest = thinking.digest(ANN, 3);
        assertThat(rest.memoriesAnalyzed()).isEqualTo(4);
        assertThat(String.join("", prompts)).doesNotContain("Fact number 2").contains("Fact number 3", "Has facts");
        assertThat(contents(memory.memories()
                        .list(ANN, List.of(MemoryType.INSIGHT), 10, 0)
                        .items()))
                .containsExactly("Has facts");
        assertThatThrownBy(() -> thinking.digest(ANN, 0)).isInstanceOf(Refusal.class);
    }

    @Test
    void two_digests_at_once_do_nothing_twice() throws Exception {
        for (int i = 0; i < 40; i++) {
            remember("Fact number " + i);
        }
        answering.set(_ -> "{\"insights\": [{\"content\": \"Has facts\", \"importance\": 8}]}");
        var digests = Collections.<Callable<DigestResult>>nCopies(6, () -> thinking.digest(ANN, 9));
        int analyzed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(digests)) {
                analyzed += done.get().memoriesAnalyzed();
            }
        }
        assertThat(analyzed).isEqualTo(40);
        assertThat(memory.memories()
                        .list(ANN, List.of(MemoryType.INSIGHT), 10, 0)
                        .items())
                .hasSize(1);
    }

    @Test
    void what_somebody_comes_back_to_becomes_a_trait_with_its_evidence() {
        say("I love hiking.", "a");
        say("I love hiking!", "a");
        assertThat(memory.traits().reflect(ANN, Wish.IF_DUE).traitsCreated()).isZero();
        say("As I said, I love hiking.", "b");
        assertThat(memory.traits().reflect(ANN, Wish.IF_DUE).triggered()).isFalse();
        var reflected = memory.traits().reflect(ANN, new Wish(true, false));
        assertThat(reflected.traitsCreated()).isEqualTo(1);
        assertThat(reflected.method()).isEqualTo("counted");
        var trait = memory.traits()
                .list(ANN, "trend", Optional.empty(), Optional.empty())
                .getFirst();
        assertThat(trait.content()).isEqualTo("Keeps coming back to it: Loves hiking");
        assertThat(memory.traits().evidence(ANN, trait.id()))
                .singleElement()
                .satisfies(one -> assertThat(one.memory().content()).isEqualTo("Loves hiking"));
        assertThat(memory.traits().list(ANN)).isEmpty();
        assertThat(memory.recall(ANN, "What does she keep coming back to?").merged())
                .noneMatch(hit -> hit.text().startsWith("Keeps"));
    }

    @Test
    void a_model_forms_traits_that_grow_are_doubted_and_deepen_by_evidence_only() {
        var ids = List.of(remember("Ran on Monday"), remember("Ran on Tuesday"), remember("Ran in the rain"));
        answering.set(_ -> """
            {"behaviors": [{"content": "Runs often", "memories": [1, 2], "confidence": 9, "context": "personal"},
                           {"content": "Is probably depressed", "memories": [1, 2]},
                           {"content": "Only one memory", "memories": [1]}],
             "trends": [{"content": "Trains for a race", "memories": [2, 3]}]}""");
        var first = thinking.traits().reflect(ANN, Wish.IF_DUE);
        assertThat(first.triggerType()).isEqualTo("first_time");
        assertThat(first.memoriesScanned()).isEqualTo(3);
        assertThat(first.traitsCreated()).isEqualTo(2);
        var runs = trait("Runs often");
        assertThat(runs.confidence()).isEqualTo(0.5);
        test.clock.advance(Duration.ofMinutes(2));
        remember("Ran at night");
        answering.set(prompt -> prompt.contains("\"number\":1,\"content\":\"Runs often\"")
                ? "{\"reinforced\": [{\"trait\": 1, \"memories\": [1], \"quality\": \"A\"}, {\"trait\": 77, \"memories\": [1]}]}"
                : "{}");
        assertThat(thinking.traits().reflect(ANN, new Wish(true, false)).traitsUpdated())
                .isEqualTo(1);
        assertThat(trait("Runs often").confidence()).isBetween(0.62, 0.63);
        assertThat(trait("Runs often").trait().orElseThrow().stage()).isEqualTo("established");
        assertThat(contents(thinking.traits().list(ANN))).containsExactly("Runs often");
        assertThat(thinking.traits().evidence(ANN, runs.id())).hasSize(3);
        assertThat(thinking.traits().feedback(ANN, runs.id(), true))
                .hasValueSatisfying(surer -> assertThat(surer.confidence()).isGreaterThan(0.67));
        assertThat(memory.memories().history(ANN, runs.id()))
                .extracting(entry -> entry.event())
                .contains("feedback");
        test.clock.advance(Duration.ofDays(31));
        assertThat(thinking.traits().reflect(ANN, Wish.IF_DUE).traitsDissolved())
                .as("the trend was not confirmed in its window")
                .isEqualTo(1);
        assertThat(trait("Runs often").confidence()).isLessThan(0.67);
        remember("Hates running now");
        remember("Sold the running shoes");
        answering.set(_ -> "{\"contradicted\": [{\"trait\": 1, \"memories\": [1, 2]}]}");
        assertThat(thinking.traits().reflect(ANN, new Wish(true, false)).traitsDissolved())
                .isEqualTo(1);
        assertThat(thinking.traits().list(ANN)).isEmpty();
        assertThatThrownBy(() -> thinking.traits().feedback(ANN, ids.getFirst().id(), true))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> thinking.traits().evidence("Bob", runs.id())).isInstanceOf(Refusal.class);
    }

    private Memory trait(String content) {
        return thinking.traits().list(ANN, "trend", Optional.empty(), Optional.empty()).stream()
                .filter(one -> one.content().equals(content))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_reflection_that_fails_leaves_everything_for_the_next_one() {
        remember("Ran on Monday");
        answering.set(_ -> {
            throw new MnemoException(Fault.MODEL, "The model is ill.", "Wait.");
        });
        assertThatThrownBy(() -> thinking.traits().reflect(ANN, Wish.IF_DUE)).isInstanceOf(MnemoException.class);
        answering.set(_ -> "{}");
        assertThat(thinking.traits().reflect(ANN, Wish.IF_DUE).memoriesScanned())
                .isEqualTo(1);
        assertThat(thinking.traits().reflect("nobody", new Wish(true, true)).triggered())
                .isFalse();
    }

    @Test
    void plans_whose_time_is_over_become_history() {
        say("I'm flying to Tokyo next week.", "a");
        assertThat(memory.memories()
                        .list(ANN, List.of(), 10, 0)
                        .items()
                        .getFirst()
                        .temporality())
                .isEqualTo("prospective");
        test.clock.advance(Duration.ofDays(30));
        memory.traits().reflect(ANN, Wish.IF_DUE);
        assertThat(memory.memories()
                        .list(ANN, List.of(), 10, 0)
                        .items()
                        .getFirst()
                        .temporality())
                .isEqualTo("historical");
    }

    @Test
    void what_is_known_of_somebody_or_something_is_found_together() {
        say("My wife Anna works at Siemens.", "a");
        say("Yesterday I met Anna in Rome.", "a");
        say("Annabel is somebody else.", "a");
        var anna = memory.entityProfile(ANN, "anna");
        assertThat(contents(anna.facts())).contains("Wife Anna works at Siemens", "Wife: Anna");
        assertThat(anna.conversations()).hasSize(2);
        assertThat(anna.graphRelations()).isNotEmpty();
        assertThat(anna.timeline())
                .isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()));
        assertThat(memory.entityProfile("nobody", "Anna").timeline()).isEmpty();
    }

    @Test
    void the_profile_says_in_short_what_facts_say_now_and_said_then() {
        say("My name is Ann. I work at Google and I love tea.", "a");
        var then = test.clock.instant();
        test.clock.advance(Duration.ofDays(1));
        say("I joined Meta.", "a");
        memory.kv().set(ANN, "profile", "values", Json.of("honesty"));
        var now = memory.recall(ANN, "Who is she?").userProfile();
        assertThat(now.get("identity")).isEqualTo(Json.of("Is called Ann"));
        assertThat(now.get("occupation")).isEqualTo(Json.of("Works at Meta"));
        assertThat(now.get("preferences")).isEqualTo(Json.strings(List.of("Loves tea")));
        assertThat(now.get("values")).isEqualTo(Json.of("honesty"));
        assertThat(memory.recall(ANN, Cue.of("Who is she?").withAsOf(then))
                        .userProfile()
                        .get("occupation"))
                .isEqualTo(Json.of("Works at Google"));
    }

    @Test
    void feelings_of_memories_count_with_their_weight() {
        for (double valence : new double[] {0.5, 0.5, -1}) {
            memory.memories()
                    .add(
                            ANN,
                            NewMemory.of(MemoryType.EPISODIC, "Felt " + valence + " at " + test.clock.instant())
                                    .withEmotion(new Emotion(valence, 0.5, "mood")));
            test.clock.advance(Duration.ofDays(10));
            memory.digest(ANN);
        }
        var mood = memory.emotionProfile(ANN).orElseThrow();
        assertThat(mood.valenceAvg()).isBetween(-0.001, 0.001);
        assertThat(mood.latestStateValence()).isEqualTo(-1);
        assertThat(mood.sourceCount()).isEqualTo(3);
    }

    @Test
    void twins_return_stages() throws Exception {
        say("I love tea.", "a");
        assertThat(memory.digestAsync(ANN, 50).toCompletableFuture().get().messagesAnalyzed())
                .isEqualTo(1);
        assertThat(memory.entityProfileAsync(ANN, "tea")
                        .toCompletableFuture()
                        .get()
                        .facts())
                .hasSize(1);
        assertThat(memory.traits()
                        .reflectAsync(ANN, Wish.IF_DUE)
                        .toCompletableFuture()
                        .get()
                        .triggered())
                .isTrue();
    }
}
