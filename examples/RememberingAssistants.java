import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.mnemo.adapters.langchain4j.MemoryChatStore;
import dev.mnemo.adapters.langchain4j.MemoryRetriever;
import dev.mnemo.adapters.springai.RememberingAdvisor;
import dev.mnemo.user.NeuroMemory;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/// One user memory behind an AI service of LangChain4j and a chat client of Spring AI. The models here only say what
/// they were shown, so that one sees what the memory adds; any other model takes their place.
///
///     ./mvnw -pl app -am test -Dtest=ExamplesTest -Dsurefire.failIfNoSpecifiedTests=false
///
/// runs it with the frameworks on the class path.
void main() throws Exception {
    var file = Files.createTempDirectory("assistants").resolve("memory.db");
    try (var memory = NeuroMemory.builder(file.toString(), InstantSource.system(), new SecureRandom()).open()) {
        var store = new MemoryChatStore(memory);
        var assistant = AiServices.builder(Assistant.class)
                .chatModel(new Model4j())
                .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                        .id(id)
                        .maxMessages(2) // forgets soon; the memory does not
                        .chatMemoryStore(store)
                        .build())
                .contentRetriever(new MemoryRetriever(memory))
                .build();
        for (var text : new String[] {"My dog is called Behemoth", "I moved to Porto", "What is my dog called?"}) {
            IO.println("LangChain4j > " + text + "\n" + assistant.chat("ann", text));
        }

        var client = ChatClient.builder(new SpringModel())
                .defaultAdvisors(new RememberingAdvisor(memory))
                .build();
        var text = "Where do I live, and who barks there? My dog?";
        IO.println("Spring AI > " + text + "\n"
                + client.prompt(text)
                        .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "ann/evening"))
                        .call()
                        .content());
        IO.println("kept: " + memory.stats("ann"));
    }
}

interface Assistant {
    String chat(@MemoryId String user, @dev.langchain4j.service.UserMessage String text);
}

static final class Model4j implements dev.langchain4j.model.chat.ChatModel {
    @Override
    public dev.langchain4j.model.chat.response.ChatResponse doChat(ChatRequest request) {
        var shown = ((UserMessage) request.messages().getLast()).singleText();
        return dev.langchain4j.model.chat.response.ChatResponse.builder()
                .aiMessage(AiMessage.from("I was shown: " + shown))
                .build();
    }
}

static final class SpringModel implements org.springframework.ai.chat.model.ChatModel {
    @Override
    public ChatResponse call(Prompt prompt) {
        var shown = prompt.getInstructions().getFirst().getText();
        return new ChatResponse(List.of(new Generation(new AssistantMessage("I was shown: " + shown))));
    }
}
