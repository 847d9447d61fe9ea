package dev.mnemo.bench;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Window;
import dev.mnemo.user.extract.chinese.Chinese;
import dev.mnemo.user.extract.english.English;
import dev.mnemo.user.extract.rule.RuleExtractor;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.time.TimeSpan;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A conversation and the facts that rules draw from it, each turn read as if its speaker were the user.
///
/// @param all the conversation with the facts behind its turns
/// @param sources the turn of each fact
record LearnedLocomo(Locomo all, Map<Long, Long> sources) {
    private static final RuleExtractor RULES = new RuleExtractor(new English(), new Chinese());

    static LearnedLocomo of(Locomo conversation) {
        var all = new ArrayList<>(conversation.turns());
        var sources = new HashMap<Long, Long>();
        for (var turn : conversation.turns()) {
            for (var memory : learned(turn)) {
                long id = all.size() + 1L;
                all.add(fact(id, turn, memory));
                sources.put(id, turn.id());
            }
        }
        return new LearnedLocomo(new Locomo(conversation.name(), all, conversation.questions()), sources);
    }

    long source(long id) {
        return sources.getOrDefault(id, id);
    }

    private static List<NewMemory> learned(Remembered turn) {
        var message = new Message(
                Long.toString(turn.id()),
                turn.id(),
                turn.session(),
                "user",
                turn.text(),
                Json.Obj.EMPTY,
                turn.created(),
                turn.created(),
                Message.Extraction.PENDING,
                Optional.empty(),
                0);
        return RULES.find(new Window(List.of(), List.of(message), List.of(), ZoneOffset.UTC)).stream()
                .filter(Finding.Learned.class::isInstance)
                .map(finding -> ((Finding.Learned) finding).memory())
                .toList();
    }

    private static Remembered fact(long id, Remembered turn, NewMemory memory) {
        return new Remembered(
                id,
                Kind.valueOf(memory.type().name()),
                memory.content(),
                turn.about(),
                turn.session(),
                id,
                turn.created(),
                Optional.empty(),
                turn.created(),
                TimeSpan.LATEST,
                memory.importance(),
                Emotion.NEUTRAL,
                0);
    }
}
