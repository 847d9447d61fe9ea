package dev.mnemo.project.claim;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// Something that another memory knew.
///
/// @param content what it says, at most {@link Claims#CONTENT_CHARS_MAX} characters
/// @param domain what kind of knowledge it is
/// @param confidence how sure it is, 0..1
/// @param created when it was learned; empty if nobody knows
/// @param origin where it comes from, kept in the claim's meta
public record Adopted(String content, String domain, double confidence, Optional<Instant> created, Json.Obj origin) {}
