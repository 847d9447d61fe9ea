package dev.mnemo.user.recall;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A question to the memory of one person.
///
/// @param text the question; an empty one recalls what is recent and important
/// @param limit the most hits, 1 to {@value #LIMIT_MAX}
/// @param decay the time in which freshness fades to a third
/// @param kinds which sorts of things may come back
/// @param createdAfter what was said or noted at this moment or later; {@link Optional#empty} for any time
/// @param createdBefore what was said or noted before this moment
/// @param eventAfter what took place at this moment or later
/// @param eventBefore what took place before this moment
/// @param asOf answer as of this moment of the past: what was held to be true then, as fresh as it was then
/// @param emotion how the person feels now; memories that felt alike gain a little
/// @param tokenBudget the most tokens that all hits together may have, as {@link Tokens} counts them
/// @param zone where the person is: whose "yesterday"
/// @param explain whether to say what each stage did
public record Cue(
        String text,
        int limit,
        Duration decay,
        Set<Kind> kinds,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore,
        Optional<Instant> eventAfter,
        Optional<Instant> eventBefore,
        Optional<Instant> asOf,
        Optional<Emotion> emotion,
        int tokenBudget,
        ZoneId zone,
        boolean explain) {
    public static final int LIMIT_MAX = 1_000;
    public static final int LIMIT_DEFAULT = 20;

    /// Characters of a question that are looked at.
    public static final int TEXT_CHARS_MAX = 10_000;

    public static final Duration DECAY_DEFAULT = Duration.ofDays(30);

    /// As many tokens as there are.
    public static final int TOKENS_UNLIMITED = Integer.MAX_VALUE;

    public Cue {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new Refusal("A recall returns 1 to " + LIMIT_MAX + " hits, not " + limit + ".");
        }
        if (!decay.isPositive()) {
            throw new Refusal("Freshness fades in a positive time, not in " + decay + ".");
        }
        if (tokenBudget < 1) {
            throw new Refusal("A budget is at least 1 token, not " + tokenBudget + ".");
        }
        refuseReversed("created", createdAfter, createdBefore);
        refuseReversed("event", eventAfter, eventBefore);
        kinds = kinds.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(kinds);
        text = text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text;
    }

    /// A question with nothing special about it.
    public static Cue of(String text) {
        return new Cue(
                text,
                LIMIT_DEFAULT,
                DECAY_DEFAULT,
                EnumSet.allOf(Kind.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TOKENS_UNLIMITED,
                ZoneOffset.UTC,
                false);
    }

    /// The same question for so many hits.
    public Cue withLimit(int other) {
        return new Cue(
                text,
                other,
                decay,
                kinds,
                createdAfter,
                createdBefore,
                eventAfter,
                eventBefore,
                asOf,
                emotion,
                tokenBudget,
                zone,
                explain);
    }

    /// The same question as of a moment of the past.
    public Cue withAsOf(Instant moment) {
        return new Cue(
                text,
                limit,
                decay,
                kinds,
                createdAfter,
                createdBefore,
                eventAfter,
                eventBefore,
                Optional.of(moment),
                emotion,
                tokenBudget,
                zone,
                explain);
    }

    /// The same question from another zone, whose "yesterday" it is.
    public Cue withZone(ZoneId other) {
        return new Cue(
                text,
                limit,
                decay,
                kinds,
                createdAfter,
                createdBefore,
                eventAfter,
                eventBefore,
                asOf,
                emotion,
                tokenBudget,
                other,
                explain);
    }

    private static void refuseReversed(String what, Optional<Instant> after, Optional<Instant> before) {
        if (after.isPresent() && before.isPresent() && !after.get().isBefore(before.get())) {
            throw new Refusal("The " + what + " range must begin before it ends, but begins at " + after.get()
                    + " and ends at " + before.get() + ".");
        }
    }
}
