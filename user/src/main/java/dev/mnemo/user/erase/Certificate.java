package dev.mnemo.user.erase;

import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Says that everything of a person was erased. Certificates of a store form a chain: each holds the hash of the one
/// before, so none can be changed or taken out unnoticed. A certificate names the person by a digest only.
///
/// @param number counts from 1 within the store
/// @param storeId which store
/// @param subject digest of store, tenant and user id: whoever knows the person can check that it is theirs
/// @param counts rows removed from each table
/// @param previousHash hash of the certificate before; 64 zeros for the first
/// @param hash SHA-256 of all of the above, in hexadecimal digits
public record Certificate(
        long number,
        String storeId,
        String subject,
        Instant erasedAt,
        Map<String, Long> counts,
        String previousHash,
        String hash) {
    /// What the first certificate has for a predecessor.
    static final String NO_HASH = "0".repeat(64);

    public Certificate {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /// The same with the hash that belongs to it.
    Certificate sealed() {
        return new Certificate(number, storeId, subject, erasedAt, counts, previousHash, hashOfRest());
    }

    /// Whether the hash is that of the rest.
    public boolean isIntact() {
        return hash.equals(hashOfRest());
    }

    static Json.Obj json(Map<String, Long> counts) {
        var json = Json.Obj.EMPTY;
        for (var count : new TreeMap<>(counts).entrySet()) {
            json = json.with(count.getKey(), count.getValue());
        }
        return json;
    }

    private String hashOfRest() {
        var text = Json.Obj.EMPTY
                .with("number", number)
                .with("store_id", storeId)
                .with("subject", subject)
                .with("erased_at", erasedAt.toString())
                .with("counts", json(counts))
                .with("previous_hash", previousHash)
                .compact();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
