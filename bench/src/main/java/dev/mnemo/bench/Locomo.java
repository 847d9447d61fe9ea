package dev.mnemo.bench;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.time.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One conversation of the LoCoMo set: what two people said to each other over months, and questions about it
/// with the turns that answer them.
///
/// @param name the file's name
/// @param turns everything said, in order; ids count from 1
/// @param questions the questions of categories 1 to 4 that have evidence
record Locomo(String name, List<Remembered> turns, List<Question> questions) {
    private static final DateTimeFormatter SESSION_TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, yyyy")
            .toFormatter(Locale.ENGLISH);

    private static final Pattern BETWEEN_IDS = Pattern.compile("[;,\\s]+");
    private static final Pattern SESSION = Pattern.compile("session_(\\d+)");
    private static final int ADVERSARIAL = 5;

    /// A question.
    ///
    /// @param category 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop
    /// @param evidence ids of the turns that answer it
    record Question(String text, int category, Set<Long> evidence) {}

    /// Every conversation in a folder, by name.
    static List<Locomo> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            var conversations = new ArrayList<Locomo>();
            for (var file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                conversations.add(of(file));
            }
            return conversations;
        }
    }

    /// When the last turn was said.
    Instant end() {
        return turns.getLast().created();
    }

    private static Locomo of(Path file) throws IOException {
        var json = Json.parseObject(Files.readString(file));
        var turns = new ArrayList<Remembered>();
        var ids = new HashMap<String, Long>();
        var sessions = json.members().keySet().stream()
                .filter(key -> SESSION.matcher(key).matches())
                .sorted(Comparator.comparingInt(key -> Integer.parseInt(key.substring("session_".length()))))
                .toList();
        for (var session : sessions) {
            var start = LocalDateTime.parse(json.string(session + "_date_time", ""), SESSION_TIME)
                    .toInstant(ZoneOffset.UTC);
            for (var turn : json.array(session).objects()) {
                long id = turns.size() + 1L;
                ids.put(turn.string("dia_id", ""), id);
                turns.add(turn(turn, id, session, start.plusSeconds(id)));
            }
        }
        var questions = new ArrayList<Question>();
        for (var question : json.array("qa").objects()) {
            var evidence = evidence(question, ids);
            int category = (int) question.number("category", ADVERSARIAL);
            if (category != ADVERSARIAL && !evidence.isEmpty()) {
                questions.add(new Question(question.string("question", ""), category, evidence));
            }
        }
        return new Locomo(file.getFileName().toString(), List.copyOf(turns), List.copyOf(questions));
    }

    /// What was said and, if a picture came with it, what the picture shows.
    private static Remembered turn(Json.Obj turn, long id, String session, Instant said) {
        var caption = turn.string("blip_caption", "");
        return new Remembered(
                id,
                Kind.MESSAGE,
                (turn.string("text", "") + " " + caption).strip(),
                turn.string("speaker", ""),
                session,
                id,
                said,
                Optional.empty(),
                said,
                TimeSpan.LATEST,
                Remembered.IMPORTANCE_UNSAID,
                Emotion.NEUTRAL,
                0);
    }

    private static Set<Long> evidence(Json.Obj question, Map<String, Long> ids) {
        var evidence = new LinkedHashSet<Long>();
        for (var some : question.array("evidence").strings()) {
            for (var name : BETWEEN_IDS.split(some)) {
                var id = ids.get(name);
                if (id != null) {
                    evidence.add(id);
                }
            }
        }
        return Set.copyOf(evidence);
    }
}
