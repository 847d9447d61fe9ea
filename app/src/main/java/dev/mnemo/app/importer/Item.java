package dev.mnemo.app.importer;

import java.time.Instant;
import java.util.Optional;

/// One thing that another memory knew.
///
/// @param id what it was called there, such as `observation 12`
/// @param content what it says
/// @param domain what kind of knowledge it is, in this memory's words
/// @param created when it was learned there, if that is known
/// @param person whom it is about, if it is about a person
/// @param personal what it is, if the source tells more than a sentence about a person
record Item(
        String id,
        String content,
        String domain,
        Optional<Instant> created,
        Optional<String> person,
        Optional<Personal> personal) {
    /// Something of a project.
    static Item of(String id, String content, String domain) {
        return new Item(id, content, domain, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The same, learned at a moment.
    Item at(Optional<Instant> moment) {
        return new Item(id, content, domain, moment, person, personal);
    }
}
