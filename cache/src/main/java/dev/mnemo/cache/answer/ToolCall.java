package dev.mnemo.cache.answer;

/// A tool that the model wants to run.
///
/// @param id the provider's name for this call
/// @param name the tool
/// @param arguments what the tool is given, JSON as the model wrote it
public record ToolCall(String id, String name, String arguments) {}
