package dev.mnemo.app.http;

import dev.mnemo.user.seal.MasterKeys;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How texts that people said are written into the server's own database: encrypted where the memory of people is.
///
/// @param keys encrypt and decrypt; without them texts are written as they are
/// @param random safe for many threads
public record Sealing(Optional<MasterKeys> keys, RandomGenerator random) {
    /// Begins what is encrypted, and no JSON.
    private static final String MARK = "sealed:";

    private static final String PURPOSE = "server";

    /// A text as it is written.
    public String in(String text) {
        return keys.filter(_ -> !text.isEmpty())
                .map(known -> MARK + known.seal(PURPOSE, text, random))
                .orElse(text);
    }

    /// A text as it was.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `CONFIGURATION` if it is encrypted and there is no
    ///     key for it
    public String out(String written) {
        return written.startsWith(MARK)
                ? keys.orElseThrow(MasterKeys::missing).unseal(PURPOSE, written.substring(MARK.length()))
                : written;
    }
}
