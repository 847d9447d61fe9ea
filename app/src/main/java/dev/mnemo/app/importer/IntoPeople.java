package dev.mnemo.app.importer;

import dev.mnemo.app.importer.Personal.Belief;
import dev.mnemo.app.importer.Personal.End;
import dev.mnemo.app.importer.Personal.Paper;
import dev.mnemo.app.importer.Personal.Thing;
import dev.mnemo.app.importer.Personal.Tie;
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
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.talk.NewMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    private final Optional<Path> objects;
    private final boolean dryRun;
    private final Set<String> seen = new HashSet<>();

    /// Whose memory it is.
    ///
    /// @param person for everything, if one is named
    /// @param otherwise for what says nothing of a person
    record Whose(Optional<String> person, String otherwise) {}

    /// Where it comes from.
    ///
    /// @param source what is imported
    /// @param file the name of what it is imported from, without its folder
    /// @param objects a copy of the source's object storage, for the bytes of files
    record From(String source, String file, Optional<Path> objects) {}

    IntoPeople(NeuroMemory memory, Whose whose, From from, boolean dryRun) {
        this.memory = memory;
        this.person = whose.person();
        this.otherwise = whose.otherwise();
        this.source = from.source();
        this.file = from.file();
        this.objects = from.objects();
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
        // Who says the same twice said it twice; what is believed is believed once, whoever says it.
        boolean isBelief = item.personal().orElse(FACT) instanceof Belief;
        var key = Address.sha256(!isBelief ? source + '\n' + item.id() + '\n' + content : content);
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
            case Paper paper -> file(user, item, content, paper);
            case Thing thing -> know(user, content, thing);
            case Tie tie -> tie(user, content, tie);
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

    /// The bytes, if they are at hand and of a type that is read here; else the text.
    private String file(String user, Item item, String text, Paper paper) {
        var metadata = origin(item);
        metadata = item.created()
                .map(moment -> origin(item).with("created_at", moment.toString()))
                .orElse(metadata);
        var file = new NewFile(paper.filename(), paper.category(), paper.tags(), metadata);
        var bytes = objects.flatMap(folder -> object(folder, paper.objectKey()));
        if (bytes.isPresent()) {
            try (var in = Files.newInputStream(bytes.get())) {
                return memory.files().upload(user, file, in).id();
            } catch (IOException unreadable) {
                throw new Refusal("Its bytes at " + bytes.get() + " cannot be read: " + unreadable.getMessage() + ".");
            } catch (Refusal otherType) {
                if (text.isBlank()) {
                    throw otherType;
                }
            }
        }
        if (text.isBlank()) {
            throw new Refusal("It has no text, and its bytes are not at hand; --objects names a copy of the object"
                    + " storage that they were in.");
        }
        return memory.files().createText(user, file, text).id();
    }

    /// An object of a storage; nothing that a key says leads out of the folder.
    private static Optional<Path> object(Path folder, String key) {
        try {
            var path = folder.resolve(key).normalize();
            return !key.isEmpty()
                            && path.startsWith(folder)
                            && Files.isRegularFile(path)
                            && path.toRealPath().startsWith(folder.toRealPath())
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    /// Who or what is known already gets the properties that it lacks.
    private String know(String user, String name, Thing thing) {
        var type = NodeType.of(thing.type());
        var key = new NodeKey(type, name);
        var known = memory.graph().getNode(user, key);
        if (known.isEmpty()) {
            return memory.graph()
                    .createNode(user, type, name, thing.properties())
                    .key()
                    .id();
        }
        var more = thing.properties();
        for (var property : known.get().properties().members().keySet()) {
            more = more.without(property);
        }
        if (!more.members().isEmpty()) {
            memory.graph().updateNode(user, key, more);
        }
        return key.id();
    }

    private String tie(String user, String content, Tie tie) {
        var plain = NewEdge.of(end(user, tie.source()), tie.relation(), end(user, tie.target()));
        double confidence = tie.properties().number("confidence", 1);
        return memory.graph()
                .createEdge(
                        user,
                        new NewEdge(
                                plain.source(),
                                plain.relation(),
                                plain.target(),
                                content,
                                confidence >= 0 && confidence <= 1 ? confidence : 1,
                                tie.from(),
                                tie.ended(),
                                Optional.empty(),
                                plain.singleValued(),
                                tie.properties().without("confidence")))
                .id();
    }

    /// An end of a relation, made if it is not known: the original's relations need no nodes.
    private NodeKey end(String user, End end) {
        var key = new NodeKey(NodeType.of(end.type()), end.name());
        if (memory.graph().getNode(user, key).isEmpty()) {
            memory.graph().createNode(user, key.type(), end.name(), Json.Obj.EMPTY);
        }
        return key;
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
