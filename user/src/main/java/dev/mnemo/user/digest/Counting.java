package dev.mnemo.user.digest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.StopWords;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.user.digest.Digest.Found;
import dev.mnemo.user.digest.EmotionProfile.Wording;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A digest without a model: what somebody talks about most, and which facts changed. It is counted, and says so.
final class Counting {
    /// Messages that must hold a word before it is a topic.
    private static final int MESSAGES_MIN = 3;

    private static final int TOPICS_MAX = 5;
    private static final int WORD_CHARS_MIN = 4;
    private static final int IMPORTANCE = 4;
    private static final double CONFIDENCE = 0.6;
    private static final int SOURCES_MAX = 200;

    private static final Pattern WORD = Pattern.compile("[\\p{L}&&[^\\p{IsHan}]][\\p{L}\\p{M}'-]+|\\p{IsHan}{2}");
    private static final Words ANALYSIS = new Words();

    private Counting() {}

    static Found of(PersonTx person, Material material) {
        var insights = new ArrayList<NewMemory>();
        topics(material.messages(), insights);
        changes(person, material.memories(), insights);
        return new Found(insights, Wording.NONE);
    }

    private static void topics(List<Message> messages, List<NewMemory> insights) {
        var holding = new LinkedHashMap<String, List<String>>();
        var shown = new HashMap<String, String>();
        for (var message : messages) {
            WORD.matcher(message.content())
                    .results()
                    .map(match -> match.group())
                    .filter(Counting::saysSomething)
                    .collect(Collectors.toMap(Counting::stem, word -> word, (first, _) -> first, LinkedHashMap::new))
                    .forEach((stem, word) -> {
                        shown.putIfAbsent(stem, word);
                        holding.computeIfAbsent(stem, _ -> new ArrayList<>()).add(message.id());
                    });
        }
        var topics = holding.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= MESSAGES_MIN)
                .sorted(Comparator.comparingInt((Map.Entry<String, List<String>> entry) ->
                                entry.getValue().size())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(TOPICS_MAX)
                .toList();
        if (!topics.isEmpty()) {
            var words = topics.stream()
                    .map(topic ->
                            shown.get(topic.getKey()) + " (" + topic.getValue().size() + ")")
                    .collect(Collectors.joining(", "));
            var sources = topics.stream()
                    .flatMap(topic -> topic.getValue().stream())
                    .distinct()
                    .limit(SOURCES_MAX)
                    .toList();
            insights.add(
                    insight("Talks most about " + words + "; counted in " + messages.size() + " messages", "summary")
                            .withSlot("user", "topics")
                            .withSources(sources));
        }
    }

    private static boolean saysSomething(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        boolean han = Character.isIdeographic(word.codePointAt(0));
        return han || (lower.length() >= WORD_CHARS_MIN && !StopWords.ENGLISH.contains(lower.replace("'", "")));
    }

    private static String stem(String word) {
        var words = ANALYSIS.words(word);
        return words.isEmpty() ? word : words.getFirst();
    }

    /// The versions of a fact, in a line.
    private static void changes(PersonTx person, List<Memory> memories, List<NewMemory> insights) {
        for (var memory : memories) {
            if (memory.type() == MemoryType.FACT && memory.version().number() > 1) {
                var versions = MemoryRows.ofChain(person, memory.version().chain());
                insights.add(insight(
                                "Changed: "
                                        + versions.stream().map(Memory::content).collect(Collectors.joining(" → ")),
                                "pattern")
                        .withSlot("user", "change/" + memory.version().chain())
                        .withMetadata(method().with(
                                        "source_ids",
                                        Json.strings(versions.stream()
                                                .map(Memory::id)
                                                .toList()))));
            }
        }
    }

    private static Json.Obj method() {
        return Json.Obj.EMPTY.with("method", "counted");
    }

    private static NewMemory insight(String content, String category) {
        var words = content.length() <= NewMemory.CONTENT_CHARS_MAX
                ? content
                : content.substring(0, NewMemory.CONTENT_CHARS_MAX - 1) + "…";
        return NewMemory.of(MemoryType.INSIGHT, words)
                .about(category, IMPORTANCE, CONFIDENCE)
                .withMetadata(method());
    }
}
