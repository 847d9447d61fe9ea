package dev.mnemo.user.talk;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message.Extraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stores messages, inside the caller's transaction: the rows and their words.
public final class Talk {
    private final Findable findable;

    /// @param findable makes messages findable
    public Talk(Findable findable) {
        this.findable = findable;
    }

    /// Adds messages to a session, in order, without secrets and private parts.
    ///
    /// @param extract whether memories are to be extracted from what the user says
    public List<Message> add(PersonTx person, String sessionId, List<NewMessage> wanted, boolean extract) {
        var added = new ArrayList<Message>();
        long seq = person.takeSeqs(wanted.size());
        for (var one : wanted) {
            boolean mine = extract && one.role().equals("user");
            var message = new Message(
                    person.newId(),
                    seq++,
                    sessionId,
                    one.role(),
                    Secrets.redact(Plain.text(one.content())).text(),
                    one.metadata(),
                    one.saidAt().orElse(person.now()),
                    person.now(),
                    mine ? Extraction.PENDING : Extraction.NONE,
                    Optional.empty(),
                    0);
            MessageRows.insert(person, message);
            findable.put(person, message.seq(), searchText(message));
            added.add(message);
        }
        MessageRows.touchSession(person, sessionId, wanted.size());
        return List.copyOf(added);
    }

    /// Removes a session with its messages and all that finds them; says how many messages there were. Work that
    /// waits for them finds nothing to do.
    public int remove(PersonTx person, String sessionId) {
        var seqs = MessageRows.removeSession(person, sessionId);
        seqs.forEach(seq -> findable.remove(person, seq));
        return seqs.size();
    }

    /// Who said a message: the name in its metadata, if the application gives one, else `user` or `assistant`.
    public static String speaker(Message message) {
        return speaker(message.role(), message.metadata());
    }

    /// The text by which a message is found.
    public static String searchText(Message message) {
        return Remembered.searchText(Kind.MESSAGE, speaker(message), message.content());
    }

    /// Who said a message of which not all was read.
    public static String speaker(String role, Json.Obj metadata) {
        return metadata.string("name")
                .filter(name -> !name.isBlank())
                .orElse(role.equals("user") ? "user" : "assistant");
    }
}
