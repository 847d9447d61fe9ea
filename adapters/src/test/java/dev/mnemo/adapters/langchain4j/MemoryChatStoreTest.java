package dev.mnemo.adapters.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.mnemo.adapters.KeptChatContract;
import dev.mnemo.adapters.StubModel;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.Conversations.Ingest;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.talk.NewMessage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MemoryChatStoreTest extends KeptChatContract {
    private MemoryChatStore store() {
        return new MemoryChatStore(memory);
    }

    @Override
    protected void save(String chat, List<Said> messages) {
        store().updateMessages(
                        chat,
                        messages.stream().map(MemoryChatStoreTest::message).toList());
    }

    @Override
    protected List<Said> load(String chat) {
        return store().getMessages(chat).stream().map(MemoryChatStoreTest::said).toList();
    }

    @Override
    protected void delete(String chat) {
        store().deleteMessages(chat);
    }

    private static ChatMessage message(Said said) {
        return switch (said.role()) {
            case "user" -> UserMessage.from(said.text());
            case "system" -> SystemMessage.from(said.text());
            case "tool" -> ToolExecutionResultMessage.from("call-1", said.tool(), said.text());
            default ->
                said.tool().isEmpty()
                        ? AiMessage.from(said.text())
                        : AiMessage.from(ToolExecutionRequest.builder()
                                .id("call-1")
                                .name(said.tool())
                                .arguments("{\"city\":\"Rome\"}")
                                .build());
        };
    }

    private static Said said(ChatMessage message) {
        return switch (message) {
            case UserMessage user -> Said.user(user.singleText());
            case SystemMessage system -> Said.system(system.text());
            case ToolExecutionResultMessage result -> new Said("tool", result.text(), result.toolName());
            case AiMessage answer ->
                new Said(
                        "assistant",
                        Objects.requireNonNullElse(answer.text(), ""),
                        answer.hasToolExecutionRequests()
                                ? answer.toolExecutionRequests().getFirst().name()
                                : "");
            default -> throw new IllegalArgumentException(message.toString());
        };
    }

    @Test
    void pictures_names_and_attributes_come_back() {
        var messages = List.<ChatMessage>of(
                UserMessage.builder()
                        .name("Ann")
                        .contents(List.of(
                                TextContent.from("What is this?"), ImageContent.from("https://example.org/a.png")))
                        .build(),
                AiMessage.builder().text("A bridge.").thinking("It has arches.").build());
        store().updateMessages("ann", messages);
        assertThat(store().getMessages("ann")).isEqualTo(messages);
        assertThat(memory.conversations()
                        .getSessionMessages("ann", "chat")
                        .getFirst()
                        .content())
                .isEqualTo("What is this?\n(image)");
    }

    @Test
    void a_picture_that_is_too_large_leaves_its_text() {
        var picture = ImageContent.from("A".repeat(NewMessage.METADATA_CHARS_MAX), "image/png");
        store().updateMessages("ann", List.of(UserMessage.from(TextContent.from("Look"), picture)));
        assertThat(store().getMessages("ann")).isEqualTo(List.of(UserMessage.from("Look\n(image)")));
    }

    interface Assistant {
        String chat(@MemoryId String user, @dev.langchain4j.service.UserMessage String text);
    }

    @Test
    void an_ai_service_remembers_what_its_window_has_dropped() {
        try (var stub = new StubModel()) {
            var model = OpenAiChatModel.builder()
                    .baseUrl(stub.url())
                    .apiKey("sk-test")
                    .modelName("gpt-test")
                    .maxRetries(0)
                    .build();
            var assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                            .id(id)
                            .maxMessages(2)
                            .chatMemoryStore(store())
                            .build())
                    .contentRetriever(new MemoryRetriever(memory))
                    .build();
            assistant.chat("ann", "My dog is called Behemoth");
            assistant.chat("ann", "I moved to Porto");
            assistant.chat("ann", "What is my dog called?");
            assertThat(stub.asked().getLast().compact())
                    .as("what the model is shown")
                    .contains("Behemoth");
            assistant.chat("bob", "What is my dog called?");
            assertThat(stub.asked().getLast().compact()).doesNotContain("Behemoth");
        }
        assertThat(memory.conversations().getSessionMessages("ann", "chat")).hasSize(6);
    }

    @Test
    void what_is_retrieved_says_where_it_comes_from() {
        var said = memory.conversations()
                .ingest(
                        "ann",
                        NewMessage.at(Instant.parse("2026-03-05T10:00:00Z"), "user", "My dog is called Behemoth"),
                        Ingest.into("walk"));
        var fact = memory.memories()
                .add("ann", NewMemory.of(MemoryType.FACT, "Has a dog").withSlot("user", "pet"));
        var retriever =
                new MemoryRetriever(memory, _ -> "ann", text -> Cue.of(text).withLimit(5));
        var contents = retriever.retrieve(Query.from("Which dog does Ann have?"));
        assertThat(contents)
                .hasSize(2)
                .allSatisfy(content -> assertThat(content.metadata().get(ContentMetadata.SCORE))
                        .isInstanceOf(Double.class));
        var byId = contents.stream()
                .collect(Collectors.toMap(
                        content -> content.textSegment().metadata().getString("id"), content -> content.textSegment()));
        assertThat(byId).containsOnlyKeys(said.id(), fact.id());
        var message = Objects.requireNonNull(byId.get(said.id()));
        assertThat(message.text()).isEqualTo("My dog is called Behemoth");
        assertThat(message.metadata().getString("source")).isEqualTo("conversation");
        assertThat(message.metadata().getString("session_id")).isEqualTo("walk");
        assertThat(message.metadata().getString("said_at")).isEqualTo("2026-03-05T10:00:00Z");
        assertThat(Objects.requireNonNull(byId.get(fact.id())).metadata().getString("source"))
                .isEqualTo("memory");
    }

    @Test
    void a_query_of_nobody_is_refused() {
        assertThatThrownBy(() -> new MemoryRetriever(memory).retrieve(Query.from("Who am I?")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("@MemoryId");
    }
}
