package dev.mnemo.adapters.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.adapters.CachedModelContract;
import dev.mnemo.adapters.StubModel.Reply;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;

class CachingAdvisorStreamTest extends CachedModelContract {
    private ChatClient client(SemanticCache cache) {
        return Clients.client(stub, new CachingAdvisor(cache, caching()));
    }

    @Override
    protected Model model(SemanticCache cache) {
        var client = client(cache);
        return new Model() {
            @Override
            public Said ask(Request request) {
                return said(Clients.prompt(request));
            }

            @Override
            public Said askWithToolResult(String question, String result) {
                return said(Clients.withToolResult(question, result));
            }

            private Said said(Prompt prompt) {
                var responses = client.prompt(prompt).stream()
                        .chatClientResponse()
                        .toStream()
                        .toList();
                return Clients.said(responses, true);
            }
        };
    }

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Test
    void the_last_piece_from_the_cache_says_where_it_came_from() {
        var client = client(cache());
        for (int i = 0; i < 2; i++) {
            var last = client.prompt("What is a stream?").stream()
                    .chatClientResponse()
                    .blockLast();
            assertThat(last.context().get(CachingAdvisor.SERVED) instanceof Served served && served.isHit())
                    .isEqualTo(i == 1);
        }
    }

    @Test
    void the_first_piece_is_there_while_the_model_still_speaks() {
        var release = new CountDownLatch(1);
        stub.answer(_ -> Reply.of("At ", "once.").waiting(() -> await(release)));
        var pieces =
                client(cache()).prompt("When?").stream().content().toIterable().iterator();
        assertThat(pieces.next()).isEqualTo("At ");
        release.countDown();
        assertThat(pieces.next()).isEqualTo("once.");
    }

    @Test
    void an_answer_that_nobody_took_to_its_end_is_not_stored() throws Exception {
        var release = new CountDownLatch(1);
        stub.answer(_ -> Reply.of("One ", "two ", "three.").waiting(() -> await(release)));
        var client = client(cache());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(
                    () -> client.prompt("Count!").stream().content().blockFirst());
            assertThat(first.get()).isEqualTo("One ");
            release.countDown();
        }
        stub.answer(_ -> Reply.of("One."));
        assertThat(client.prompt("Count!").stream().content().collectList().block())
                .isEqualTo(List.of("One."));
    }
}
