package dev.mnemo.adapters.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.mnemo.adapters.CachedModelContract;
import dev.mnemo.adapters.StubModel.Reply;
import dev.mnemo.cache.SemanticCache;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CachedStreamingChatModelTest extends CachedModelContract {
    private CachedStreamingChatModel cached(SemanticCache cache) {
        var client = OpenAiStreamingChatModel.builder()
                .baseUrl(stub.url())
                .apiKey("sk-test")
                .modelName("gpt-test")
                .build();
        return new CachedStreamingChatModel(client, cache, caching());
    }

    /// Keeps what it gets.
    private static class Heard implements StreamingChatResponseHandler {
        final List<String> pieces = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String piece) {
            pieces.add(piece);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }
    }

    @Override
    protected Model model(SemanticCache cache) {
        return new Model() {
            @Override
            public Said ask(Request request) {
                return said(Requests4j.of(request));
            }

            @Override
            public Said askWithToolResult(String question, String result) {
                return said(Requests4j.withToolResult(question, result));
            }

            private Said said(ChatRequest request) {
                var heard = new Heard();
                cached(cache).chat(request, heard);
                return Requests4j.said(heard.end.join(), List.copyOf(heard.pieces));
            }
        };
    }

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Test
    void the_first_piece_is_there_while_the_model_still_speaks() throws Exception {
        var release = new CountDownLatch(1);
        var first = new CountDownLatch(1);
        stub.answer(_ -> Reply.of("At ", "once.").waiting(() -> await(release)));
        var heard = new Heard() {
            @Override
            public void onPartialResponse(String piece) {
                super.onPartialResponse(piece);
                first.countDown();
            }
        };
        cached(cache()).chat("When?", heard);
        first.await();
        assertThat(heard.end).isNotDone();
        release.countDown();
        assertThat(heard.end.join().aiMessage().text()).isEqualTo("At once.");
    }

    @Test
    void an_answer_that_breaks_off_is_not_stored() {
        stub.answer(_ -> Reply.of("Half", " of it").ending(""));
        var broken = new Heard();
        cached(cache()).chat("How much?", broken);
        try {
            broken.end.join();
        } catch (CompletionException failure) {
            // some clients call a stream without an end a failure, some an answer without a reason
        }
        stub.answer(_ -> Reply.of("All of it."));
        var whole = new Heard();
        cached(cache()).chat("How much?", whole);
        assertThat(whole.end.join().aiMessage().text()).isEqualTo("All of it.");
    }

    @Test
    void who_cancels_hears_nothing_more_and_nothing_is_stored() {
        var cancelled = new CountDownLatch(1);
        stub.answer(_ -> Reply.of("One ", "two ", "three.").waiting(() -> await(cancelled)));
        var heard = new Heard() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece.text());
                context.streamingHandle().cancel();
                cancelled.countDown();
            }
        };
        var model = cached(cache());
        model.chat("Count!", heard);
        await(cancelled);
        stub.answer(_ -> Reply.of("One."));
        var next = new Heard();
        model.chat("Count!", next);
        assertThat(next.end.join().aiMessage().text()).isEqualTo("One.");
        assertThat(heard.end).isNotDone();
        assertThat(heard.pieces).containsExactly("One ");
    }

    @Test
    void who_fails_on_a_piece_hears_of_it() {
        var heard = new Heard() {
            @Override
            public void onPartialResponse(String piece) {
                throw new IllegalStateException("cannot print " + piece);
            }
        };
        cached(cache()).chat("Why?", heard);
        assertThatThrownBy(heard.end::join).hasMessageContaining("cannot print");
    }
}
