package dev.mnemo.user.recall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where everything remembered of one person stands: the store, as recall reads it. Recall keeps an index in
/// memory and asks before each question what has changed, so an answer holds everything that was committed
/// before it, by whatever process.
@FunctionalInterface
public interface Shelf {
    /// What changed since a moment of the store's own reckoning. A row that changed several times may be told
    /// once, as it is now. From {@link Mark#BEGINNING} this is everything there is.
    ///
    /// @param mark what the last answer said
    /// @param limit about how many changes to tell
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read
    Changes since(Mark mark, int limit);

    /// How far somebody has read. What the numbers mean is the shelf's affair, except the count.
    ///
    /// @param generation changes when everything was erased and begun anew
    /// @param rows how far new rows were read
    /// @param ends how far the ends of rows were read
    /// @param vectors how far vectors were read
    /// @param count how many things the reader holds
    record Mark(long generation, long rows, long ends, long vectors, int count) {
        public static final Mark BEGINNING = new Mark(-1, -1, -1, -1, 0);

        /// The same place for a reader who holds so many things.
        Mark holding(int things) {
            return new Mark(generation, rows, ends, vectors, things);
        }
    }

    /// Some changes.
    ///
    /// @param anew whether everything read before is to be forgotten first
    /// @param alive if something is gone: everything that is still there, besides what is among the changes
    /// @param changes in the order in which they are to be taken over
    /// @param mark what to ask from next; nothing committed later is ever told behind it
    /// @param complete whether there are no more for now
    record Changes(boolean anew, Optional<Set<Long>> alive, List<Change> changes, Mark mark, boolean complete) {
        public Changes {
            changes = List.copyOf(changes);
            alive = alive.map(Set::copyOf);
        }
    }

    /// What happened to one thing remembered.
    sealed interface Change {
        long id();
    }

    /// It is new or other than before.
    ///
    /// @param vector of its search text, if there is one yet
    record Put(Remembered memory, Optional<float[]> vector) implements Change {
        @Override
        public long id() {
            return memory.id();
        }
    }

    /// Its vector is there now, or is another one.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Vector(long id, float[] vector) implements Change {}

    /// It was held to be true until this moment.
    record Ended(long id, Instant knownUntil) implements Change {}
}
