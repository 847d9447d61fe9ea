package dev.mnemo.user.recall;

import dev.mnemo.kernel.vector.Neighbour;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One person's rows in a store that compares words and vectors itself: for a question about somebody who is not held
/// in memory. What is told is one state of the store.
public interface Sight {
    /// Different words of a question that are looked up.
    int WORDS_MAX = 60;

    /// Everything remembered of the person, without texts unless they are wanted, and how like the question it is.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read
    Seen look(Look look);

    /// The texts of some things, by id.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read
    Map<Long, String> texts(Collection<Long> ids);

    /// What to look for.
    ///
    /// @param words those of the question, at most {@value #WORDS_MAX}
    /// @param vector of the question, if there is a model
    /// @param texts whether the ranking reads texts
    record Look(List<String> words, Optional<float[]> vector, boolean texts) {
        public Look {
            words = List.copyOf(words);
        }
    }

    /// Something remembered.
    ///
    /// @param memory its text is empty unless texts were wanted
    /// @param asks whether it ends in a question mark
    record Thing(Remembered memory, boolean asks) {}

    /// Something that shares words with the question.
    ///
    /// @param id of the thing
    /// @param length how many words it has
    /// @param has a bit for each word of the question that it has
    /// @param repeats a bit for each that it has several times
    record Match(long id, int length, long has, long repeats) {}

    /// What there is.
    ///
    /// @param things by id, ascending
    /// @param averageLength how many words a thing has on average
    /// @param matches whatever shares a word
    /// @param cosines of whatever has a vector
    record Seen(List<Thing> things, double averageLength, List<Match> matches, List<Neighbour> cosines) {
        public Seen {
            things = List.copyOf(things);
            matches = List.copyOf(matches);
            cosines = List.copyOf(cosines);
        }
    }
}
