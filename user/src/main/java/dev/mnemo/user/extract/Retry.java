package dev.mnemo.user.extract;

import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.MessageRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tries extractions again that failed, those that were given up included.
///
/// @param retriesBefore the messages, each with how often it had failed
public record Retry(Map<Long, Integer> retriesBefore) {
    public Retry {
        retriesBefore = Map.copyOf(retriesBefore);
    }

    /// What became of it so far.
    ///
    /// @param retried messages that are tried again
    /// @param succeeded of those, messages that memories were drawn from
    /// @param failed of those, messages that failed again; they are tried again by themselves for a while
    /// @param waiting of those, messages that nobody has tried yet
    public record Outcome(int retried, int succeeded, int failed, int waiting) {}

    /// Puts up to 1,000 failed messages into the queue, for now.
    public static Retry begin(PersonTx person) {
        var failed = MessageRows.inState(
                person, List.of(Extraction.FAILED, Extraction.DEAD), Optional.empty(), Page.ITEMS_MAX);
        failed.forEach(
                message -> MessageRows.setExtraction(person, message.seq(), Extraction.PENDING, Optional.empty()));
        Lanes.revive(person, Triggers.EXTRACT);
        Lanes.hasten(person, Triggers.EXTRACT);
        failed.stream().map(Message::sessionId).distinct().forEach(session -> Triggers.trigger(person, session));
        return new Retry(failed.stream().collect(Collectors.toMap(Message::seq, Message::extractionRetries)));
    }

    /// How far it is.
    public Outcome outcome(PersonTx person) {
        var messages = MessageRows.bySeq(person, List.copyOf(retriesBefore.keySet()));
        int succeeded = (int) messages.stream()
                .filter(message -> message.extraction() == Extraction.DONE)
                .count();
        int failed = (int) messages.stream()
                .filter(message -> message.extraction() != Extraction.DONE)
                .filter(message -> message.extractionRetries() > retriesBefore.getOrDefault(message.seq(), 0))
                .count();
        return new Outcome(messages.size(), succeeded, failed, messages.size() - succeeded - failed);
    }
}
