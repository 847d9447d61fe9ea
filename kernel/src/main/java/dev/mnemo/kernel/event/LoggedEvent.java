package dev.mnemo.kernel.event;

import java.time.Instant;

/// An event as it was found in a log.
///
/// @param session the name of its file without the suffix: one process, or one sitting of several
/// @param at when it was written
/// @param event what happened
public record LoggedEvent(String session, Instant at, Event event) {}
