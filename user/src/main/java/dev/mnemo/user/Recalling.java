package dev.mnemo.user;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.file.DocumentRows;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.recall.Recall.Question;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Recollection;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks the parts that know something of a person. One transaction reads everything that is not held in memory; of
/// somebody who is held, another one reads what has changed.
record Recalling(Engine engine) {
    Recalled recall(Owner owner, Cue cue, Recipe recipe) {
        return engine.recallGate.pass(() -> answer(owner, cue, recipe));
    }

    /// @param found if the store could answer itself
    private record Read(Question question, Map<String, Json> profile, Optional<Recollection> found) {}

    private Recalled answer(Owner owner, Cue cue, Recipe recipe) {
        var name = name(owner);
        boolean isHeld = engine.recall.holds(name);
        var vector = engine.recall.vector(cue);
        var read = engine.store.read(owner, person -> {
            var asked = cue.asOf().isPresent() ? cue : cue.withAsOf(present(person));
            var question = new Question(asked, recipe, vector, relations(person, asked));
            return new Read(
                    question,
                    Recalled.profile(person, cue.asOf()),
                    isHeld || !StoreSight.isPossible(person)
                            ? Optional.empty()
                            : Optional.of(engine.recall.recall(sight(person), question)));
        });
        var shelf = new StoreShelf(engine.store, engine.findable.vectors(), owner, model());
        if (read.found().isPresent() && engine.recall.isWorthHolding(name)) {
            engine.async.execute(() -> engine.recall.hold(name, shelf, cue.zone()));
        }
        var found = read.found().orElseGet(() -> engine.recall.recall(name, shelf, read.question()));
        engine.accessCounts.add(
                owner,
                found.hits().stream()
                        .flatMap(hit -> hit.memory().stream())
                        .filter(memory -> memory.kind() != Kind.MESSAGE)
                        .map(Remembered::id)
                        .toList());
        return new Recalled(found, read.profile(), citations(owner, found));
    }

    private StoreSight sight(PersonTx person) {
        return new StoreSight(person, engine.findable, model());
    }

    private Optional<String> model() {
        return engine.embedder.map(CachingEmbedder::fingerprint);
    }

    private List<Relation> relations(PersonTx person, Cue cue) {
        return engine.graph
                ? new StoreRelations(person).named(cue.text(), cue.asOf(), Recall.RELATIONS_MAX)
                : List.of();
    }

    private Map<Long, DocumentRows.Citation> citations(Owner owner, Recollection found) {
        var parts = Stream.concat(found.hits().stream(), found.memories().stream())
                .flatMap(hit -> hit.memory().stream())
                .filter(memory -> memory.kind() == Kind.DOCUMENT)
                .map(Remembered::id)
                .distinct()
                .toList();
        return parts.isEmpty() ? Map.of() : engine.store.read(owner, person -> DocumentRows.citations(person, parts));
    }

    /// Now, or the moment of the person's latest change if a node whose clock runs ahead made it: what was committed is
    /// part of the present.
    private static Instant present(PersonTx person) {
        return person.latest().filter(person.now()::isBefore).orElse(person.now());
    }

    /// Tells people of all tenants apart; no tenant holds a line feed.
    static String name(Owner owner) {
        return owner.tenant() + '\n' + owner.userId();
    }
}
