package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Profile;
import dev.mnemo.user.file.DocumentRows.Citation;
import dev.mnemo.user.kv.KeyValueRows;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Recollection;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer of a recall.
///
/// @param found what came to mind, together and by source, each with why
/// @param userProfile what is known in short, by key: from facts, and over that the values of the namespace `profile`
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

    /// What facts say of a person in short, and over that what the application set.
    static Map<String, Json> profile(PersonTx person, Optional<Instant> asOf) {
        var profile = new LinkedHashMap<>(Profile.of(person, asOf));
        KeyValueRows.list(person, KeyValueRows.PROFILE, "", Page.ITEMS_MAX, 0)
                .forEach(pair -> profile.put(pair.key(), pair.value()));
        return profile;
    }
}
