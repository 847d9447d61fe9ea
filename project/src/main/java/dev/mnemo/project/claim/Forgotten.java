package dev.mnemo.project.claim;

import java.util.List;

/// A node whose content was removed for good.
///
/// @param address its address, which stays
/// @param place where it lay
/// @param relatives earlier and later wordings that are still stored
public record Forgotten(String address, String place, List<String> relatives) {
    public Forgotten {
        relatives = List.copyOf(relatives);
    }
}
