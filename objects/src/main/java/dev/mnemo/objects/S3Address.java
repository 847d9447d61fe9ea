package dev.mnemo.objects;

import dev.mnemo.kernel.fault.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;

/// Where a bucket is and who asks. As text it never shows the secret key.
///
/// @param endpoint the server, such as `http://127.0.0.1:9000`; empty for AWS
/// @param region such as `eu-central-1`; other servers than AWS take any
/// @param bucket its name; it must exist
/// @param prefix a folder within the bucket, such as `mnemo/`; may be empty
/// @param accessKey who asks; empty, with the secret key, for what the environment says (variables, profile, role)
/// @param secretKey the proof; kept out of every message
public record S3Address(
        Optional<URI> endpoint, String region, String bucket, String prefix, String accessKey, String secretKey) {
    /// The region if nobody says.
    public static final String REGION_DEFAULT = "us-east-1";

    public S3Address {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new Refusal(
                    "'" + bucket + "' is no name of a bucket: 3 to 63 small letters, digits, dots and hyphens.");
        }
        if (!prefix.isEmpty() && !prefix.matches("([A-Za-z0-9][A-Za-z0-9._-]*/)+")) {
            throw new Refusal("'" + prefix + "' is no folder in a bucket; one ends with a slash, such as mnemo/.");
        }
        if (region.isBlank() || accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new Refusal("An S3 address has a region, and an access key together with its secret key or neither.");
        }
    }

    /// Reads `s3://bucket/folder/?region=eu-central-1&endpoint=http://127.0.0.1:9000`. Keys are never part of
    /// it: they come from the variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile or a role.
    ///
    /// @throws Refusal if it is none
    public static S3Address parse(String text) {
        try {
            var uri = new URI(text);
            var settings = new HashMap<String, String>();
            for (var pair : String.valueOf(uri.getRawQuery()).split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    settings.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            if ("s3".equals(uri.getScheme()) && uri.getAuthority() != null) {
                var endpoint = settings.get("endpoint");
                return new S3Address(
                        endpoint == null ? Optional.empty() : Optional.of(new URI(endpoint)),
                        settings.getOrDefault("region", REGION_DEFAULT),
                        uri.getAuthority(),
                        uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", ""),
                        "",
                        "");
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw new Refusal("'" + text + "' is no address of a bucket; one has the form"
                + " s3://bucket/folder/?region=eu-central-1&endpoint=http://host:port.");
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix
                + endpoint.map(one -> " at " + one).orElse("");
    }
}
