package dev.mnemo.project.claim;

/// A node that was confirmed.
///
/// @param address the node
/// @param domain its domain
/// @param content what it says
/// @param count how often it was confirmed, this time included
/// @param doubtCleared whether it was marked as possibly stale until now
public record Reinforced(String address, String domain, String content, int count, boolean doubtCleared) {}
