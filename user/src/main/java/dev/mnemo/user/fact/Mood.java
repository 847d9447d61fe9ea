package dev.mnemo.user.fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How somebody feels who writes a text, counted by a list of words: a hint, not a reading. Each word has a valence, an
/// arousal and a name of the feeling; "not", "never" and 不 before a word turn it around.
public final class Mood {
    private static final Map<String, Emotion> WORDS = new LinkedHashMap<>();

    static {
        add(0.8, 0.6, "joy", "happy joy joyful delighted thrilled wonderful fantastic awesome amazing celebrate");
        add(0.8, 0.6, "joy", "高兴 开心 快乐 幸福 兴奋 太棒 太好了");
        add(0.7, 0.8, "excitement", "excited exciting thrilling stoked 激动");
        add(0.6, 0.3, "contentment", "glad pleased satisfied relieved enjoyed lovely 满意 欣慰 满足");
        add(0.7, 0.3, "gratitude", "grateful thankful blessed 感激 感谢");
        add(0.7, 0.5, "pride", "proud 骄傲 自豪");
        add(0.5, 0.1, "calm", "calm relaxed peaceful 平静 放松 轻松");
        add(-0.7, 0.3, "sadness", "sad unhappy depressed heartbroken miserable grief mourning crying cried lonely");
        add(-0.7, 0.3, "sadness", "难过 伤心 悲伤 沮丧 孤独 失落");
        add(-0.6, 0.6, "worry", "worried anxious nervous stressed overwhelmed scared afraid terrified");
        add(-0.6, 0.6, "worry", "担心 焦虑 紧张 害怕 压力");
        add(-0.7, 0.8, "anger", "angry furious annoyed frustrated outraged mad 生气 愤怒 恼火 烦躁");
        add(-0.5, 0.3, "disappointment", "disappointed disappointing upset regret 失望 后悔 遗憾");
        add(-0.4, 0.1, "tiredness", "tired exhausted burnout drained 累 疲惫 疲倦");
    }

    private static final Pattern WORD = Pattern.compile("[a-z']+");
    private static final List<String> NEGATIONS = List.of("not", "never", "no", "isn't", "wasn't", "don't", "didn't");

    /// Words before a feeling in which a negation turns it around.
    private static final int NEGATION_WORDS = 3;

    private Mood() {}

    private static void add(double valence, double arousal, String label, String words) {
        for (var word : words.split(" ")) {
            WORDS.put(word, new Emotion(valence, arousal, label));
        }
    }

    /// The mean of the feelings that a text names, with the name of the first; empty if it names none.
    public static Optional<Emotion> of(String text) {
        var found = new ArrayList<Emotion>();
        english(text.toLowerCase(Locale.ROOT), found);
        chinese(text, found);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Emotion(
                found.stream().mapToDouble(Emotion::valence).average().orElseThrow(),
                found.stream().mapToDouble(Emotion::arousal).average().orElseThrow(),
                found.getFirst().label()));
    }

    private static void english(String text, List<Emotion> found) {
        var words = WORD.matcher(text).results().map(match -> match.group()).toList();
        for (int i = 0; i < words.size(); i++) {
            var feeling = WORDS.get(words.get(i));
            if (feeling != null) {
                boolean not = words.subList(Math.max(0, i - NEGATION_WORDS), i).stream()
                        .anyMatch(NEGATIONS::contains);
                found.add(not ? turned(feeling) : feeling);
            }
        }
    }

    private static void chinese(String text, List<Emotion> found) {
        for (var entry : WORDS.entrySet()) {
            int at = entry.getKey().charAt(0) < 0x80 ? -1 : text.indexOf(entry.getKey());
            if (at >= 0) {
                boolean not = text.substring(Math.max(0, at - 2), at).matches(".*[不没].*");
                found.add(not ? turned(entry.getValue()) : entry.getValue());
            }
        }
    }

    private static Emotion turned(Emotion feeling) {
        return new Emotion(-feeling.valence() / 2, feeling.arousal() / 2, "not " + feeling.label());
    }
}
