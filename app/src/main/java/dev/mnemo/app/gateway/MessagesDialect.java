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

/// Anthropic's `/v1/messages`: an answer of one block of plain text can be given again.
final class MessagesDialect implements Dialect {
    private static final Turns TURNS = new Turns("messages", List.of("text"));

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
        if (!answer.string("type", "").equals("message")) {
            return Optional.empty();
        }
        var blocks = answer.array("content").objects();
        var texts = blocks.stream()
                .flatMap(block -> block.string("text").stream())
                .filter(text -> !text.isEmpty())
                .toList();
        return Optional.of(taken(texts, answer, blocks.size() == 1 && isText(blocks.getFirst())));
    }

    private static boolean isText(Json.Obj block) {
        return block.string("type", "").equals("text")
                && block.string("text").isPresent()
                && Dialect.hasOnly(block, List.of("type", "text"));
    }

    private static Taken taken(List<String> texts, Json.Obj message, boolean repeatable) {
        var usage = message.object("usage");
        var cost = new Cost(
                ChatDialect.tokens(usage, "input_tokens")
                        + ChatDialect.tokens(usage, "cache_read_input_tokens")
                        + ChatDialect.tokens(usage, "cache_creation_input_tokens"),
                ChatDialect.tokens(usage, "output_tokens"),
                0,
                Duration.ZERO);
        var answer = new Answer(texts, List.of(), finish(message.string("stop_reason", "")), cost);
        return new Taken(answer, message.with("content", new Json.Arr(List.of())), repeatable);
    }

    private static FinishReason finish(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            default -> FinishReason.OTHER;
        };
    }

    @Override
    public Stream stream() {
        return new Events();
    }

    /// Puts the events of an answer together.
    private static final class Events implements Stream {
        private final List<String> texts = new ArrayList<>();
        private Json.Obj message = Json.Obj.EMPTY;
        private int blocks;
        private boolean isOdd;
        private boolean isBroken;
        private boolean isDone;

        @Override
        public void event(String name, String data) {
            try {
                event(Json.parseObject(data));
            } catch (JsonFault _) {
                isBroken = true;
            }
        }

        private void event(Json.Obj event) {
            isBroken |= isDone;
            switch (event.string("type", "")) {
                case "message_start" -> message = event.object("message");
                case "content_block_start" -> {
                    blocks++;
                    isOdd |= !isText(event.object("content_block"));
                    text(event.object("content_block"));
                }
                case "content_block_delta" -> {
                    isOdd |= !event.object("delta").string("type", "").equals("text_delta");
                    text(event.object("delta"));
                }
                case "message_delta" -> {
                    message = merged(message, event.object("delta"));
                    message = message.with("usage", merged(message.object("usage"), event.object("usage")));
                }
                case "message_stop" -> isDone = true;
                case "content_block_stop", "ping" -> {}
                case "error" -> isBroken = true;
                default -> isOdd = true;
            }
        }

        private void text(Json.Obj from) {
            var text = from.string("text", "");
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }

        private static Json.Obj merged(Json.Obj into, Json.Obj more) {
            var all = into;
            for (var member : more.members().entrySet()) {
                all = all.with(member.getKey(), member.getValue());
            }
            return all;
        }

        @Override
        public Optional<Taken> end() {
            return isBroken || !isDone ? Optional.empty() : Optional.of(taken(texts, message, !isOdd && blocks == 1));
        }
    }

    @Override
    public Json.Obj whole(Taken taken) {
        var block =
                Json.Obj.EMPTY.with("type", "text").with("text", taken.answer().text());
        return taken.envelope().with("content", Json.array(List.of(block)));
    }

    @Override
    public List<String> events(Taken taken, Json.Obj request) {
        var events = new ArrayList<String>();
        var message = taken.envelope();
        var beginning = message.with("stop_reason", Json.Null.NULL)
                .with("stop_sequence", Json.Null.NULL)
                .with("usage", message.object("usage").with("output_tokens", 0));
        events.add(Dialect.named(type("message_start").with("message", beginning)));
        events.add(Dialect.named(type("content_block_start")
                .with("index", 0)
                .with("content_block", type("text").with("text", ""))));
        taken.answer()
                .chunks()
                .forEach(text -> events.add(Dialect.named(type("content_block_delta")
                        .with("index", 0)
                        .with("delta", type("text_delta").with("text", text)))));
        events.add(Dialect.named(type("content_block_stop").with("index", 0)));
        var delta = Json.Obj.EMPTY
                .with("stop_reason", message.get("stop_reason").orElse(Json.Null.NULL))
                .with("stop_sequence", message.get("stop_sequence").orElse(Json.Null.NULL));
        var usage = Json.Obj.EMPTY.with("output_tokens", ChatDialect.tokens(message.object("usage"), "output_tokens"));
        events.add(Dialect.named(type("message_delta").with("delta", delta).with("usage", usage)));
        events.add(Dialect.named(type("message_stop")));
        return events;
    }

    private static Json.Obj type(String name) {
        return Json.Obj.EMPTY.with("type", name);
    }
}
