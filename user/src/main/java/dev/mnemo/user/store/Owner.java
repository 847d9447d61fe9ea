package dev.mnemo.user.store;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Whose rows: a person within a tenant. Every row belongs to exactly one owner.
///
/// @param tenant the organisation above the person
/// @param userId the application's name for the person, taken as it is: case, spaces and script matter
public record Owner(String tenant, String userId) {
    /// The tenant of an application that has no tenants.
    public static final String TENANT_DEFAULT = "default";

    /// Characters of a tenant and of a user id.
    public static final int ID_CHARS_MAX = 255;

    private static final int MARK_HEX_DIGITS = 10;

    public Owner {
        check("tenant", tenant);
        check("user id", userId);
    }

    /// Checks a name that the application chose: not blank, at most 255 characters, no control characters.
    public static String check(String what, String name) {
        if (name.isBlank()) {
            throw new Refusal("The " + what + " is empty; it is 1 to " + ID_CHARS_MAX + " characters.");
        }
        if (name.length() > ID_CHARS_MAX) {
            throw new Refusal(
                    "The " + what + " has " + name.length() + " characters; allowed are 1 to " + ID_CHARS_MAX + ".");
        }
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            boolean broken = Character.isHighSurrogate(c)
                    ? at + 1 == name.length() || !Character.isLowSurrogate(name.charAt(at + 1))
                    : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(name.charAt(at - 1)));
            if (Character.isISOControl(c) || broken) {
                throw new Refusal("The " + what + " holds a control character or half a character at position " + at
                        + "; allowed is any other text of 1 to " + ID_CHARS_MAX + " characters.");
            }
        }
        return name;
    }

    /// A digest of who this is, which does not tell who it was: SHA-256 in hexadecimal digits.
    ///
    /// @param salt makes digests of different stores incomparable
    public String digest(String salt) {
        return hex(salt + '\0' + tenant + '\0' + userId);
    }

    /// A short mark for this owner's words, so that a search goes straight to them. Two owners may share one by
    /// chance, about once in 10¹²; rows are compared by owner besides.
    public String mark() {
        return "u" + hex(tenant + '\0' + userId).substring(0, MARK_HEX_DIGITS);
    }

    private static String hex(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
