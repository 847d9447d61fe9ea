package dev.mnemo.app.importer;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.claim.Adoption;
import dev.mnemo.project.claim.Adoption.State;
import dev.mnemo.project.node.Address;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The memory of people. What was taken over is noted with the person, so that taking over again adds nothing, even if
/// the memory was corrected or deleted since.
final class IntoPeople implements Destination {
    private static final String NAMESPACE = "mnemo_import";

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
        var memoryToBe = NewMemory.of(MemoryType.FACT, content)
                .withMetadata(Json.Obj.EMPTY
                        .with("source", "import")
                        .with("imported_from", source + ", " + item.id())
                        .with("import_file", file));
        var key = Address.sha256(content);
        if (!seen.add(user + '\n' + key)
                || memory.kv().get(user, NAMESPACE, key).isPresent()) {
            return false;
        }
        if (!dryRun) {
            var said = item.created().map(memoryToBe::withSaidAt).orElse(memoryToBe);
            var kept = memory.memories().add(user, said);
            memory.kv().set(user, NAMESPACE, key, Json.of(kept.id()));
        }
        return true;
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
