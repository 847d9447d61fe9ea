package dev.mnemo.app.ops;

import dev.mnemo.kernel.json.Json;

/// What an operation answered, for both kinds of reader.
///
/// @param text as an agent or a person reads it; without terminal escapes and other control characters
/// @param structured as a program reads it
public record Answer(String text, Json.Obj structured) {}
