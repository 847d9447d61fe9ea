package dev.mnemo.adapters;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.Conversations.Ingest;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.talk.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chats as frameworks hand them over, always the whole list of messages that a model is to see, kept as what was said.
/// A message is stored once, when it first appears. One that leaves the list, because a window moved on or a summary
/// took its place, is no part of the chat any more and stays in the memory, where recall finds it.
///
/// Two threads must not write one chat at the same time; frameworks do not.
public final class ChatLog {
    /// Messages of one list.
    public static final int MESSAGES_MAX = 1_000;

    /// The namespace of the values that say which messages the list of a chat has.
    private static final String NAMESPACE = "chat windows";

    private static final String IDS = "messages";
    private static final String UNTIL = "until";

    private final NeuroMemory memory;

    public ChatLog(NeuroMemory memory) {
        this.memory = memory;
    }

    /// The messages of a chat: those of the latest list, and what was said since in the same session by other ways.
    /// Without a list the latest of the session.
    public List<ChatLine> read(ChatName chat) {
        return known(chat).stream().map(ChatLine::of).toList();
    }

    /// Makes these the messages of a chat; stores those that are new.
    public void write(ChatName chat, List<ChatLine> lines) {
        if (lines.size() > MESSAGES_MAX) {
            throw new Refusal("A chat has at most " + MESSAGES_MAX + " messages at a time, not " + lines.size()
                    + "; give the framework's memory a window.");
        }
        var known = known(chat);
        var fresh = new ArrayList<ChatLine>();
        var ids = ids(known, lines, fresh);
        long until = known.isEmpty() ? 0 : known.getLast().seq();
        if (!fresh.isEmpty()) {
            var added = memory.conversations()
                    .addMessagesBatch(
                            chat.userId(),
                            fresh.stream().map(ChatLine::message).toList(),
                            Ingest.into(chat.sessionId()))
                    .ids();
            var next = added.iterator();
            ids.replaceAll(id -> id == null ? next.next() : id);
            until = memory.conversations()
                    .get(chat.userId(), added.getLast())
                    .map(Message::seq)
                    .orElse(until);
        }
        var list = Json.Obj.EMPTY
                .with(
                        IDS,
                        Json.strings(ids.stream().map(Objects::requireNonNull).toList()))
                .with(UNTIL, until);
        if (!memory.kv().get(chat.userId(), NAMESPACE, chat.sessionId()).equals(Optional.of(list))) {
            memory.kv().set(chat.userId(), NAMESPACE, chat.sessionId(), list);
        }
    }

    /// Removes a chat and its messages, those that left the list included. Memories drawn from them stay.
    public void delete(ChatName chat) {
        memory.conversations().deleteSession(chat.userId(), chat.sessionId());
        memory.kv().delete(chat.userId(), NAMESPACE, chat.sessionId());
    }

    private List<Message> known(ChatName chat) {
        var latest = memory.conversations().getLatestMessages(chat.userId(), chat.sessionId(), MESSAGES_MAX);
        var list = memory.kv().get(chat.userId(), NAMESPACE, chat.sessionId());
        if (!(list.orElse(Json.Null.NULL) instanceof Json.Obj stored)) {
            return latest;
        }
        var byId = latest.stream().collect(Collectors.toMap(Message::id, Function.identity()));
        var known = new ArrayList<Message>();
        for (var id : stored.array(IDS).strings()) {
            var message = byId.get(id);
            if (message != null) {
                known.add(message);
            } else {
                memory.conversations().get(chat.userId(), id).ifPresent(known::add);
            }
        }
        double until = stored.number(UNTIL, 0);
        latest.stream().filter(message -> message.seq() > until).forEach(known::add);
        return known;
    }

    /// The ids of the messages that are known already, null for those that are not. What framework memories do is
    /// drop messages at the front and add some at the end, with instructions before everything: so the longest
    /// beginning of the list that is an end of what is known is the same, and so are equal instructions. Only if
    /// that finds nothing the list was rewritten, and equal messages in the same order are the same.
    private static List<@Nullable String> ids(List<Message> known, List<ChatLine> lines, List<ChatLine> fresh) {
        var ids = new ArrayList<@Nullable String>();
        var spoken =
                known.stream().filter(message -> !isInstruction(message.role())).toList();
        var wanted = lines.stream().filter(line -> !isInstruction(line.role())).toList();
        int shared = shared(spoken, wanted);
        int place = 0;
        int rewritten = 0;
        for (var line : lines) {
            String id = null;
            if (isInstruction(line.role())) {
                id = known.stream()
                        .filter(message -> isSame(message, line) && !ids.contains(message.id()))
                        .map(Message::id)
                        .findFirst()
                        .orElse(null);
            } else if (place < shared) {
                id = spoken.get(spoken.size() - shared + place).id();
                place++;
            } else if (shared == 0) {
                int at = rewritten;
                while (at < spoken.size() && !isSame(spoken.get(at), line)) {
                    at++;
                }
                if (at < spoken.size()) {
                    id = spoken.get(at).id();
                    rewritten = at + 1;
                }
            }
            ids.add(id);
            if (id == null) {
                fresh.add(line);
            }
        }
        return ids;
    }

    private static int shared(List<Message> known, List<ChatLine> wanted) {
        for (int count = Math.min(known.size(), wanted.size()); count > 0; count--) {
            int first = known.size() - count;
            int at = 0;
            while (at < count && isSame(known.get(first + at), wanted.get(at))) {
                at++;
            }
            if (at == count) {
                return count;
            }
        }
        return 0;
    }

    private static boolean isInstruction(String role) {
        return role.equals("system");
    }

    private static boolean isSame(Message message, ChatLine line) {
        return message.role().equals(line.role())
                && message.content().equals(line.content())
                && message.metadata().compact().equals(line.metadata().compact());
    }
}
