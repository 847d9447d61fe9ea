package dev.mnemo.adapters;

import dev.mnemo.user.recall.Cue;
import java.util.function.Function;

/// How the requests of a framework go through the user memory.
///
/// @param <R> the framework's request
/// @param chat whose request it is, and in which session it is kept
/// @param cue what to ask the memory for the words of the user: how many hits, which kinds, how many tokens
/// @param keepsTurns whether what was said is stored; not wanted if a chat memory on the same sessions stores it
public record Remembering<R>(Function<R, ChatName> chat, Function<String, Cue> cue, boolean keepsTurns) {
    /// Up to 20 hits for every question, and every turn is kept.
    public static <R> Remembering<R> of(Function<R, ChatName> chat) {
        return new Remembering<>(chat, Cue::of, true);
    }

    /// This, with other questions to the memory.
    public Remembering<R> withCue(Function<String, Cue> other) {
        return new Remembering<>(chat, other, keepsTurns);
    }

    /// This, storing nothing.
    public Remembering<R> withoutKeeping() {
        return new Remembering<>(chat, cue, false);
    }
}
