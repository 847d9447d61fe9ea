package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.mnemo.adapters.ChatLine;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// Messages of LangChain4j as lines that are stored, and back. The text is what is found and read; what a text does
/// not say is stored beside it in the framework's own form.
final class Messages {
    private static final String FORM = "langchain4j";

    private Messages() {}

    static ChatLine line(ChatMessage message) {
        return switch (message) {
            case UserMessage user -> user(user);
            case AiMessage answer -> answer(answer);
            case SystemMessage system -> kept(message, ChatLine.of("system", system.text()), system.text());
            case ToolExecutionResultMessage result -> withForm(message, ChatLine.of("tool", text(result.contents())));
            case CustomMessage custom ->
                withForm(message, ChatLine.of("system", custom.attributes().toString()));
            default -> withForm(message, ChatLine.of("system", message.toString()));
        };
    }

    private static ChatLine user(UserMessage user) {
        var text = text(user.contents());
        var line = ChatLine.of("user", text);
        if (user.name() == null && user.attributes().isEmpty() && user.hasSingleText()) {
            return kept(user, line, text);
        }
        var metadata = user.name() == null ? Json.Obj.EMPTY : Json.Obj.EMPTY.with("name", user.name());
        return withForm(user, new ChatLine("user", text, metadata));
    }

    private static ChatLine answer(AiMessage answer) {
        var text = Objects.requireNonNullElse(answer.text(), "");
        boolean isText = !answer.hasToolExecutionRequests()
                && answer.thinking() == null
                && answer.attributes().isEmpty();
        if (isText && answer.text() != null) {
            return kept(answer, ChatLine.of("assistant", text), text);
        }
        var calls = answer.toolExecutionRequests().stream()
                .map(call -> call.name() + "(" + Objects.requireNonNullElse(call.arguments(), "") + ")")
                .collect(Collectors.joining("\n"));
        return withForm(answer, ChatLine.of("assistant", text.isBlank() ? calls : text));
    }

    /// A line whose content is the text needs no other form; a blank text is stored as something else.
    private static ChatLine kept(ChatMessage message, ChatLine line, String text) {
        return text.isBlank() ? withForm(message, line) : line;
    }

    private static ChatLine withForm(ChatMessage message, ChatLine line) {
        return line.with(FORM, Json.parse(ChatMessageSerializer.messageToJson(message)));
    }

    private static String text(List<Content> contents) {
        return contents.stream()
                .map(content -> content instanceof TextContent text
                        ? text.text()
                        : "(" + content.type().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining("\n"));
    }

    static ChatMessage message(ChatLine line) {
        if (line.metadata().has(FORM)) {
            return ChatMessageDeserializer.messageFromJson(
                    line.metadata().object(FORM).compact());
        }
        return switch (line.role()) {
            case "user" -> UserMessage.from(line.content());
            case "system" -> SystemMessage.from(line.content());
            default -> AiMessage.from(line.content()); // a tool's result without its call is something that was said
        };
    }
}
