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
import java.util.function.Function;

/// `/v1/responses`: an answer with one message of plain text, and reasoning beside it, can be given again.
final class ResponsesDialect implements Dialect {
    private static final String TEXT = "output_text";
    private static final Turns TURNS = new Turns("input", List.of("input_text"));

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
        return taken(answer, List.of());
    }

    /// @param pieces the text as it came; empty if it came as a whole
    private static Optional<Taken> taken(Json.Obj response, List<String> pieces) {
        if (!Dialect.isEmpty(response, "error")
                || response.array("output").items().isEmpty()) {
            return Optional.empty();
        }
        var text = String.join("", texts(response));
        var usage = response.object("usage");
        var cost = new Cost(
                ChatDialect.tokens(usage, "input_tokens"),
                ChatDialect.tokens(usage, "output_tokens"),
                0,
                Duration.ZERO);
        var chunks = String.join("", pieces).equals(text) ? pieces : List.of(text);
        boolean isPlain = isPlain(response);
        return Optional.of(new Taken(
                new Answer(chunks, List.of(), finish(response), cost),
                isPlain ? filled(response, "") : response,
                isPlain));
    }

    private static List<String> texts(Json.Obj response) {
        return messages(response).stream()
                .flatMap(message -> message.array("content").objects().stream())
                .filter(part -> part.string("type", "").equals(TEXT))
                .map(part -> part.string("text", ""))
                .toList();
    }

    private static List<Json.Obj> messages(Json.Obj response) {
        return response.array("output").objects().stream()
                .filter(ResponsesDialect::isMessage)
                .toList();
    }

    private static boolean isMessage(Json.Obj item) {
        return item.string("type", "").equals("message");
    }

    /// Whether the answer is one message of one text, and reasoning.
    private static boolean isPlain(Json.Obj response) {
        var items = response.array("output").objects();
        var messages = messages(response);
        if (messages.size() != 1
                || !items.stream()
                        .allMatch(item ->
                                isMessage(item) || item.string("type", "").equals("reasoning"))) {
            return false;
        }
        var parts = messages.getFirst().array("content").objects();
        return parts.size() == 1
                && parts.getFirst().string("type", "").equals(TEXT)
                && Dialect.hasOnly(parts.getFirst(), List.of("type", "text"));
    }

    private static FinishReason finish(Json.Obj response) {
        return switch (response.string("status", "")) {
            case "completed" -> FinishReason.STOP;
            case "incomplete" ->
                response.object("incomplete_details").string("reason", "").equals("content_filter")
                        ? FinishReason.CONTENT_FILTER
                        : FinishReason.LENGTH;
            case "failed" -> FinishReason.ERROR;
            default -> FinishReason.OTHER;
        };
    }

    /// A plain answer with another text.
    private static Json.Obj filled(Json.Obj response, String text) {
        var items = new ArrayList<Json>();
        for (var item : response.array("output").objects()) {
            items.add(isMessage(item) ? withText(item, text) : item);
        }
        return response.with("output", new Json.Arr(items));
    }

    private static Json.Obj withText(Json.Obj message, String text) {
        var part = message.array("content").objects().getFirst().with("text", text);
        return message.with("content", Json.array(List.of(part)));
    }

    @Override
    public Stream stream() {
        return new Events();
    }

    /// Takes the whole answer from its last event, and the pieces of the text from those before.
    private static final class Events implements Stream {
        private final List<String> texts = new ArrayList<>();
        private Optional<Json.Obj> response = Optional.empty();
        private boolean isOdd;

        @Override
        public void event(String name, String data) {
            try {
                var event = Json.parseObject(data);
                switch (event.string("type", "")) {
                    case "response.output_text.delta" -> texts.add(event.string("delta", ""));
                    case "response.completed", "response.incomplete" ->
                        response = Optional.of(event.object("response"));
                    case "response.failed", "error" -> isOdd = true;
                    default -> {} // the last event has all that these say
                }
            } catch (JsonFault _) {
                isOdd |= !data.equals("[DONE]");
            }
        }

        @Override
        public Optional<Taken> end() {
            return isOdd ? Optional.empty() : response.flatMap(whole -> taken(whole, texts));
        }
    }

    @Override
    public Json.Obj whole(Taken taken) {
        return filled(taken.envelope(), taken.answer().text());
    }

    @Override
    public List<String> events(Taken taken, Json.Obj request) {
        var events = new Numbered();
        var whole = whole(taken);
        var beginning = whole.with("status", "in_progress")
                .with("output", new Json.Arr(List.of()))
                .with("usage", Json.Null.NULL);
        events.add("response.created", event -> event.with("response", beginning));
        events.add("response.in_progress", event -> event.with("response", beginning));
        var items = whole.array("output").objects();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            int index = i;
            var empty = isMessage(item)
                    ? item.with("status", "in_progress").with("content", new Json.Arr(List.of()))
                    : item;
            events.add(
                    "response.output_item.added",
                    event -> event.with("output_index", index).with("item", empty));
            if (isMessage(item)) {
                text(events, taken.answer(), item, index);
            }
            events.add(
                    "response.output_item.done",
                    event -> event.with("output_index", index).with("item", item));
        }
        var last = whole.string("status", "").equals("incomplete") ? "response.incomplete" : "response.completed";
        events.add(last, event -> event.with("response", whole));
        return events.all;
    }

    private static void text(Numbered events, Answer answer, Json.Obj item, int index) {
        var full = item.array("content").objects().getFirst();
        Function<Json.Obj, Json.Obj> at = event -> event.with("item_id", item.string("id", ""))
                .with("output_index", index)
                .with("content_index", 0);
        events.add("response.content_part.added", event -> at.apply(event).with("part", full.with("text", "")));
        answer.chunks()
                .forEach(piece -> events.add(
                        "response.output_text.delta",
                        event -> at.apply(event).with("delta", piece).with("logprobs", new Json.Arr(List.of()))));
        events.add(
                "response.output_text.done",
                event -> at.apply(event).with("text", answer.text()).with("logprobs", new Json.Arr(List.of())));
        events.add("response.content_part.done", event -> at.apply(event).with("part", full));
    }

    /// Events with their numbers.
    private static final class Numbered {
        private final List<String> all = new ArrayList<>();

        void add(String type, Function<Json.Obj, Json.Obj> fill) {
            var event = Json.Obj.EMPTY.with("type", type).with("sequence_number", all.size());
            all.add(Dialect.named(fill.apply(event)));
        }
    }
}
