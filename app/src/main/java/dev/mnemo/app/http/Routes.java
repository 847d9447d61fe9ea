package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the row of the table that a request means. Paths are compared part by part before they are decoded, so that a
/// part may hold any character, a slash too (`%2F`). A part that stands in the table wins over a parameter, and a
/// parameter over the rest of a path.
final class Routes {
    /// Parts of a path; longer ones are nobody's.
    private static final int PARTS_MAX = 40;

    /// How the last part of a pattern begins that stands for one part and all that follow.
    private static final String REST = "{+";

    private final Place root = new Place();

    /// A place in the tree of paths: what may follow, and what is there.
    private static final class Place {
        private final Map<String, Place> named = new HashMap<>();
        private Optional<Place> any = Optional.empty();
        private Optional<Place> rest = Optional.empty();
        private final Map<String, Endpoint> here = new TreeMap<>();
    }

    /// What a request means.
    sealed interface Found {
        /// A row, with the parameters of its path, decoded.
        record Row(Endpoint endpoint, Map<String, String> parts) implements Found {}

        /// Nothing for this method.
        ///
        /// @param methods those for which there is something; empty if there is nothing at this path at all
        record Nothing(List<String> methods) implements Found {}
    }

    Routes(List<Endpoint> endpoints) {
        for (var endpoint : endpoints) {
            var place = root;
            for (var part : endpoint.path().substring(1).split("/", -1)) {
                if (part.startsWith(REST)) {
                    if (place.rest.isEmpty()) {
                        place.rest = Optional.of(new Place());
                    }
                    place = place.rest.get();
                } else if (part.startsWith("{")) {
                    if (place.any.isEmpty()) {
                        place.any = Optional.of(new Place());
                    }
                    place = place.any.get();
                } else {
                    place = place.named.computeIfAbsent(part, _ -> new Place());
                }
            }
            place.here.put(endpoint.method().name(), endpoint);
        }
    }

    /// @param method in capitals
    /// @param path as it was sent, not decoded
    /// @throws Refusal if a parameter of the path is not written as it should be
    Found find(String method, String path) {
        var parts = path.startsWith("/") ? path.substring(1).split("/", -1) : new String[] {path};
        if (parts.length > PARTS_MAX) {
            return new Found.Nothing(List.of());
        }
        var places = new ArrayList<Place>();
        collect(root, parts, 0, places);
        for (var place : places) {
            var endpoint = place.here.get(method);
            if (endpoint != null) {
                return new Found.Row(endpoint, parameters(endpoint, parts));
            }
        }
        return new Found.Nothing(places.stream()
                .flatMap(place -> place.here.keySet().stream())
                .distinct()
                .sorted()
                .toList());
    }

    private static void collect(Place place, String[] parts, int at, List<Place> found) {
        if (at == parts.length) {
            if (!place.here.isEmpty()) {
                found.add(place);
            }
            return;
        }
        var named = place.named.get(parts[at]);
        if (named != null) {
            collect(named, parts, at + 1, found);
        }
        if (place.any.isPresent() && !parts[at].isEmpty()) {
            collect(place.any.get(), parts, at + 1, found);
        }
        place.rest.ifPresent(found::add);
    }

    private static Map<String, String> parameters(Endpoint endpoint, String[] given) {
        var wanted = endpoint.path().substring(1).split("/", -1);
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && !wanted[i].startsWith(REST)) {
                parameters.put(wanted[i].substring(1, wanted[i].length() - 1), decoded(given[i]));
            }
        }
        return parameters;
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        var bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            } else if (i + 2 < part.length()
                    && HexFormat.isHexDigit(part.charAt(i + 1))
                    && HexFormat.isHexDigit(part.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(part, i + 1, i + 3));
                i += 2;
            } else {
                throw malformed();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return new Refusal("The path must be UTF-8 with '%' and two hexadecimal digits for each byte that needs it.");
    }
}
