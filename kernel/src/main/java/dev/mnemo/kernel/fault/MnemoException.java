package dev.mnemo.kernel.fault;

/// The one exception of Mnemo: something in the world is broken (a disk, a file, a network, a model). A caller's
/// mistake is an {@link IllegalArgumentException} with one sentence; an expected outcome is a type, never an
/// exception.
public final class MnemoException extends RuntimeException {
    private final Fault fault;
    private final String remedy;

    /// @param fault what kind of thing is broken
    /// @param message one sentence: what went wrong, with the names of files and addresses
    /// @param remedy one sentence: what to do about it
    public MnemoException(Fault fault, String message, String remedy) {
        super(message);
        this.fault = fault;
        this.remedy = remedy;
    }

    /// As above, with the failure underneath.
    public MnemoException(Fault fault, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.remedy = remedy;
    }

    /// What kind of thing is broken; stable, so that failures can be counted.
    public Fault fault() {
        return fault;
    }

    /// What to do about it, one sentence.
    public String remedy() {
        return remedy;
    }

    /// Message and remedy, as shown to a person or an agent.
    public String sentence() {
        return getMessage() + " " + remedy;
    }
}
