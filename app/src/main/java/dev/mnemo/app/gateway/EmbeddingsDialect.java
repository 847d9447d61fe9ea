package dev.mnemo.app.gateway;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `/v1/embeddings`: the vectors of the very same texts can be given again, and of no others.
final class EmbeddingsDialect implements Dialect {
    private static final String DATA = "data";

    @Override
    public Prompt prompt(Json.Obj request) {
        return new Prompt("", request, false);
    }

    @Override
    public Json.Obj withMemory(Json.Obj request, String memory) {
        return request;
    }

    @Override
    public Optional<Taken> read(Json.Obj answer) {
        if (answer.array(DATA).items().isEmpty()) {
            return Optional.empty();
        }
        var cost = new Cost(ChatDialect.tokens(answer.object("usage"), "prompt_tokens"), 0, 0, Duration.ZERO);
        var vectors = new Answer(List.of(answer.array(DATA).compact()), List.of(), FinishReason.STOP, cost);
        return Optional.of(new Taken(vectors, answer.with(DATA, new Json.Arr(List.of())), true));
    }

    @Override
    public Stream stream() {
        return new Stream() {
            @Override
            public void event(String name, String data) {}

            @Override
            public Optional<Taken> end() {
                return Optional.empty(); // vectors come in one piece
            }
        };
    }

    @Override
    public Json.Obj whole(Taken taken) {
        try {
            return taken.envelope().with(DATA, Json.parse(taken.answer().text()));
        } catch (JsonFault damaged) {
            throw new IllegalStateException("stored vectors were JSON", damaged);
        }
    }

    @Override
    public List<String> events(Taken taken, Json.Obj request) {
        return List.of(Dialect.event(whole(taken)));
    }
}
