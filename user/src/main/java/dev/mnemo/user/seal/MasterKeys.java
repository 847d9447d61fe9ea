package dev.mnemo.user.seal;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The keys that wrap the keys of people. They come from the configuration and are never written anywhere. New
/// keys are wrapped by the first one; the others open what they wrapped before.
///
/// As text it shows no key.
public final class MasterKeys {
    private static final int ID_HEX_DIGITS = 8;

    /// Begins the purpose of a text, and no name of a person.
    private static final String TEXT = "\0text\0";

    @SuppressWarnings("ArrayRecordComponent") // compared by its content below
    private record Master(String id, byte[] key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Master(var otherId, var otherKey)
                    && id.equals(otherId)
                    && Arrays.equals(key, otherKey);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    private final List<Master> masters;

    private MasterKeys(List<Master> masters) {
        this.masters = List.copyOf(masters);
    }

    /// Reads keys of 32 bytes each in Base64, separated by spaces, commas or line ends; the first is the present
    /// one.
    ///
    /// @throws Refusal if there is none, or one is no such key
    public static MasterKeys parse(String text) {
        var masters = new ArrayList<Master>();
        for (var word : text.strip().split("[\\s,]+")) {
            byte[] key;
            try {
                key = Base64.getDecoder().decode(word);
            } catch (IllegalArgumentException _) {
                key = new byte[0];
            }
            if (key.length != Aead.KEY_BYTES) {
                throw new Refusal("A master key is " + Aead.KEY_BYTES + " bytes in Base64, as `openssl rand -base64 "
                        + Aead.KEY_BYTES + "` makes them; the one given is not.");
            }
            masters.add(new Master(id(key), key));
        }
        return new MasterKeys(masters);
    }

    private static String id(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("mnemo master".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key)).substring(0, ID_HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// A new key of a person, wrapped.
    ///
    /// @param owner who it is for; a key wrapped for somebody else does not open
    public String newKey(String owner, RandomGenerator random) {
        var key = new byte[Aead.KEY_BYTES];
        random.nextBytes(key);
        return wrap(owner, key, random);
    }

    private String wrap(String owner, byte[] key, RandomGenerator random) {
        var salt = new byte[Aead.NONCE_BYTES];
        random.nextBytes(salt);
        var master = masters.getFirst();
        var nonce = Arrays.copyOf(Aead.mac(master.key(), salt, key), Aead.NONCE_BYTES);
        var sealed = Aead.encrypt(master.key(), nonce, owner.getBytes(StandardCharsets.UTF_8), key);
        return master.id() + ":" + Base64.getEncoder().encodeToString(sealed);
    }

    /// The same key wrapped by the present master key; the same text if it is already.
    public String rewrap(String owner, String wrapped, RandomGenerator random) {
        return wrapped.startsWith(masters.getFirst().id() + ":")
                ? wrapped
                : wrap(owner, unwrap(owner, wrapped), random);
    }

    /// What a person's content is read and written with.
    ///
    /// @throws MnemoException if no master key opens it
    public PersonSeal open(String owner, String wrapped, RandomGenerator random) {
        return new PersonSeal(unwrap(owner, wrapped), random);
    }

    private byte[] unwrap(String owner, String wrapped) {
        var master = master(wrapped).orElseThrow(MasterKeys::missing);
        return Aead.decrypt(
                master.key(),
                owner.getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(wrapped.substring(wrapped.indexOf(':') + 1)));
    }

    private Optional<Master> master(String wrapped) {
        return masters.stream()
                .filter(master -> wrapped.startsWith(master.id() + ":"))
                .findFirst();
    }

    /// Whether what was wrapped was wrapped by one of these keys.
    public boolean wrapped(String wrapped) {
        return master(wrapped).isPresent();
    }

    /// A text that an application keeps beside the memory, encrypted.
    ///
    /// @param purpose what it is for; a text sealed for another purpose does not open
    public String seal(String purpose, String text, RandomGenerator random) {
        return wrap(TEXT + purpose, text.getBytes(StandardCharsets.UTF_8), random);
    }

    /// The text that {@link #seal} was given.
    ///
    /// @throws MnemoException if none of these keys sealed it
    public String unseal(String purpose, String sealed) {
        return new String(unwrap(TEXT + purpose, sealed), StandardCharsets.UTF_8);
    }

    /// What is said when content is encrypted and no key at hand opens it.
    public static MnemoException missing() {
        return new MnemoException(
                Fault.CONFIGURATION,
                "The content of this user is encrypted, and no master key at hand opens it.",
                "Give the memory the master key that it was written with.");
    }

    @Override
    public String toString() {
        return "master keys " + masters.stream().map(Master::id).toList();
    }
}
