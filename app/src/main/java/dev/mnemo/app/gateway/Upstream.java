package dev.mnemo.app.gateway;

import dev.mnemo.kernel.fault.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// A provider of models, or another server that speaks its protocol.
///
/// @param base where its paths begin, such as `https://api.openai.com/v1`, without a slash at the end
/// @param key the key that all requests go out with; empty if each caller sends its own
public record Upstream(URI base, String key) {
    private static final String PATH = "/v1";

    /// The upstream at an address.
    ///
    /// @param address with the path up to the version; `/v1` if it has none
    /// @throws Refusal if it is no http or https address
    public static Upstream of(String address, String key) {
        try {
            var uri = new URI(address.strip());
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http"))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                var text = uri.toString().replaceAll("/+$", "");
                var path = uri.getRawPath().replaceAll("/+$", "");
                return new Upstream(URI.create(path.isEmpty() ? text + PATH : text), key);
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new Refusal(
                "The address of an upstream is http:// or https:// with a host, such as https://api.openai.com/v1; '"
                        + address + "' is none.");
    }

    /// The address of something that was asked for under `/v1`.
    ///
    /// @param target path and query, encoded, beginning with `/v1`
    URI resolve(String target) {
        return URI.create(base + target.substring(PATH.length()));
    }

    @Override
    public String toString() {
        return "Upstream[" + base + (key.isEmpty() ? "" : ", key hidden") + "]";
    }
}
