package dev.mnemo.project.claim;

import java.util.List;

/// An open question that was recorded.
///
/// @param kind `gap` or `ask`
/// @param address its node
/// @param content what it says
/// @param known whether it was recorded before
/// @param notes what the caller should know
public record Noted(String kind, String address, String content, boolean known, List<String> notes) {
    public Noted {
        notes = List.copyOf(notes);
    }
}
