package dev.mnemo.user.extract;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;

/// When memories are drawn from what was said: as soon as any of these is the case. What waits for that is counted in
/// the store, session by session, so no restart and no second process changes the count.
///
/// @param messageInterval after so many messages of a session, whoever said them; 0 for never
/// @param windowChars after so many characters of what the user says in a session; 0 for never
/// @param idleTimeout when a session has been silent for so long; zero for never
/// @param onSessionClose when the application closes the session
/// @param onShutdown when the process that took the messages ends in order; the work is then done by whichever process
///     is next
public record ExtractionStrategy(
        int messageInterval, int windowChars, Duration idleTimeout, boolean onSessionClose, boolean onShutdown) {
    /// Messages of an interval at most.
    public static final int INTERVAL_MAX = 1_000;

    /// Characters of a window at most.
    public static final int WINDOW_CHARS_MAX = 100_000;

    /// The longest silence that is waited for.
    public static final Duration IDLE_MAX = Duration.ofDays(30);

    /// From each message of the user at once, with the turns before it as context.
    public static final ExtractionStrategy EACH_MESSAGE = new ExtractionStrategy(1, 0, Duration.ZERO, true, true);

    /// Every ten messages, after ten minutes of silence, and at the end of a session: fewer calls of a model.
    public static final ExtractionStrategy IN_BATCHES =
            new ExtractionStrategy(10, 0, Duration.ofMinutes(10), true, true);

    /// Only when the application asks for it.
    public static final ExtractionStrategy ON_DEMAND = new ExtractionStrategy(0, 0, Duration.ZERO, false, false);

    public ExtractionStrategy {
        if (messageInterval < 0 || messageInterval > INTERVAL_MAX) {
            throw new Refusal("The message interval is " + messageInterval + "; it is 0 to " + INTERVAL_MAX + ".");
        }
        if (windowChars < 0 || windowChars > WINDOW_CHARS_MAX) {
            throw new Refusal("The window is " + windowChars + " characters; it is 0 to " + WINDOW_CHARS_MAX + ".");
        }
        if (idleTimeout.isNegative() || idleTimeout.compareTo(IDLE_MAX) > 0) {
            throw new Refusal("The idle timeout is " + idleTimeout + "; it is 0 to " + IDLE_MAX.toDays() + " days.");
        }
    }

    /// After so many characters of what the user says, and at the end of a session.
    public static ExtractionStrategy window(int chars) {
        return new ExtractionStrategy(0, chars, Duration.ofMinutes(10), true, true);
    }
}
