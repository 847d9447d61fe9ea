package dev.mnemo.app.importer;

/// Is handed what a source holds, record by record.
interface Receiver {
    /// Something that can be taken over.
    void item(Item item);

    /// A record that cannot be read.
    ///
    /// @param id which one
    /// @param reason why, one sentence
    void bad(String id, String reason);
}
