package dev.mnemo.user;

import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.MessageRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Everything a person said about somebody or something.
///
/// @param facts memories that name it, newest first
/// @param graphRelations what the graph knows of it, in words
/// @param conversations messages that name it, newest first
/// @param timeline memories and messages together, oldest first
public record EntityProfile(
        String entity,
        List<Memory> facts,
        List<GraphWalk.Told> graphRelations,
        List<Message> conversations,
        List<Moment> timeline) {
    private static final int ITEMS_MAX = 20;
    private static final int ROWS_MAX = 400;

    public EntityProfile {
        facts = List.copyOf(facts);
        graphRelations = List.copyOf(graphRelations);
        conversations = List.copyOf(conversations);
        timeline = List.copyOf(timeline);
    }

    /// Something on the timeline.
    ///
    /// @param type `memory` or `message`
    /// @param time when it happened, or else when it was said
    public record Moment(String type, String content, Instant time) {}

    static EntityProfile of(PersonTx person, Findable findable, String entity, List<GraphWalk.Told> relations) {
        var seqs = findable.entries().find(person, entity, ROWS_MAX).seqs();
        var name = name(entity);
        var facts = MemoryRows.bySeq(person, seqs).stream()
                .filter(memory ->
                        memory.isCurrent() && name.matcher(memory.content()).find())
                .sorted(Comparator.comparingLong(Memory::seq).reversed())
                .limit(ITEMS_MAX)
                .toList();
        var messages = MessageRows.bySeq(person, seqs).stream()
                .filter(message -> name.matcher(message.content()).find())
                .sorted(Comparator.comparingLong(Message::seq).reversed())
                .limit(ITEMS_MAX)
                .toList();
        var timeline = Stream.concat(
                        facts.stream().map(memory -> new Moment("memory", memory.content(), time(memory))),
                        messages.stream().map(message -> new Moment("message", message.content(), message.saidAt())))
                .sorted(Comparator.comparing(Moment::time))
                .toList();
        return new EntityProfile(entity, facts, relations, messages, timeline);
    }

    private static Instant time(Memory memory) {
        return memory.event().map(event -> event.from()).orElse(memory.saidAt());
    }

    /// The name as whole words, whatever its case; in scripts without spaces anywhere.
    private static Pattern name(String entity) {
        var quoted = Pattern.quote(entity.strip().toLowerCase(Locale.ROOT));
        boolean spaced = entity.codePoints().noneMatch(Character::isIdeographic);
        return Pattern.compile(
                spaced ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
