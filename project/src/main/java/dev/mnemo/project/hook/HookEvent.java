package dev.mnemo.project.hook;

/// Something a coding agent is about to do or has done.
///
/// @param moment when in its work
/// @param tool what kind of tool it is about
/// @param path the file the tool works on, as the agent says it, or an empty text
/// @param text what is said or written: the prompt, the new text of a file, an error; cut at {@link #TEXT_CHARS_MAX}
/// @param fresh whether a session begins from nothing (and is not resumed), or a write made a new file
public record HookEvent(Moment moment, Tool tool, String path, String text, boolean fresh) {
    /// Characters of a prompt, a text or an error that are looked at.
    public static final int TEXT_CHARS_MAX = 20_000;

    /// When in an agent's work.
    public enum Moment {
        SESSION_START,
        PROMPT,
        BEFORE_TOOL,
        AFTER_TOOL,
        AFTER_FAILURE,
        STOP,
        BEFORE_COMPACTION
    }

    /// What a tool does to a file.
    public enum Tool {
        READ,
        CHANGE,
        OTHER
    }

    public HookEvent {
        if (text.length() > TEXT_CHARS_MAX) {
            text = text.substring(0, TEXT_CHARS_MAX);
        }
    }
}
