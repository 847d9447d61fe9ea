package dev.mnemo.project.claim;

import java.util.List;

/// A chain that was kept back from recall or brought back.
///
/// @param chainId the chain
/// @param summary what it is about
/// @param changed how many nodes left or came back
/// @param members how many nodes it has
/// @param reason why it was kept back, or empty
/// @param left nodes that did not come back, because they were corrected, summarised or forgotten meanwhile
public record Stashed(String chainId, String summary, int changed, int members, String reason, List<String> left) {
    public Stashed {
        left = List.copyOf(left);
    }
}
