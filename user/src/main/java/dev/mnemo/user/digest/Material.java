package dev.mnemo.user.digest;

import dev.mnemo.user.digest.EmotionProfile.Felt;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.Mood;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.MessageRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What is new since a watermark, as much of it as is looked at at once.
///
/// @param since behind which number
/// @param upTo up to which number
/// @param memories new memories that are believed, oldest first
/// @param messages new messages of the user, oldest first
/// @param insights the latest insights, newest first
/// @param isLast whether nothing more is new
record Material(
        long since, long upTo, List<Memory> memories, List<Message> messages, List<Memory> insights, boolean isLast) {
    /// What is digested; insights and traits are made of it.
    private static final Set<MemoryType> RAW =
            Set.of(MemoryType.FACT, MemoryType.EPISODIC, MemoryType.PROCEDURAL, MemoryType.GENERAL);

    private static final int INSIGHTS_MAX = 20;

    Material {
        memories = List.copyOf(memories);
        messages = List.copyOf(messages);
        insights = List.copyOf(insights);
    }

    static Material read(PersonTx person, long since, int memoriesMax) {
        var memories = MemoryRows.behind(person, since, memoriesMax + 1);
        var messages = MessageRows.since(person, since, Page.ITEMS_MAX + 1);
        boolean allMemories = memories.size() <= memoriesMax;
        boolean allMessages = messages.size() <= Page.ITEMS_MAX;
        long upTo = Math.min(
                allMemories ? Long.MAX_VALUE : memories.get(memoriesMax - 1).seq(),
                allMessages ? Long.MAX_VALUE : messages.get(Page.ITEMS_MAX - 1).seq());
        long end = upTo < Long.MAX_VALUE
                ? upTo
                : Stream.concat(
                                memories.stream().map(Memory::seq),
                                messages.stream().map(Message::seq))
                        .max(Long::compareTo)
                        .orElse(since);
        return new Material(
                since,
                end,
                memories.stream()
                        .filter(memory -> memory.seq() <= end)
                        .filter(memory -> RAW.contains(memory.type()) && memory.isCurrent())
                        .toList(),
                messages.stream()
                        .filter(message ->
                                message.seq() <= end && message.role().equals("user"))
                        .toList(),
                MemoryRows.list(
                        person,
                        new MemoryRows.Filter(
                                List.of(MemoryType.INSIGHT),
                                java.util.Optional.empty(),
                                java.util.Optional.empty(),
                                true),
                        INSIGHTS_MAX,
                        0),
                allMemories && allMessages);
    }

    boolean isEmpty() {
        return memories.isEmpty() && messages.isEmpty();
    }

    /// What was felt: as memories say it, and as the words of messages without such a memory do.
    List<Felt> felt() {
        var felt = new ArrayList<Felt>();
        memories.forEach(memory -> memory.emotion().ifPresent(emotion -> felt.add(new Felt(emotion, memory.saidAt()))));
        messages.forEach(message ->
                Mood.of(message.content()).ifPresent(emotion -> felt.add(new Felt(emotion, message.saidAt()))));
        return felt;
    }
}
