package dev.mnemo.app.importer;

import java.io.IOException;

/// Another memory, opened for reading. Reading changes nothing in it.
interface Source {
    /// Where what it holds usually belongs.
    enum Target {
        /// The memory of the project at hand.
        PROJECT,
        /// The memory of a person.
        USER
    }

    /// What it is, such as `claude-mem`.
    String name();

    Target usual();

    /// About how many records it holds, for whoever waits; 0 if nobody knows.
    default long expected() {
        return 0;
    }

    /// Hands out every record.
    ///
    /// @throws IOException if it cannot be read to its end
    void read(Receiver receiver) throws IOException;
}
