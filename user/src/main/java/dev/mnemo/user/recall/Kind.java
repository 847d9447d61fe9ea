package dev.mnemo.user.recall;

/// What sort of thing is remembered.
public enum Kind {
    /// A lasting attribute of the person or of somebody they know.
    FACT,
    /// Something that happened once.
    EPISODIC,
    /// A conclusion drawn from several memories.
    INSIGHT,
    /// A way in which the person is, with evidence.
    TRAIT,
    /// How the person does something.
    PROCEDURAL,
    /// Anything else that was stored as a memory.
    GENERAL,
    /// A part of a file.
    DOCUMENT,
    /// What somebody said, as they said it.
    MESSAGE;

    /// Where hits of this kind stand in the merged list: each source keeps some room of its own.
    Source source() {
        return switch (this) {
            case MESSAGE -> Source.CONVERSATION;
            case DOCUMENT -> Source.DOCUMENT;
            default -> Source.MEMORY;
        };
    }
}
