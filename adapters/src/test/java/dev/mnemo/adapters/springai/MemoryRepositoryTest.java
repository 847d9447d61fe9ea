package dev.mnemo.adapters.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.adapters.ChatName;
import dev.mnemo.adapters.KeptChatContract;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

class MemoryRepositoryTest extends KeptChatContract {
    private MemoryRepository repository() {
        return new MemoryRepository(memory, ChatName::of, List::of);
    }

    @Override
    protected void save(String chat, List<Said> messages) {
        repository()
                .saveAll(
                        chat,
                        messages.stream().map(MemoryRepositoryTest::message).toList());
    }

    @Override
    protected List<Said> load(String chat) {
        return repository().findByConversationId(chat).stream()
                .map(MemoryRepositoryTest::said)
                .toList();
    }

    @Override
    protected void delete(String chat) {
        repository().deleteByConversationId(chat);
    }

    private static Message message(Said said) {
        return switch (said.role()) {
            case "user" -> new UserMessage(said.text());
            case "system" -> new SystemMessage(said.text());
            case "tool" ->
                ToolResponseMessage.builder()
                        .responses(List.of(new ToolResponseMessage.ToolResponse("call-1", said.tool(), said.text())))
                        .build();
            default ->
                AssistantMessage.builder()
                        .content(said.text())
                        .toolCalls(
                                said.tool().isEmpty()
                                        ? List.of()
                                        : List.of(new AssistantMessage.ToolCall(
                                                "call-1", "function", said.tool(), "{\"city\":\"Rome\"}")))
                        .build();
        };
    }

    private static Said said(Message message) {
        var text = Objects.requireNonNullElse(message.getText(), "");
        return switch (message) {
            case ToolResponseMessage results ->
                new Said(
                        "tool",
                        results.getResponses().getFirst().responseData(),
                        results.getResponses().getFirst().name());
            case AssistantMessage answer ->
                new Said(
                        "assistant",
                        text,
                        answer.hasToolCalls() ? answer.getToolCalls().getFirst().name() : "");
            default -> new Said(message.getMessageType().getValue(), text, "");
        };
    }

    @Test
    void the_conversations_of_a_person_are_their_sessions() {
        var ofAnn = MemoryRepository.ofUser(memory, "ann");
        ofAnn.saveAll("first", List.of(new UserMessage("hello")));
        ofAnn.saveAll("second", List.of(new UserMessage("hello again")));
        save("bob/third", List.of(Said.user("hello")));
        assertThat(ofAnn.findConversationIds()).containsExactlyInAnyOrder("first", "second");
        assertThat(load("ann/first")).containsExactly(Said.user("hello"));
    }

    @Test
    void the_window_of_the_framework_works_on_it() {
        var window = MessageWindowChatMemory.builder()
                .chatMemoryRepository(repository())
                .maxMessages(4)
                .build();
        for (int i = 0; i < 6; i++) {
            window.add("ann", List.of(new UserMessage("question " + i), new AssistantMessage("answer " + i)));
        }
        assertThat(window.get("ann"))
                .extracting(Message::getText)
                .containsExactly("question 4", "answer 4", "question 5", "answer 5");
        assertThat(memory.conversations().getSessionMessages("ann", "chat")).hasSize(12);
    }

    @Test
    void addresses_of_media_come_back() {
        var picture = new Media(Media.Format.IMAGE_PNG, URI.create("https://example.org/a.png"));
        repository()
                .saveAll(
                        "ann",
                        List.of(UserMessage.builder()
                                .text("What is this?")
                                .media(picture)
                                .build()));
        var kept = (UserMessage) repository().findByConversationId("ann").getFirst();
        assertThat(kept.getMedia()).extracting(Media::getData).containsExactly("https://example.org/a.png");
    }
}
