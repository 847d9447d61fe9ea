package dev.mnemo.user;

import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The relations of one person as recall asks for them: looked up by name in the tables, so that they are as fresh
/// as the question and nothing is held. Names are keys of an index; without a name in the question it is one query.
record StoreRelations(Store store, Owner owner) implements Relation.Source {
    @Override
    public List<Relation> named(String question, Optional<Instant> asOf, int limit) {
        return store.read(owner, person -> GraphWalk.named(person, question, asOf, limit)).stream()
                .map(told -> new Relation(
                        told.subject(),
                        told.edge().relation(),
                        told.object(),
                        told.edge().content(),
                        told.edge().confidence(),
                        told.edge().validFrom().orElse(told.edge().knownFrom())))
                .toList();
    }
}
