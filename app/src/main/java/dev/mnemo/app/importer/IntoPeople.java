package dev.mnemo.app.importer;

import dev.mnemo.app.importer.Personal.Belief;
import dev.mnemo.app.importer.Personal.Utterance;
import dev.mnemo.app.importer.Personal.Value;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.claim.Adoption;
import dev.mnemo.project.claim.Adoption.State;
import dev.mnemo.project.node.Address;
import dev.mnemo.user.Conversations;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.talk.NewMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The memory of people. What was taken over is noted with the person, so that taking over again adds nothing, even if
/// the memory was corrected or deleted since.
final class IntoPeople implements Destination {
    private static final String NAMESPACE = "mnemo_import";

    /// What a sentence about a person is, if its source says no more.
    private static final Personal FACT = new Belief(MemoryType.FACT, NewMemory.IMPORTANCE_DEFAULT);

    private final NeuroMemory memory;
    private final Optional<String> person;
    private final String otherwise;
    private final String source;
    private final String file;
    private final boolean dryRun;
    private final Set<String> seen = new HashSet<>();

    /// Whose memory it is.
    ///
    /// @param person for everything, if one is named
    /// @param otherwise for what says nothing of a person
    record Whose(Optional<String> person, String otherwise) {}

    /// @param source what is imported
    /// @param file the name of what it is imported from, without its folder
    IntoPeople(NeuroMemory memory, Whose whose, String source, String file, boolean dryRun) {
        this.memory = memory;
        this.person = whose.person();
        this.otherwise = whose.otherwise();
        this.source = source;
        this.file = file;
        this.dryRun = dryRun;
    }

    @Override
    public List<Adoption> put(List<Item> items) {
        var outcomes = new ArrayList<Adoption>();
        for (var item : items) {
            try {
                outcomes.add(new Adoption(put(item) ? State.NEW : State.KNOWN, ""));
            } catch (Refusal refusal) {
                outcomes.add(new Adoption(State.REFUSED, refusal.sentence()));
            }
        }
        return outcomes;
    }

    /// Whether it was not known.
    private boolean put(Item item) {
        var user = person.or(item::person).orElse(otherwise);
        var content = Secrets.redact(item.content()).text();
        // Who says the same twice said it twice; what is believed is believed once.
        boolean said = item.personal().orElse(FACT) instanceof Utterance;
        var key = Address.sha256(said ? source + '\n' + item.id() + '\n' + content : content);
        if (!seen.add(user + '\n' + key)
                || memory.kv().get(user, NAMESPACE, key).isPresent()) {
            return false;
        }
        if (dryRun) {
            return true;
        }
        var kept = switch (item.personal().orElse(FACT)) {
            case Belief belief -> believe(user, item, content, belief);
            case Utterance utterance -> hear(user, item, content, utterance);
            case Value value -> set(user, value);
        };
        memory.kv().set(user, NAMESPACE, key, Json.of(kept));
        return true;
    }

    private String believe(String user, Item item, String content, Belief belief) {
        var plain = NewMemory.of(belief.type(), content)
                .withImportance(belief.importance())
                .withMetadata(origin(item));
        return memory.memories()
                .add(user, item.created().map(plain::withSaidAt).orElse(plain))
                .id();
    }

    private String hear(String user, Item item, String content, Utterance utterance) {
        var plain = item.created()
                .map(moment -> NewMessage.at(moment, utterance.role(), content))
                .orElseGet(() -> NewMessage.of(utterance.role(), content));
        var metadata = origin(item);
        for (var member : plain.metadata().members().entrySet()) {
            metadata = metadata.with(member.getKey(), member.getValue());
        }
        return memory.conversations()
                .ingest(
                        user,
                        new NewMessage(plain.role(), content, metadata),
                        new Conversations.Ingest(Optional.of(utterance.session()), Optional.of(false)))
                .id();
    }

    /// A value that is there already stays.
    private String set(String user, Value value) {
        if (memory.kv().get(user, value.namespace(), value.key()).isEmpty()) {
            memory.kv().set(user, value.namespace(), value.key(), value.value());
        }
        return value.key();
    }

    private Json.Obj origin(Item item) {
        return Json.Obj.EMPTY
                .with("source", "import")
                .with("imported_from", source + ", " + item.id())
                .with("import_file", file);
    }

    @Override
    public String name() {
        return "the memory of " + person.orElse("each person, else of " + otherwise);
    }

    @Override
    public void close() {
        memory.close();
    }
}
