package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.AnswerSink;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.answer.ToolCall;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamingTest {
    private static final Question ASKED = Question.of("Tell me about the river");
    private static final Cost COST = new Cost(7, 3, 11, Duration.ofMillis(5));

    /// Writes down what comes.
    private static final class Notes implements AnswerSink {
        final List<String> lines = new ArrayList<>();

        @Override
        public void chunk(String text) {
            lines.add(text);
        }

        @Override
        public void toolCall(ToolCall call) {
            lines.add("call " + call.name());
        }

        @Override
        public void end(FinishReason finish, Cost cost) {
            lines.add(finish + " " + cost.outputTokens());
        }
    }

    private static void river(AnswerSink sink) {
        sink.chunk("It rises");
        sink.chunk("");
        sink.chunk(" in the north 🙂.");
        sink.end(FinishReason.STOP, COST);
    }

    @Test
    void a_stream_is_handed_on_at_once_and_replayed_with_its_boundaries() {
        try (var it = Fixture.open()) {
            var first = new Notes();
            it.cache.getOrStream(
                    ASKED,
                    sink -> {
                        sink.chunk("It rises");
                        assertThat(first.lines).containsExactly("It rises");
                        sink.chunk("");
                        sink.chunk(" in the north 🙂.");
                        sink.end(FinishReason.STOP, COST);
                    },
                    first,
                    NewAnswer::of);
            assertThat(first.lines).containsExactly("It rises", "", " in the north 🙂.", "STOP 3");
            var second = new Notes();
            var served = it.cache.getOrStream(
                    ASKED,
                    _ -> {
                        throw new AssertionError("the model is not asked again");
                    },
                    second,
                    NewAnswer::of);
            assertThat(served.isHit()).isTrue();
            assertThat(second.lines).isEqualTo(first.lines);
            var whole = it.hit(ASKED);
            assertThat(whole.response()).isEqualTo("It rises in the north 🙂.");
            assertThat(whole.answer().cost()).isEqualTo(COST);
        }
    }

    @Test
    void a_plain_answer_can_be_replayed_as_a_stream() {
        try (var it = Fixture.open()) {
            it.cache.put(ASKED.text(), "It rises.");
            var notes = new Notes();
            it.cache.getOrStream(ASKED, StreamingTest::river, notes, NewAnswer::of);
            assertThat(notes.lines).containsExactly("It rises.", "STOP 0");
        }
    }

    @Test
    void a_model_that_breaks_off_leaves_nothing_behind() {
        try (var it = Fixture.open()) {
            var notes = new Notes();
            assertThatThrownBy(() -> it.cache.getOrStream(
                            ASKED,
                            sink -> {
                                sink.chunk("It ri");
                                throw new IllegalStateException("connection lost");
                            },
                            notes,
                            NewAnswer::of))
                    .hasMessage("connection lost");
            assertThat(notes.lines).containsExactly("It ri");
            assertThatThrownBy(() ->
                            it.cache.getOrStream(ASKED, sink -> sink.chunk("It rises"), new Notes(), NewAnswer::of))
                    .isInstanceOf(MnemoException.class)
                    .hasMessageContaining("without an end");
            assertThat(it.cache.get(ASKED)).isEmpty();
        }
    }

    @Test
    void a_caller_that_stops_listening_leaves_nothing_behind() {
        try (var it = Fixture.open()) {
            assertThatThrownBy(() -> it.cache.getOrStream(
                            ASKED,
                            StreamingTest::river,
                            _ -> {
                                throw new IllegalStateException("the browser is gone");
                            },
                            NewAnswer::of))
                    .hasRootCauseMessage("the browser is gone");
            assertThat(it.cache.get(ASKED)).isEmpty();
        }
    }

    @Test
    void truncated_filtered_and_tool_running_answers_are_not_kept() {
        try (var it = Fixture.open()) {
            for (var finish : FinishReason.values()) {
                var notes = new Notes();
                it.cache.getOrStream(
                        Question.of("q " + finish),
                        sink -> {
                            sink.chunk("text");
                            sink.end(finish, Cost.UNKNOWN);
                        },
                        notes,
                        NewAnswer::of);
                assertThat(notes.lines).containsExactly("text", finish + " 0");
            }
            it.cache.getOrStream(ASKED, StreamingTest::tool, new Notes(), NewAnswer::of);
            assertThat(it.stats().entries()).isOne();
            assertThat(it.cache.get("q STOP")).isPresent();
        }
    }

    private static void tool(AnswerSink sink) {
        sink.chunk("Let me look.");
        sink.toolCall(new ToolCall("1", "search", "{\"q\": \"river\"}"));
        sink.end(FinishReason.TOOL_CALLS, Cost.UNKNOWN);
    }

    @Test
    void tool_calls_are_kept_and_replayed_where_they_are_allowed() {
        try (var it =
                Fixture.open(options -> options.storedFinishes(Set.of(FinishReason.STOP, FinishReason.TOOL_CALLS)))) {
            it.cache.getOrStream(ASKED, StreamingTest::tool, new Notes(), NewAnswer::of);
            var hit = it.hit(ASKED);
            assertThat(hit.answer().toolCalls()).containsExactly(new ToolCall("1", "search", "{\"q\": \"river\"}"));
            assertThat(hit.answer().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        }
    }

    @Test
    void every_answer_comes_back_from_its_text_and_form() {
        long seed = 20260117;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            var chunks = new ArrayList<String>();
            for (int i = random.nextInt(5); i > 0; i--) {
                chunks.add("ab🙂 \n".repeat(random.nextInt(3)));
            }
            var calls = random.nextBoolean() ? List.of(new ToolCall("i", "n", "{}")) : List.<ToolCall>of();
            var answer = new Answer(
                    chunks, calls, FinishReason.values()[random.nextInt(FinishReason.values().length)], COST);
            assertThat(Answer.restore(answer.text(), answer.form(), COST))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(answer);
        }
    }
}
