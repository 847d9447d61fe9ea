package dev.mnemo.user.recall;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.time.TimeSpan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One thing remembered, as recall sees it.
///
/// @param id names it among everything remembered of this person
/// @param kind what sort of thing it is
/// @param text what is remembered, in the language in which it was said
/// @param about whose words or whose attribute it is: a name, {@link #USER} or {@link #ASSISTANT}
/// @param session the conversation it was said in; empty if in none
/// @param place its place in that conversation, ascending
/// @param created when it was said or noted
/// @param happened when it took place, if that is known apart from when it was said
/// @param knownFrom from when on it was held to be true
/// @param knownUntil when it stopped being held to be true; {@link TimeSpan#LATEST} while it is
/// @param importance from 1, casual, to 10, the core of who somebody is; values outside are brought in
/// @param emotion how it felt
/// @param accesses how often it has been recalled
public record Remembered(
        long id,
        Kind kind,
        String text,
        String about,
        String session,
        long place,
        Instant created,
        Optional<TimeSpan> happened,
        Instant knownFrom,
        Instant knownUntil,
        double importance,
        Emotion emotion,
        long accesses) {
    /// The person whose memory this is, while no name is known.
    public static final String USER = "user";

    /// The program that the person talks to.
    public static final String ASSISTANT = "assistant";

    /// How important something is of which nobody said how important it is.
    public static final double IMPORTANCE_UNSAID = 5;

    /// Characters of a speaker's name; a longer one is none.
    private static final int NAME_CHARS_MAX = 100;

    public Remembered {
        importance = Double.isNaN(importance) ? IMPORTANCE_UNSAID : Math.clamp(importance, 1, 10);
        accesses = Math.max(0, accesses);
    }

    /// Whose words a message has: the name that its metadata gives under `name`, otherwise its role.
    public static String about(String role, Json.Obj metadata) {
        var name = metadata.string("name", "").strip();
        return name.isEmpty() || name.length() > NAME_CHARS_MAX ? role : name;
    }

    /// The text that words and vectors are made of: what somebody with a name said is found by the name too.
    public String searchText() {
        return searchText(kind, about, text);
    }

    /// As above, for who makes the vector before there is a row.
    public static String searchText(Kind kind, String about, String text) {
        boolean isNamed = kind == Kind.MESSAGE && !about.isEmpty() && !about.equals(USER) && !about.equals(ASSISTANT);
        return isNamed && !text.startsWith(about + ":") ? about + ": " + text : text;
    }

    /// The same with the names of who said it and of the session taken from where equal ones are the same.
    Remembered sharing(UnaryOperator<String> names) {
        return new Remembered(
                id,
                kind,
                text,
                names.apply(about),
                names.apply(session),
                place,
                created,
                happened,
                knownFrom.equals(created) ? created : knownFrom,
                knownUntil.equals(TimeSpan.LATEST) ? TimeSpan.LATEST : knownUntil,
                importance,
                emotion,
                accesses);
    }

    /// The same, held to be true until a moment.
    Remembered knownUntil(Instant until) {
        return new Remembered(
                id,
                kind,
                text,
                about,
                session,
                place,
                created,
                happened,
                knownFrom,
                until,
                importance,
                emotion,
                accesses);
    }

    /// The same with another text.
    Remembered saying(String words) {
        return new Remembered(
                id,
                kind,
                words,
                about,
                session,
                place,
                created,
                happened,
                knownFrom,
                knownUntil,
                importance,
                emotion,
                accesses);
    }

    /// Whether it was said in a conversation.
    boolean isTalk() {
        return kind == Kind.MESSAGE && !session.isEmpty();
    }

    /// Whether it is held to be true still.
    boolean isCurrent() {
        return knownUntil.equals(TimeSpan.LATEST);
    }

    /// Whether it was held to be true at a moment.
    boolean isKnownAt(Instant moment) {
        return !knownFrom.isAfter(moment) && knownUntil.isAfter(moment);
    }
}
