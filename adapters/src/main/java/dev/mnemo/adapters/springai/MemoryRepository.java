package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.ChatLog;
import dev.mnemo.adapters.ChatName;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.talk.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/// Keeps the chat memories of Spring AI as conversations of the user memory: what a window has dropped is recalled
/// later.
///
/// Every message is stored once, tool calls and their results included. Messages come back with their text, tool calls,
/// tool results and the addresses of their media, without secrets and private parts; other metadata and the bytes of
/// media are not kept. Deleting a conversation removes its messages.
public final class MemoryRepository implements ChatMemoryRepository {
    private final ChatLog log;
    private final Function<String, ChatName> names;
    private final Supplier<List<String>> ids;

    /// @param memory stays open when this repository is not used any more
    /// @param names whose chat a conversation id names, such as `ChatName::of`
    /// @param ids the conversation ids there are, as the application knows them, for {@link #findConversationIds}
    public MemoryRepository(NeuroMemory memory, Function<String, ChatName> names, Supplier<List<String>> ids) {
        this.log = new ChatLog(memory);
        this.names = names;
        this.ids = ids;
    }

    /// The conversations of one person: a conversation id is the name of a session.
    public static MemoryRepository ofUser(NeuroMemory memory, String userId) {
        return new MemoryRepository(memory, session -> new ChatName(userId, session), () -> sessions(memory, userId));
    }

    private static List<String> sessions(NeuroMemory memory, String userId) {
        var sessions = new ArrayList<String>();
        var page = memory.conversations().listSessions(userId, Page.ITEMS_MAX, 0);
        while (!page.items().isEmpty()) {
            page.items().stream().map(Session::sessionId).forEach(sessions::add);
            page = memory.conversations().listSessions(userId, Page.ITEMS_MAX, sessions.size());
        }
        return sessions;
    }

    @Override
    public List<String> findConversationIds() {
        return ids.get();
    }

    @Override
    public List<Message> findByConversationId(String conversationId) {
        return log.read(names.apply(conversationId)).stream()
                .map(Messages::message)
                .toList();
    }

    @Override
    public void saveAll(String conversationId, List<Message> messages) {
        log.write(
                names.apply(conversationId),
                messages.stream().map(Messages::line).toList());
    }

    @Override
    public void deleteByConversationId(String conversationId) {
        log.delete(names.apply(conversationId));
    }
}
