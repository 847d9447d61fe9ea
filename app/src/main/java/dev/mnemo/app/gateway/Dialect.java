package dev.mnemo.app.gateway;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// How one endpoint of a provider asks and answers. What a dialect does not understand to the last member it does not
/// take for an answer that could be given again.
interface Dialect {
    /// What a request asks.
    ///
    /// @param text the last words of the user; the empty text if there are none
    /// @param rest everything of the request that changes an answer, except these words where they may be compared
    ///     by meaning
    /// @param byMeaning whether another text of the same meaning asks for the same
    record Prompt(String text, Json.Obj rest, boolean byMeaning) {}

    /// An answer that came to its end.
    ///
    /// @param answer the text in its pieces, why it ended, what it cost
    /// @param envelope all of the provider's answer but the text
    /// @param repeatable whether these two are all of it, so that it can be given again, whole or as a stream
    record Taken(Answer answer, Json.Obj envelope, boolean repeatable) {}

    /// Reads a stream of events.
    interface Stream {
        void event(String name, String data);

        /// The answer, after the end of the stream; empty if the stream was broken or is none.
        Optional<Taken> end();
    }

    Prompt prompt(Json.Obj request);

    /// The request with a text before the last words of the user; unchanged if they said nothing.
    Json.Obj withMemory(Json.Obj request, String memory);

    /// Reads a whole answer; empty if it is none.
    Optional<Taken> read(Json.Obj answer);

    /// Begins to read a stream.
    Stream stream();

    /// The answer in one piece.
    Json.Obj whole(Taken taken);

    /// The answer as the events of a stream, each with the line feeds that end it.
    ///
    /// @param request what was asked, which may say what the stream should hold
    List<String> events(Taken taken, Json.Obj request);

    /// An event without a name.
    static String event(Json data) {
        return "data: " + data.compact() + "\n\n";
    }

    /// An event that is named after its type.
    static String named(Json.Obj data) {
        return "event: " + data.string("type", "") + "\n" + event(data);
    }

    /// Whether a member says nothing: missing, null, or empty.
    static boolean isEmpty(Json.Obj object, String name) {
        return switch (object.get(name).orElse(Json.Null.NULL)) {
            case Json.Null _ -> true;
            case Json.Arr(var items) -> items.isEmpty();
            case Json.Obj(var members) -> members.isEmpty();
            case Json.Str(var text) -> text.isEmpty();
            default -> false;
        };
    }

    /// Whether all members but some say nothing.
    static boolean hasOnly(Json.Obj object, List<String> names) {
        return object.members().keySet().stream().allMatch(name -> names.contains(name) || isEmpty(object, name));
    }
}
