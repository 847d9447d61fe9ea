package dev.mnemo.user;

import dev.mnemo.user.extract.Finding.Tie;
import dev.mnemo.user.extract.Learning;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.graph.Triple;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Takes what extraction learns into the graph.
///
/// @param wanted whether relations are kept at the moment
record GraphTies(BooleanSupplier wanted) implements Learning.Ties {
    @Override
    public void put(PersonTx person, Tie tie, Memory memory) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        GraphRows.relate(
                person,
                new Triple(
                        tie.subjectType(),
                        tie.subject(),
                        tie.relation(),
                        tie.objectType(),
                        tie.object(),
                        memory.content(),
                        memory.confidence(),
                        Optional.of(memory.id()),
                        Optional.of(memory.saidAt()),
                        tie.singleValued()));
    }

    @Override
    public void end(PersonTx person, Memory memory, Optional<Instant> at) {
        person.tx()
                .update(
                        "update graph_edges set known_until = ?, ended_at = coalesce(?, ended_at), updated_at = ?"
                                + PersonTx.OWN + "and memory_id = ? and known_until is null",
                        person.now(),
                        at,
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        memory.id());
    }
}
