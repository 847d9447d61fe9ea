package dev.mnemo.app.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One request to an upstream.
///
/// @param method in capitals
/// @param headers those that go on, by their names in lower case
/// @param body what is sent, as often as it is asked for
record UpstreamCall(String method, URI uri, Map<String, List<String>> headers, HttpRequest.BodyPublisher body) {

    /// What an upstream answers: head at once, body as it comes.
    ///
    /// @param body throws an {@link IOException} if the upstream breaks off or its time is over; closing it early
    ///     tells the upstream to stop
    record Answered(int status, Map<String, List<String>> headers, InputStream body) implements AutoCloseable {
        /// A header in lower case; the empty text if it is missing.
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .flatMap(entry -> entry.getValue().stream())
                    .findFirst()
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException _) {
                // It is gone then.
            }
        }
    }
}
