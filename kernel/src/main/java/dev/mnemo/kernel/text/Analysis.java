package dev.mnemo.kernel.text;

import java.util.List;

/// Cuts a text into the words it can be found by. The same analysis must see the texts and the queries of one index.
/// Implementations are safe for many threads.
@FunctionalInterface
public interface Analysis {
    /// The words of a text in their order, repeated as often as they occur.
    List<String> words(String text);
}
