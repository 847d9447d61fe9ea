package dev.mnemo.app.gateway;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `/v1/chat/completions`: one choice of plain text can be given again.
final class ChatDialect implements Dialect {
    private static final Turns TURNS = new Turns("messages", List.of("text"));
    private static final String DONE = "[DONE]";

    /// Members of a chunk that are told anew with each, or only fill it up.
    private static final List<String> PER_CHUNK = List.of("object", "choices", "obfuscation");

    private static final String FINISH = "finish_reason";

    @Override
    public Prompt prompt(Json.Obj request) {
        return TURNS.prompt(request);
    }

    @Override
    public Json.Obj withMemory(Json.Obj request, String memory) {
        return TURNS.withMemory(request, memory);
    }

    @Override
    public Optional<Taken> read(Json.Obj answer) {
        var choices = answer.array("choices").objects();
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        var choice = choices.getFirst();
        var message = choice.object("message");
        boolean isPlain = choices.size() == 1
                && message.string("content").isPresent()
                && Dialect.hasOnly(choice, List.of("index", "message", FINISH))
                && Dialect.hasOnly(message, List.of("role", "content"));
        var finish = choice.string(FINISH, "");
        var text = List.of(message.string("content", ""));
        return Optional.of(new Taken(
                new Answer(text, List.of(), finish(finish), cost(answer.object("usage"))),
                answer.without("choices").without("object").with(FINISH, finish),
                isPlain));
    }

    private static FinishReason finish(String reason) {
        return switch (reason) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            default -> FinishReason.OTHER;
        };
    }

    private static Cost cost(Json.Obj usage) {
        return new Cost(tokens(usage, "prompt_tokens"), tokens(usage, "completion_tokens"), 0, Duration.ZERO);
    }

    /// A count of tokens; 0 if it is not told.
    static long tokens(Json.Obj usage, String name) {
        return (long) Math.clamp(usage.number(name, 0), 0, 1e12);
    }

    @Override
    public Stream stream() {
        return new Chunks();
    }

    /// Puts the chunks of an answer together.
    private static final class Chunks implements Stream {
        private final List<String> texts = new ArrayList<>();
        private Json.Obj envelope = Json.Obj.EMPTY;
        private String finish = "";
        private boolean isOdd;
        private boolean isBroken;
        private boolean isDone;

        @Override
        public void event(String name, String data) {
            if (data.equals(DONE)) {
                isDone = true;
                return;
            }
            try {
                chunk(Json.parseObject(data));
            } catch (JsonFault _) {
                isBroken = true;
            }
        }

        private void chunk(Json.Obj chunk) {
            isBroken |= isDone || chunk.has("error");
            for (var member : chunk.members().entrySet()) {
                if (!PER_CHUNK.contains(member.getKey()) && member.getValue() != Json.Null.NULL) {
                    envelope = envelope.with(member.getKey(), member.getValue());
                }
            }
            for (var item : chunk.array("choices").items()) {
                if (item instanceof Json.Obj choice && choice.number("index", 0) == 0) {
                    choice(choice);
                } else {
                    isOdd = true;
                }
            }
        }

        private void choice(Json.Obj choice) {
            var delta = choice.object("delta");
            isOdd |= !Dialect.hasOnly(choice, List.of("index", "delta", FINISH))
                    || !Dialect.hasOnly(delta, List.of("role", "content"));
            var text = delta.string("content", "");
            if (!text.isEmpty()) {
                texts.add(text);
            }
            finish = choice.string(FINISH, finish);
        }

        @Override
        public Optional<Taken> end() {
            if (isBroken || !isDone || finish.isEmpty()) {
                return Optional.empty();
            }
            var answer = new Answer(texts, List.of(), ChatDialect.finish(finish), cost(envelope.object("usage")));
            return Optional.of(new Taken(answer, envelope.with(FINISH, finish), !isOdd));
        }
    }

    @Override
    public Json.Obj whole(Taken taken) {
        var message = Json.Obj.EMPTY
                .with("role", "assistant")
                .with("content", taken.answer().text());
        var choice = Json.Obj.EMPTY
                .with("index", 0)
                .with("message", message.with("refusal", Json.Null.NULL))
                .with("logprobs", Json.Null.NULL)
                .with(FINISH, taken.envelope().string(FINISH, "stop"));
        var whole = head(taken, "chat.completion").with("choices", Json.array(List.of(choice)));
        return whole.with("usage", usage(taken));
    }

    /// What the answer cost when it was made; where that was not told, what it costs now, which is nothing.
    private static Json usage(Taken taken) {
        return taken.envelope()
                .get("usage")
                .orElseGet(() -> Json.Obj.EMPTY
                        .with("prompt_tokens", 0)
                        .with("completion_tokens", 0)
                        .with("total_tokens", 0));
    }

    private static Json.Obj head(Taken taken, String object) {
        return taken.envelope().without(FINISH).without("usage").with("object", object);
    }

    @Override
    public List<String> events(Taken taken, Json.Obj request) {
        var events = new ArrayList<String>();
        var head = head(taken, "chat.completion.chunk");
        events.add(chunk(head, Json.Obj.EMPTY.with("role", "assistant").with("content", ""), Json.Null.NULL));
        taken.answer()
                .chunks()
                .forEach(text -> events.add(chunk(head, Json.Obj.EMPTY.with("content", text), Json.Null.NULL)));
        events.add(chunk(head, Json.Obj.EMPTY, Json.of(taken.envelope().string(FINISH, "stop"))));
        if (request.object("stream_options").isTrue("include_usage")) {
            events.add(
                    Dialect.event(head.with("choices", new Json.Arr(List.of())).with("usage", usage(taken))));
        }
        events.add("data: " + DONE + "\n\n");
        return events;
    }

    private static String chunk(Json.Obj head, Json.Obj delta, Json finish) {
        var choice = Json.Obj.EMPTY.with("index", 0).with("delta", delta).with(FINISH, finish);
        return Dialect.event(head.with("choices", Json.array(List.of(choice))));
    }
}
