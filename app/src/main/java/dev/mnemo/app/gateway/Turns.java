package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.Dialect.Prompt;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Where the last words of the user are in a request, and how to change them.
///
/// @param member the member that holds the turns
/// @param textTypes the types of parts that are text, the first of them for new parts
record Turns(String member, List<String> textTypes) {
    /// Members that do not change an answer, only how it travels.
    private static final List<String> TRAVEL = List.of("stream", "stream_options");

    Turns {
        textTypes = List.copyOf(textTypes);
    }

    /// A place in a request.
    ///
    /// @param turn the number of the turn; -1 if the member is a text itself
    /// @param part the number of the part; -1 if the turn's content is a text
    private record Place(int turn, int part, String text, boolean isEnd) {}

    Prompt prompt(Json.Obj request) {
        var counting = request;
        for (var name : TRAVEL) {
            counting = counting.without(name);
        }
        var place = find(request);
        if (place.isEmpty() || place.get().text().isBlank()) {
            return new Prompt("", counting, false);
        }
        boolean byMeaning = place.get().isEnd();
        return new Prompt(place.get().text(), byMeaning ? change(counting, place.get(), _ -> "") : counting, byMeaning);
    }

    Json.Obj withMemory(Json.Obj request, String memory) {
        return find(request)
                .filter(place -> !place.text().isBlank())
                .map(place -> change(request, place, text -> memory + text))
                .orElse(request);
    }

    /// The last text of the user. It ends the request if no turn follows, and nothing but media stands beside it.
    private Optional<Place> find(Json.Obj request) {
        if (request.get(member).orElse(Json.Null.NULL) instanceof Json.Str(var text)) {
            return Optional.of(new Place(-1, -1, text, true));
        }
        var turns = request.array(member).items();
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i) instanceof Json.Obj turn && turn.string("role", "").equals("user")) {
                var place = find(turn, i, i == turns.size() - 1);
                if (place.isPresent()) {
                    return place;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Place> find(Json.Obj turn, int number, boolean isLast) {
        var content = turn.get("content").orElse(Json.Null.NULL);
        if (content instanceof Json.Str(var text)) {
            return Optional.of(new Place(number, -1, text, isLast));
        }
        var parts = turn.array("content").items();
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Json.Obj part && textTypes.contains(part.string("type", ""))) {
                boolean hasResults = turn.array("content").objects().stream()
                        .anyMatch(each -> each.string("type", "").contains("tool"));
                return Optional.of(new Place(number, i, part.string("text", ""), isLast && !hasResults));
            }
        }
        return Optional.empty();
    }

    private Json.Obj change(Json.Obj request, Place place, UnaryOperator<String> change) {
        var text = Json.of(change.apply(place.text()));
        if (place.turn() < 0) {
            return request.with(member, text);
        }
        var turns = new ArrayList<>(request.array(member).items());
        var turn = (Json.Obj) turns.get(place.turn());
        if (place.part() < 0) {
            turns.set(place.turn(), turn.with("content", text));
        } else {
            var parts = new ArrayList<>(turn.array("content").items());
            parts.set(place.part(), ((Json.Obj) parts.get(place.part())).with("text", text));
            turns.set(place.turn(), turn.with("content", new Json.Arr(parts)));
        }
        return request.with(member, new Json.Arr(turns));
    }
}
