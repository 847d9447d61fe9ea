package dev.mnemo.user.digest;

import java.util.Optional;

/// What a reflection came to.
///
/// @param triggerType why it began: `first_time`, `importance_accumulated`, `scheduled`, `force`, `session_end`; `none`
/// if
///     there was no reason to
/// @param cycleId names it
/// @param memoriesScanned memories that were new
/// @param method `model` or `counted`
public record Reflected(
        boolean triggered,
        String triggerType,
        Optional<String> cycleId,
        int memoriesScanned,
        int traitsCreated,
        int traitsUpdated,
        int traitsDissolved,
        String method) {}
