package dev.mnemo.user.seal;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Cells;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Encrypts and decrypts the content of one person. What is looked up by its value is always encrypted to the
/// same text; everything else to another one each time.
///
/// Nonces are made by HMAC from the text and chance, as SIV does (RFC 5297), so that a weak source of chance
/// repeats texts at worst and never a nonce with another text.
///
/// Safe for many threads.
public final class PersonSeal implements Cells {
    /// Begins every encrypted text. No text that is stored begins so: control characters are taken out before.
    private static final char MARK = '\u0001';

    private static final byte[] BOUND = "mnemo 1".getBytes(StandardCharsets.UTF_8);
    private static final int WORD_BYTES = 10;

    private final byte[] content;
    private final byte[] nonces;
    private final byte[] words;
    private final byte[] files;
    private final RandomGenerator random;

    PersonSeal(byte[] key, RandomGenerator random) {
        this.content = Aead.derived(key, "content");
        this.nonces = Aead.derived(key, "nonces");
        this.words = Aead.derived(key, "words");
        this.files = Aead.derived(key, "files");
        this.random = random;
    }

    @Override
    public @Nullable Object[] in(String sql, @Nullable Object[] arguments) {
        var places = SealedColumns.of(sql);
        var sealed = arguments.clone();
        for (int i = 0; i < sealed.length && i < places.size(); i++) {
            var place = places.get(i);
            if (place != SealedColumns.Place.PLAIN) {
                sealed[i] = sealed(sealed[i], place);
            }
        }
        return sealed;
    }

    private @Nullable Object sealed(@Nullable Object value, SealedColumns.Place place) {
        return switch (value) {
            case Optional<?> optional -> sealed(optional.orElse(null), place);
            case String text -> text(text, place);
            case Json json -> text(json.compact(), place);
            case byte[] bytes -> seal(bytes, place);
            case null -> null;
            default -> value;
        };
    }

    private String text(String text, SealedColumns.Place place) {
        var sealed = seal(text.getBytes(StandardCharsets.UTF_8), place);
        return MARK + Base64.getEncoder().withoutPadding().encodeToString(sealed);
    }

    private byte[] seal(byte[] plain, SealedColumns.Place place) {
        var salt = new byte[place == SealedColumns.Place.LOOKED_UP ? 0 : Aead.NONCE_BYTES];
        random.nextBytes(salt);
        var nonce = Arrays.copyOf(Aead.mac(nonces, salt, plain), Aead.NONCE_BYTES);
        return Aead.encrypt(content, nonce, BOUND, plain);
    }

    @Override
    public String out(String column, String text) {
        return text.isEmpty() || text.charAt(0) != MARK
                ? text
                : new String(
                        Aead.decrypt(content, BOUND, Base64.getDecoder().decode(text.substring(1))),
                        StandardCharsets.UTF_8);
    }

    @Override
    public byte[] out(String column, byte[] bytes) {
        return SealedColumns.isSealedBytes(column) ? Aead.decrypt(content, BOUND, bytes) : bytes;
    }

    /// A word as the full text holds it: the same for the same word of this person, and of no use without the key.
    public String word(String word) {
        var mac = Aead.mac(words, word.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, WORD_BYTES);
    }

    /// Encrypts what is written, until it is closed.
    public OutputStream encrypting(OutputStream out) {
        var salt = new byte[SealedFile.SALT_BYTES];
        random.nextBytes(salt);
        return SealedFile.encrypting(files, salt, out);
    }

    /// Decrypts what {@link #encrypting} wrote.
    public InputStream decrypting(InputStream in) {
        return SealedFile.decrypting(files, in);
    }
}
