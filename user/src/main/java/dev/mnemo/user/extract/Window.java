package dev.mnemo.user.extract;

import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.talk.Message;
import java.time.ZoneId;
import java.util.List;

/// What an extractor reads at once: messages of one session.
///
/// @param context what was said before and between, by everybody, oldest first; nothing is to be drawn from it
/// @param messages what memories are to be drawn from, oldest first, at least one
/// @param known what is believed already and may have to do with it
/// @param zone where the user is: whose "yesterday"
public record Window(List<Message> context, List<Message> messages, List<Memory> known, ZoneId zone) {
    public Window {
        context = List.copyOf(context);
        messages = List.copyOf(messages);
        known = List.copyOf(known);
    }
}
