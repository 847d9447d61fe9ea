package dev.mnemo.user.store;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.text.Words;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the tests of every concern have in common: an empty store, twice open as if by two processes, and two people.
public abstract class StoreContract {
    protected static final Owner ANN = new Owner("acme", "Ann/安 O'Neil");
    protected static final Owner BOB = new Owner("acme", "Bob");

    protected final HashEmbedder embedder = new HashEmbedder(64);
    protected TestStore test;
    protected Store store;
    protected Store other;
    protected Findable findable;

    protected abstract TestStore create();

    @BeforeEach
    void openStores() {
        test = create();
        store = test.open();
        other = test.open();
        findable = findable();
    }

    /// A set of indexes as every process has its own.
    protected Findable findable() {
        return new Findable(new Entries(new Words()), new Vectors(), Optional.of(embedder));
    }

    @AfterEach
    void closeStores() {
        store.close();
        other.close();
        test.close();
    }
}
