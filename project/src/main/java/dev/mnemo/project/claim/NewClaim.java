package dev.mnemo.project.claim;

import dev.mnemo.kernel.json.Json;
import java.util.List;

/// One thing to remember.
///
/// @param content what it says, at most {@link Claims#CONTENT_CHARS_MAX} characters
/// @param domain what kind of knowledge it is, such as `decisions`
/// @param confidence how sure the claimer is, 0..1
/// @param scope `project` or `global`
/// @param anchors what in the code it depends on
/// @param priority how much it wants to be seen, 0..1
/// @param ttlDays days after which it is no longer recalled; 0 means never
public record NewClaim(
        String content,
        String domain,
        double confidence,
        String scope,
        List<Json.Obj> anchors,
        double priority,
        double ttlDays) {
    /// The confidence of a claimer who does not say how sure they are.
    public static final double CONFIDENCE_UNSAID = 0.8;

    public NewClaim {
        anchors = List.copyOf(anchors);
    }

    /// A claim of the project without anything special.
    public static NewClaim of(String content, String domain) {
        return new NewClaim(content, domain, CONFIDENCE_UNSAID, "project", List.of(), 0, 0);
    }
}
