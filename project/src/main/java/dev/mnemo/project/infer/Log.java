package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.LoggedEvent;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Events by session, oldest first.
///
/// @param sessions the events of each session, in the order in which they were written
record Log(List<List<Event>> sessions) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{3,}");
    private static final Set<String> STOP = Set.of("""
            about after again also always another because been before being between both cannot could does doing down \
            each even every from have having here into just know like look make many more most much must need only other \
            over please same should show some such take tell than that their them then there these they this those through \
            under until used using very want well were what when where which while will with without would your""".split(" "));

    static Log of(List<LoggedEvent> events) {
        Map<String, List<Event>> bySession = new LinkedHashMap<>();
        for (var found : events) {
            bySession.computeIfAbsent(found.session(), _ -> new ArrayList<>()).add(found.event());
        }
        return new Log(List.copyOf(bySession.values()));
    }

    /// All events, session by session.
    List<Event> events() {
        return sessions.stream().flatMap(List::stream).toList();
    }

    /// The recalls that surfaced something.
    List<Event> recalls() {
        return events().stream().filter(Log::isRecall).toList();
    }

    static boolean isRecall(Event event) {
        return event.name().equals("recall") && !event.addresses().isEmpty();
    }

    /// What was asked in an event: the message, query, topic, pattern or task in its detail.
    static String asked(Event event) {
        return String.join(
                " ",
                List.of("message", "query", "topic", "pattern", "intent", "task").stream()
                        .flatMap(key -> event.detail().string(key).stream())
                        .toList());
    }

    /// Summary and all texts in the detail.
    static String text(Event event) {
        var text = new StringBuilder(event.summary());
        collect(event.detail(), text);
        return text.toString();
    }

    private static void collect(Json value, StringBuilder text) {
        switch (value) {
            case Json.Str(var said) -> text.append('\n').append(said);
            case Json.Arr(var items) -> items.forEach(item -> collect(item, text));
            case Json.Obj(var members) -> members.values().forEach(member -> collect(member, text));
            default -> {}
        }
    }

    /// The words of at least four characters that mean something, ascending.
    static Set<String> words(String text) {
        var words = new TreeSet<String>();
        WORD.matcher(text.toLowerCase(java.util.Locale.ROOT))
                .results()
                .map(found -> found.group())
                .filter(word -> !STOP.contains(word))
                .forEach(words::add);
        return words;
    }
}
