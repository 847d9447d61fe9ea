package dev.mnemo.project.infer;

import java.util.List;

/// One thing that was found.
///
/// @param text one line
/// @param addresses the nodes it is about, possibly none
/// @param count how often it was seen
/// @param share what part that is, 0..1; 0 if that means nothing here
public record Finding(String text, List<String> addresses, int count, double share) {
    public Finding {
        addresses = List.copyOf(addresses);
    }

    static Finding of(String text, int count) {
        return new Finding(text, List.of(), count, 0);
    }
}
