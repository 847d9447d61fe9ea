package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.ChatLine;
import dev.mnemo.kernel.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/// Messages of Spring AI as lines that are stored, and back. The text is what is found and read; tool calls, tool
/// results and the addresses of media are stored beside it.
final class Messages {
    private static final String FORM = "springai";
    private static final String TEXT = "text";
    private static final String CALLS = "tool_calls";
    private static final String RESPONSES = "responses";
    private static final String MEDIA = "media";

    private Messages() {}

    static ChatLine line(Message message) {
        var text = Objects.requireNonNullElse(message.getText(), "");
        return switch (message) {
            case AssistantMessage answer -> answer(answer, text);
            case ToolResponseMessage results -> results(results);
            case UserMessage user -> withMedia(ChatLine.of("user", text), text, user.getMedia());
            default -> ChatLine.of(message.getMessageType().getValue(), text);
        };
    }

    private static ChatLine answer(AssistantMessage answer, String text) {
        if (!answer.hasToolCalls()) {
            return withMedia(ChatLine.of("assistant", text), text, answer.getMedia());
        }
        var said = answer.getToolCalls().stream()
                .map(call -> call.name() + "(" + call.arguments() + ")")
                .collect(Collectors.joining("\n"));
        var calls = answer.getToolCalls().stream()
                .map(call -> Json.Obj.EMPTY
                        .with("id", call.id())
                        .with("type", call.type())
                        .with("name", call.name())
                        .with("arguments", call.arguments()))
                .toList();
        return ChatLine.of("assistant", text.isBlank() ? said : text)
                .with(FORM, Json.Obj.EMPTY.with(TEXT, text).with(CALLS, Json.array(calls)));
    }

    private static ChatLine results(ToolResponseMessage results) {
        var said = results.getResponses().stream()
                .map(response -> response.name() + ": " + response.responseData())
                .collect(Collectors.joining("\n"));
        var responses = results.getResponses().stream()
                .map(response -> Json.Obj.EMPTY
                        .with("id", response.id())
                        .with("name", response.name())
                        .with("data", response.responseData()))
                .toList();
        return ChatLine.of("tool", said).with(FORM, Json.Obj.EMPTY.with(RESPONSES, Json.array(responses)));
    }

    private static ChatLine withMedia(ChatLine line, String text, List<Media> media) {
        var addresses = media.stream()
                .filter(one -> one.getData() instanceof String)
                .map(one -> Json.Obj.EMPTY
                        .with("type", one.getMimeType().toString())
                        .with("address", (String) one.getData()))
                .toList();
        return addresses.isEmpty() && !text.isBlank()
                ? line
                : line.with(FORM, Json.Obj.EMPTY.with(TEXT, text).with(MEDIA, Json.array(addresses)));
    }

    static Message message(ChatLine line) {
        var form = line.metadata().object(FORM);
        var text = form.string(TEXT, line.content());
        return switch (line.role()) {
            case "user" -> UserMessage.builder().text(text).media(media(form)).build();
            case "system" -> new SystemMessage(text);
            default -> form.has(RESPONSES) ? results(form) : answer(form, text);
        };
    }

    private static ToolResponseMessage results(Json.Obj form) {
        return ToolResponseMessage.builder()
                .responses(form.array(RESPONSES).objects().stream()
                        .map(response -> new ToolResponse(
                                response.string("id", ""), response.string("name", ""), response.string("data", "")))
                        .toList())
                .build();
    }

    /// Also a tool's result without its call: it is something that was said.
    private static AssistantMessage answer(Json.Obj form, String text) {
        return AssistantMessage.builder()
                .content(text)
                .toolCalls(form.array(CALLS).objects().stream()
                        .map(call -> new ToolCall(
                                call.string("id", ""),
                                call.string("type", ""),
                                call.string("name", ""),
                                call.string("arguments", "")))
                        .toList())
                .media(media(form))
                .build();
    }

    private static List<Media> media(Json.Obj form) {
        return form.array(MEDIA).objects().stream()
                .map(one -> new Media(MimeType.valueOf(one.string("type", "")), URI.create(one.string("address", ""))))
                .toList();
    }
}
