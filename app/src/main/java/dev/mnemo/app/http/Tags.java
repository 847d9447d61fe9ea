package dev.mnemo.app.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Tags of what was read, so that nobody is sent the same twice.
final class Tags {
    private static final int DIGEST_BYTES = 12;

    private Tags() {}

    /// A successful JSON answer with the digest of its body for a tag, or `304` if the caller has that body already. An
    /// answer that has a tag of its own stays as it is.
    static Response tagged(Request request, Response answer) {
        if (!(answer instanceof Response.Whole whole)
                || whole.status() != 200
                || whole.headers().containsKey("etag")
                || !"application/json".equals(whole.headers().get("content-type"))) {
            return answer;
        }
        var tag = "\"" + digest(whole.body()) + "\"";
        var fresh = request.header("If-None-Match")
                        .filter(known -> isAmong(known, tag))
                        .isPresent()
                ? Response.empty(304)
                : answer;
        return fresh.with("etag", tag).with("cache-control", "private, no-cache");
    }

    private static boolean isAmong(String known, String tag) {
        return Arrays.stream(known.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of()
                    .formatHex(
                            Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(body), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
