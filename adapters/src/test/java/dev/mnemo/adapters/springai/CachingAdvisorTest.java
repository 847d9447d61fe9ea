package dev.mnemo.adapters.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.adapters.CachedModelContract;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachingAdvisorTest extends CachedModelContract {
    @Override
    protected Model model(SemanticCache cache) {
        var client = Clients.client(stub, new CachingAdvisor(cache, caching()));
        return new Model() {
            @Override
            public Said ask(Request request) {
                var response = client.prompt(Clients.prompt(request)).call().chatClientResponse();
                return Clients.said(List.of(response), false);
            }

            @Override
            public Said askWithToolResult(String question, String result) {
                var response = client.prompt(Clients.withToolResult(question, result))
                        .call()
                        .chatClientResponse();
                return Clients.said(List.of(response), false);
            }
        };
    }

    @Override
    protected boolean isStreaming() {
        return false;
    }

    @Test
    void a_response_says_where_it_came_from() {
        var client = Clients.client(stub, new CachingAdvisor(cache(), caching()));
        for (int i = 0; i < 2; i++) {
            var context = client.prompt("What is an advisor?")
                    .call()
                    .chatClientResponse()
                    .context();
            assertThat(((Served) context.get(CachingAdvisor.SERVED)).isHit()).isEqualTo(i == 1);
        }
    }

    record Capital(String city) {}

    @Test
    void the_form_that_the_client_asks_for_at_the_end_counts() {
        stub.answer(_ -> dev.mnemo.adapters.StubModel.Reply.of("{\"city\":\"Rome\"}"));
        var client = Clients.client(stub, new CachingAdvisor(cache(), caching()));
        for (int i = 0; i < 2; i++) {
            assertThat(client.prompt("Capital of Italy?").call().entity(Capital.class))
                    .isEqualTo(new Capital("Rome"));
            client.prompt("Capital of Italy?").call().content();
        }
        assertThat(stub.asked()).hasSize(2);
    }
}
