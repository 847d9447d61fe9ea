package dev.mnemo.user.digest;

import dev.mnemo.user.fact.Memory;
import java.time.Instant;

/// What speaks for or against a trait.
///
/// @param memory what was remembered
/// @param supports whether it speaks for it
/// @param quality `A`: the person says so when asked, or it shows in several parts of life; `B`: the person says so;
///     `C`: it shows in several conversations; `D`: in one
public record TraitEvidence(Memory memory, boolean supports, String quality, Instant at) {}
