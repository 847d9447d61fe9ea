package dev.mnemo.project.lookup;

/// The project's knowledge as one document.
///
/// @param root the root it is made from, or empty if there is none
/// @param text the document as Markdown, or a sentence that says how to make one
public record SoulText(String root, String text) {}
