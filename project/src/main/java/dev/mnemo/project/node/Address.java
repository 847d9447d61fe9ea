package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The name of a node: the first 48 bits of the SHA-256 of what it says, written as 12 lower-case hexadecimal
/// digits. Two nodes with the same type, content and inputs have the same address in every store. Orders like
/// its text.
public record Address(long bits) implements Comparable<Address> {
    /// Digits of an address.
    public static final int DIGITS = 12;

    /// Digits shown to people and agents; enough to find a node in any store of practical size.
    public static final int DIGITS_SHOWN = 8;

    public Address {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("an address has 48 bits");
        }
    }

    /// The address of what a node says: SHA-256 over `type`, a newline, `content`, a newline and the sorted
    /// inputs joined by commas, as UTF-8.
    ///
    /// @throws Refusal if a text holds half of a surrogate pair, which UTF-8 cannot say
    public static Address of(NodeType type, String content, List<String> inputs) {
        return ofDigest(digest(type, content, inputs));
    }

    /// The address inside a full SHA-256 in hexadecimal.
    public static Address ofDigest(String sha256) {
        return parse(sha256.substring(0, DIGITS)).orElseThrow();
    }

    /// The full SHA-256 of what a node says, 64 hexadecimal digits. Inputs sort by code point; duplicates stay.
    ///
    /// @throws Refusal if a text holds half of a surrogate pair
    public static String digest(NodeType type, String content, List<String> inputs) {
        var sorted = inputs.size() < 2
                ? inputs
                : inputs.stream().sorted(Address::compareCodePoints).toList();
        return sha256(type.name() + "\n" + content + "\n" + String.join(",", sorted));
    }

    /// SHA-256 of the UTF-8 form of a text, 64 hexadecimal digits.
    ///
    /// @throws Refusal if the text holds half of a surrogate pair
    public static String sha256(String text) {
        try {
            var bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return sha256(bytes);
        } catch (CharacterCodingException fault) {
            throw new Refusal("The text holds half of a surrogate pair; send well-formed Unicode.", fault);
        }
    }

    /// SHA-256 of bytes, 64 hexadecimal digits.
    public static String sha256(ByteBuffer bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// Reads exactly 12 lower-case hexadecimal digits; anything else is no address.
    public static Optional<Address> parse(String text) {
        return text.length() == DIGITS && isHex(text)
                ? Optional.of(new Address(Long.parseLong(text, 16)))
                : Optional.empty();
    }

    /// Whether a text consists of lower-case hexadecimal digits only.
    static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /// The first eight digits, as shown to people and agents.
    public String brief() {
        return toString().substring(0, DIGITS_SHOWN);
    }

    // Written out, as in the other records that maps are keyed by: what the compiler leaves to be made at run time
    // costs a
    // process some milliseconds before its first answer.

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && address.bits == bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public int compareTo(Address other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits, DIGITS);
    }

    private static int compareCodePoints(String left, String right) {
        return compareIntArrays(left.codePoints().toArray(), right.codePoints().toArray());
    }

    private static int compareIntArrays(int[] left, int[] right) {
        return java.util.Arrays.compare(left, right);
    }
}
