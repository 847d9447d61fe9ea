package dev.mnemo.user.store;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.json.Json;
import java.util.Optional;

/// Makes rows findable by words at once and by meaning soon: the vector is a piece of work for later, since a write
/// never waits for a model.
public final class Findable {
    /// The lane of texts that wait for their vectors. An item's payload is `{"seq": …}`.
    public static final String EMBED = "embed";

    private final Entries entries;
    private final Vectors vectors;
    private final Optional<String> model;

    /// @param embedder without one, rows are found by words only
    public Findable(Entries entries, Vectors vectors, Optional<Embedder> embedder) {
        this.entries = entries;
        this.vectors = vectors;
        this.model = embedder.map(Embedder::fingerprint);
    }

    /// Finds rows by words.
    public Entries entries() {
        return entries;
    }

    /// Finds rows by meaning.
    public Vectors vectors() {
        return vectors;
    }

    /// Makes a row findable by a text. True if its vector is to be waited for.
    public boolean put(PersonTx person, long seq, String text) {
        entries.put(person, seq, text);
        model.ifPresent(_ -> Lanes.add(person, EMBED, Json.Obj.EMPTY.with("seq", seq)));
        return model.isPresent();
    }

    /// Makes a row findable as another row with the same text is.
    public void copy(PersonTx person, long from, long to, String text) {
        entries.put(person, to, text);
        vectors.copy(person, from, to);
    }

    /// Makes a row unfindable.
    public void remove(PersonTx person, long seq) {
        entries.remove(person, seq);
        vectors.remove(person, seq);
    }
}
