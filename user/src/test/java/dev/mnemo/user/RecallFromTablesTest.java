package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.Conversations.Ingest;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.EventTime;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Recollection;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.NewMessage;
import java.io.BufferedReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody who is held in memory and somebody who is read from the tables of PostgreSQL for one question get the same
/// answers, but for rounding: a word counts twice at most, and cosines have fewer digits.
@Tag("services")
class RecallFromTablesTest {
    private static final String ANN = "Ann/安";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MESSAGES = 400;
    private static final int FACTS = 60;
    private static final int SESSION_MESSAGES = 20;

    /// Which share of the hits of the one are hits of the other. The texts are so much alike that the last hits differ
    /// by
    /// less than rounding; more so where places in lists are all that counts.
    private static final double SHARED = 0.85;

    private static final double SHARED_BY_PLACES = 0.7;

    private static final double SHARED_AT_LEAST = 0.6;
    private static final double SCORE_APART = 0.03;

    private static final List<String> WORDS = List.of(
            "tea",
            "walk",
            "train",
            "music",
            "river",
            "office",
            "bread",
            "garden",
            "phone",
            "winter",
            "school",
            "boat",
            "summer",
            "doctor",
            "paint",
            "cook",
            "market",
            "brother",
            "letter",
            "mountain",
            "你好世界",
            "谷歌公司");

    private final long seed = 23;
    private final Random random = new Random(seed);
    private TestStore file;
    private TestStore server;
    private NeuroMemory held;
    private NeuroMemory read;

    @BeforeEach
    void open() {
        file = TestStore.sqlite();
        server = TestStore.postgres();
        held = open(file.builder(new Random(1)));
        read = open(server.builder(new Random(2)).heldBytesMax(0));
    }

    private static NeuroMemory open(NeuroMemoryBuilder builder) {
        return builder.extraction(ExtractionStrategy.ON_DEMAND)
                .embedding(new HashEmbedder(64))
                .open();
    }

    @AfterEach
    void close() {
        held.close();
        read.close();
        file.close();
        server.close();
    }

    private String text(int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private void fill() {
        for (int first = 0; first < MESSAGES; first += SESSION_MESSAGES) {
            var batch = new ArrayList<NewMessage>();
            for (int i = 0; i < SESSION_MESSAGES; i++) {
                boolean isUser = i % 2 == 0;
                var metadata = isUser && first % 40 == 0
                        ? Json.Obj.EMPTY.with("name", "Caroline")
                        : Json.Obj.EMPTY.with("mood", random.nextInt(3));
                batch.add(new NewMessage(
                        isUser ? "user" : "assistant",
                        text(4 + random.nextInt(10)) + (random.nextInt(5) == 0 ? "? \n" : "."),
                        metadata));
            }
            held.conversations().addMessagesBatch(ANN, batch, Ingest.into("s" + first / SESSION_MESSAGES));
            file.clock.advance(Duration.ofHours(5));
        }
        for (int i = 0; i < FACTS; i++) {
            var type = List.of(MemoryType.FACT, MemoryType.EPISODIC, MemoryType.INSIGHT)
                    .get(i % 3);
            var fact = NewMemory.of(type, "Ann " + text(5)).withImportance(1 + i % 10);
            var from = file.clock.instant().minus(Duration.ofDays(i));
            held.memories()
                    .add(
                            ANN,
                            type == MemoryType.EPISODIC
                                    ? fact.withEvent(
                                            new EventTime(from, from.plus(Duration.ofHours(2)), "hour", "then"))
                                    : i % 4 == 0 ? fact.withSlot("user", "habit " + i % 8) : fact);
            file.clock.advance(Duration.ofHours(2));
        }
        held.graph().createNode(ANN, NodeType.PERSON, "Caroline", Json.Obj.EMPTY);
        held.graph().createNode(ANN, NodeType.LOCATION, "Porto", Json.Obj.EMPTY);
        held.graph()
                .createEdge(
                        ANN,
                        NewEdge.of(
                                new NodeKey(NodeType.PERSON, "Caroline"),
                                "lives_in",
                                new NodeKey(NodeType.LOCATION, "Porto")));
        assertThat(held.awaitIdle(ANN, PATIENCE)).isTrue();
        var exported = new StringWriter();
        held.exportUserData(ANN, exported);
        read.importUserData(ANN, new BufferedReader(new StringReader(exported.toString())));
        server.clock.advance(Duration.between(server.clock.instant(), file.clock.instant()));
    }

    private List<Cue> cues() {
        var now = file.clock.instant();
        var early = now.minus(Duration.ofDays(4));
        var cues = new ArrayList<Cue>();
        for (int i = 0; i < 60; i++) {
            cues.add(Cue.of(text(1 + random.nextInt(5))));
        }
        for (var question : List.of(
                "What did Caroline say about the garden?",
                "Where does Caroline cook bread in Porto?",
                "what did I paint yesterday",
                "the letter of last week",
                "谷歌公司 office?",
                "",
                "nothing that was ever said")) {
            cues.add(Cue.of(question));
        }
        cues.add(with(Cue.of("music river"), EnumSet.of(Kind.FACT), Optional.empty(), Optional.empty()));
        cues.add(with(Cue.of("music river"), EnumSet.allOf(Kind.class), Optional.of(early), Optional.empty()));
        cues.add(with(Cue.of("boat"), EnumSet.of(Kind.EPISODIC), Optional.empty(), Optional.of(early)));
        cues.add(Cue.of("winter school").withAsOf(early));
        cues.add(Cue.of("doctor phone").withLimit(3));
        return cues;
    }

    private static Cue with(Cue cue, Set<Kind> kinds, Optional<Instant> createdAfter, Optional<Instant> eventAfter) {
        return new Cue(
                cue.text(),
                cue.limit(),
                cue.decay(),
                kinds,
                createdAfter,
                Optional.empty(),
                eventAfter,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Emotion(0.5, 0.5)),
                cue.tokenBudget(),
                ZoneOffset.UTC,
                true);
    }

    @Test
    void who_is_read_from_the_tables_is_answered_as_who_is_held() {
        fill();
        for (var recipe : List.of(Recipe.HYBRID, Recipe.CLASSIC)) {
            double shared = 0;
            var cues = cues();
            for (var cue : cues) {
                var one = held.recall(ANN, cue, recipe).found();
                var other = read.recall(ANN, cue, recipe).found();
                var what = "seed " + seed + ", " + recipe.name() + ": " + cue.text();
                assertThat(other.hits()).as(what).hasSameSizeAs(one.hits());
                assertThat(other.relations()).as(what).isEqualTo(one.relations());
                assertThat(other.time()).as(what).isEqualTo(one.time());
                assertThat(other.trace().steps().isEmpty())
                        .as(what)
                        .isEqualTo(one.trace().steps().isEmpty());
                if (recipe != Recipe.CLASSIC) { // whose scores are places in lists: near ones change theirs
                    assertAlike(one, other, what);
                    assertAlike(other, one, what);
                }
                shared += share(one, other);
            }
            assertThat(shared / cues.size())
                    .as("seed " + seed + ", " + recipe.name())
                    .isGreaterThan(recipe == Recipe.CLASSIC ? SHARED_BY_PLACES : SHARED);
        }
    }

    /// What only one of two answers has might as well not be there: it is no better than the last of its source in the
    /// other. What both have scores alike.
    private static void assertAlike(Recollection one, Recollection other, String what) {
        for (var hit : one.hits()) {
            var same = other.hits().stream()
                    .filter(candidate -> candidate.text().equals(hit.text()))
                    .findFirst();
            double score = same.map(Hit::score)
                    .orElseGet(() -> other.hits().stream()
                            .filter(candidate -> candidate.source() == hit.source())
                            .mapToDouble(Hit::score)
                            .min()
                            .orElse(0));
            assertThat(hit.score())
                    .as(what + " / " + hit.text() + (same.isPresent() ? "" : ", not in the other answer"))
                    .isLessThan(score + SCORE_APART);
        }
    }

    private static double share(Recollection one, Recollection other) {
        var texts = new HashSet<>(one.hits().stream().map(Hit::text).toList());
        int all = texts.size();
        texts.retainAll(other.hits().stream().map(Hit::text).toList());
        return all == 0 ? 1 : (double) texts.size() / all;
    }

    @Test
    void a_person_asked_about_again_is_held_from_then_on_and_answers_alike() {
        fill();
        try (var other = open(server.builder(new Random(3)))) {
            var cue = Cue.of("music river garden");
            var first = other.recall(ANN, cue).found();
            for (int i = 0; i < 20; i++) {
                assertThat(share(first, other.recall(ANN, cue).found())).isGreaterThanOrEqualTo(SHARED_AT_LEAST);
            }
            read.ingest(ANN, "user", "A zebra crossed the river", "s1");
            assertThat(other.recall(ANN, "zebra").merged().getFirst().text()).contains("zebra");
            read.deleteUserData(ANN);
            assertThat(other.recall(ANN, "zebra").merged()).isEmpty();
        }
    }
}
