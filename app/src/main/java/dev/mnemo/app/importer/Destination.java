package dev.mnemo.app.importer;

import dev.mnemo.project.claim.Adoption;
import java.util.List;

/// Where what another memory knew is put.
interface Destination extends AutoCloseable {
    /// Puts items in, or says what would happen.
    ///
    /// @return what became of each, in order
    List<Adoption> put(List<Item> items);

    /// What it is, as a report names it.
    String name();

    @Override
    void close();
}
