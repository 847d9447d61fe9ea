package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.file.DocumentRows.Citation;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Recollection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer of a recall.
///
/// @param found what came to mind, together and by source, each with why
/// @param userProfile the values of the namespace `profile`
/// @param citations where in which file hits stand that are parts of files, by the number of what is remembered
public record Recalled(Recollection found, Map<String, Json> userProfile, Map<Long, Citation> citations) {
    public Recalled {
        citations = Map.copyOf(citations);
        userProfile = Collections.unmodifiableMap(new LinkedHashMap<>(userProfile));
    }

    /// Everything together, best first.
    public List<Hit> merged() {
        return found.hits();
    }
}
