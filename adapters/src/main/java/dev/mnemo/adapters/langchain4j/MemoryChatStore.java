package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.mnemo.adapters.ChatLog;
import dev.mnemo.adapters.ChatName;
import dev.mnemo.user.NeuroMemory;
import java.util.List;
import java.util.function.Function;

/// Keeps the chat memories of LangChain4j as conversations of the user memory: what a window has dropped is recalled
/// later.
///
/// Every message is stored once, tool calls and their results included. Messages come back as they were, except that
/// secrets and private parts are replaced and that a message of more than 65,536 characters besides its text, such as
/// one with a picture inside, comes back as its text. Deleting a chat removes its messages; a new chat of the same
/// person needs a new session.
public final class MemoryChatStore implements ChatMemoryStore {
    private final ChatLog log;
    private final Function<Object, ChatName> names;

    /// Memory ids are `user` or `user/session`, as {@link ChatName#of} reads them.
    ///
    /// @param memory stays open when this store is not used any more
    public MemoryChatStore(NeuroMemory memory) {
        this(memory, ChatName::of);
    }

    /// @param names whose chat a memory id names
    public MemoryChatStore(NeuroMemory memory, Function<Object, ChatName> names) {
        this.log = new ChatLog(memory);
        this.names = names;
    }

    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
        return log.read(names.apply(memoryId)).stream().map(Messages::message).toList();
    }

    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
        log.write(names.apply(memoryId), messages.stream().map(Messages::line).toList());
    }

    @Override
    public void deleteMessages(Object memoryId) {
        log.delete(names.apply(memoryId));
    }
}
