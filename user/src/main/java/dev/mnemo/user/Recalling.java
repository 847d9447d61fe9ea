package dev.mnemo.user;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.user.file.DocumentRows;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Recollection;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/// Asks the parts that know something of a person.
record Recalling(Engine engine) {
    Recalled recall(Owner owner, Cue cue, Recipe recipe) {
        var shelf = new StoreShelf(
                engine.store, engine.findable.vectors(), owner, engine.embedder.map(CachingEmbedder::fingerprint));
        var asked = cue.asOf().isPresent() ? cue : cue.withAsOf(present(owner));
        var relations = engine.graph ? new StoreRelations(engine.store, owner) : Relation.Source.NONE;
        var found = engine.recall.recall(name(owner), shelf, relations, asked, recipe);
        engine.accessCounts.add(
                owner,
                found.hits().stream()
                        .flatMap(hit -> hit.memory().stream())
                        .filter(memory -> memory.kind() != Kind.MESSAGE)
                        .map(Remembered::id)
                        .toList());
        var profile = engine.store.read(owner, person -> Recalled.profile(person, cue.asOf()));
        return new Recalled(found, profile, citations(owner, found));
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
    private Instant present(Owner owner) {
        var now = engine.store.clock().instant();
        var latest = engine.store.read(owner, PersonTx::latest).orElse(now);
        return latest.isAfter(now) ? latest : now;
    }

    /// Tells people of all tenants apart; no tenant holds a line feed.
    static String name(Owner owner) {
        return owner.tenant() + '\n' + owner.userId();
    }
}
