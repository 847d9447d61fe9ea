package dev.mnemo.user.work;

import dev.mnemo.user.store.Lanes.Failed;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.store.PersonTx;

/// Does one kind of work.
public interface Handler {
    /// What is to be written when slow work is done.
    @FunctionalInterface
    interface Results {
        /// Writes the results, in the transaction that ends the items.
        void write(PersonTx person);

        /// After they were committed.
        default void committed() {}
    }

    /// The kind of work, as the lanes name it.
    String kind();

    /// Items that are worth doing at once.
    int itemsMax();

    /// The slow part: reads what it needs, calls models, holds no transaction meanwhile. Whatever it throws counts as a
    /// failed attempt.
    Results work(Lease lease);

    /// Writes that an attempt failed, in the transaction that notes it.
    default void failed(PersonTx person, Failed failed, String error) {}

    /// After it was noted that an attempt failed.
    default void gaveBack(Lease lease, String error) {}
}
