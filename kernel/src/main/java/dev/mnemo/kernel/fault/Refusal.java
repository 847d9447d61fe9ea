package dev.mnemo.kernel.fault;

/// A caller's mistake: the request was understood, is not allowed, and changed nothing. The message is one sentence
/// that says what was wrong and what is allowed; it may be shown to an agent as it is.
public class Refusal extends IllegalArgumentException {
    /// @param sentence what was wrong and what is allowed
    public Refusal(String sentence) {
        super(sentence);
    }

    /// As above, with the failure underneath.
    public Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /// The message, as shown to a person or an agent.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
