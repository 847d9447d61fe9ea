package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Refusal;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Where the bytes of files are. Keys are names without meaning, such as `3f…/018c…`; they say neither whose a
/// file is nor what it is called.
///
/// Safe for many threads, and for many processes on one store. A store that cannot be reached is a
/// {@link dev.mnemo.kernel.fault.MnemoException}.
public interface ObjectStore extends AutoCloseable {
    /// What a key looks like: up to four names of letters, digits, `.`, `_` and `-` between slashes.
    Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,3}");

    /// Checks a key.
    ///
    /// @throws Refusal if it does not look like one
    static String check(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new Refusal("'" + key + "' is no key of an object; those look like " + KEY.pattern() + ".");
        }
        return key;
    }

    /// Keeps the bytes of a file under a key, all or nothing; replaces what was there.
    void put(String key, Path file);

    /// Reads an object; empty if there is none. The caller closes the stream.
    Optional<InputStream> open(String key);

    /// Whether there is an object.
    boolean exists(String key);

    /// Removes an object. False if there was none, or the store cannot tell.
    boolean delete(String key);

    /// An object that is there.
    ///
    /// @param modified when it was put
    record Stored(String key, long bytes, Instant modified) {}

    /// Hands every object whose key begins with a prefix to a consumer.
    ///
    /// @param prefix empty for all
    void each(String prefix, Consumer<Stored> consumer);

    @Override
    void close();
}
