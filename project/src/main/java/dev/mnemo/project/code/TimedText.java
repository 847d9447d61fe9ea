package dev.mnemo.project.code;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;

/// A text that stops being readable when the time is up, so that a regular expression that would try for years gives
/// up: every step of matching reads a character.
final class TimedText implements CharSequence {
    private static final int READS_BETWEEN_LOOKS = 4_096;

    private final CharSequence text;
    private final long deadlineNanos;
    private int reads;

    /// @param deadlineNanos in terms of {@link System#nanoTime()}
    TimedText(CharSequence text, long deadlineNanos) {
        this.text = text;
        this.deadlineNanos = deadlineNanos;
    }

    /// @throws MnemoException with fault `TIMEOUT` when the time is up
    @Override
    public char charAt(int index) {
        if (++reads == READS_BETWEEN_LOOKS) {
            reads = 0;
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new MnemoException(Fault.TIMEOUT, "The time for this pattern is up.", "Use a simpler pattern.");
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new TimedText(text.subSequence(start, end), deadlineNanos);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
