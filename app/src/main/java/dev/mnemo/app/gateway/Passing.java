package dev.mnemo.app.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which headers go on to the other side. What belongs to one connection stays there, and so does what belongs to this
/// server: its cookies, its keys, its own headers.
final class Passing {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect",
            "host");

    /// An answer is read on its way, so none is asked for that would have to be unpacked.
    private static final Set<String> NEVER_ONWARD =
            Set.of("accept-encoding", "cookie", "origin", "referer", "forwarded", "x-forwarded-for");

    private static final Set<String> NEVER_BACK =
            Set.of("set-cookie", "date", "server", "strict-transport-security", "alt-svc");

    private static final String KEY_PREFIX = "mnemo_";

    private Passing() {}

    /// The headers of a request that go on to an upstream.
    static Map<String, List<String>> onward(Map<String, List<String>> given, Upstream upstream, boolean isAnthropic) {
        var named = connectionOnly(given);
        var onward = new LinkedHashMap<String, List<String>>();
        given.forEach((name, values) -> {
            boolean stays = HOP_BY_HOP.contains(name)
                    || NEVER_ONWARD.contains(name)
                    || named.contains(name)
                    || name.startsWith(Wishes.PREFIX)
                    || name.startsWith("sec-");
            boolean isCredential = name.equals("authorization") || name.equals("x-api-key");
            if (!stays
                    && !(isCredential
                            && (!upstream.key().isEmpty() || values.stream().anyMatch(Passing::isOurs)))) {
                onward.put(name, values);
            }
        });
        if (!upstream.key().isEmpty()) {
            onward.put(
                    isAnthropic ? "x-api-key" : "authorization",
                    List.of(isAnthropic ? upstream.key() : "Bearer " + upstream.key()));
        }
        return onward;
    }

    /// Whether a credential is a key of this server, which nobody else may see.
    private static boolean isOurs(String credential) {
        var text = credential.strip();
        return text.substring(text.lastIndexOf(' ') + 1).startsWith(KEY_PREFIX);
    }

    /// The headers of an upstream's answer that go back to the caller.
    static Map<String, String> back(Map<String, List<String>> given) {
        var named = connectionOnly(given);
        var back = new LinkedHashMap<String, String>();
        given.forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(":")
                    && !HOP_BY_HOP.contains(lower)
                    && !NEVER_BACK.contains(lower)
                    && !named.contains(lower)
                    && !lower.startsWith(Wishes.PREFIX)) {
                back.put(lower, String.join(", ", values));
            }
        });
        return back;
    }

    /// The headers that the header `Connection` names.
    private static Set<String> connectionOnly(Map<String, List<String>> headers) {
        var values = new ArrayList<String>();
        headers.forEach((name, given) -> {
            if (name.equalsIgnoreCase("connection")) {
                values.addAll(given);
            }
        });
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
